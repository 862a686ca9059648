"""Taking a file in, whole or in pieces, and deciding whether it may be opened."""

from files.operations.checking import check_quarantined
from files.operations.receiving import UploadReference, append_piece, begin_upload, expire_uploads
from files.operations.storing import store_upload

__all__ = ["UploadReference", "append_piece", "begin_upload", "check_quarantined", "expire_uploads", "store_upload"]
