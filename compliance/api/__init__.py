"""Addresses for machines of partners."""
