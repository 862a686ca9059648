"""Figures: set-based reads over everything below."""
