"""Taking a file in, and deciding whether it may be opened."""

from files.operations.checking import check_quarantined
from files.operations.storing import store_upload

__all__ = ["check_quarantined", "store_upload"]
