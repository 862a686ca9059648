"""Persons, employers, contribution history and PHK events."""
