"""Taking a file in, whole or in pieces, deciding whether it may be opened, and letting it go."""

from files.operations.checking import check_quarantined
from files.operations.erasing import erase_unused, forget_bytes
from files.operations.receiving import UploadReference, append_piece, begin_upload, expire_uploads
from files.operations.storing import store_upload

__all__ = [
    "UploadReference",
    "append_piece",
    "begin_upload",
    "check_quarantined",
    "erase_unused",
    "expire_uploads",
    "forget_bytes",
    "store_upload",
]
