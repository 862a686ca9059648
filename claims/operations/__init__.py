"""Verbs of the claims floor."""
