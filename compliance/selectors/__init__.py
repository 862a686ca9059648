"""Reads of compliance."""

from compliance.selectors.complaints import complaint_data

__all__ = ["complaint_data"]
