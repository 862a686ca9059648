"""Verbs of files."""

from files.operations.store import rescan, store_upload

__all__ = ["rescan", "store_upload"]
