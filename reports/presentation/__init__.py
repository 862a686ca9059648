"""Figures as people see them: pictures and tables built from numbers."""
