"""Uploaded files: checked, re-encoded, scanned, private."""
