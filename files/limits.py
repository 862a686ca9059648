"""How much one person may send, and how (security 4.6, accessibility 2.5)."""

from datetime import timedelta

from core.limits import Limit

LARGEST = 5 * 1024 * 1024
PIECE = 128 * 1024
SMALLEST_PIECE = 16 * 1024  # but for the last one: nobody fills the storage with crumbs
KEPT_FOR = timedelta(days=7)  # an upload that no form took

FILES_AN_HOUR = Limit("files.count", most=20, within=timedelta(hours=1))
BYTES_A_DAY = Limit("files.bytes", most=50 * 1024 * 1024, within=timedelta(days=1))
UPLOADS_AN_HOUR = Limit("files.uploads", most=20, within=timedelta(hours=1))
UPLOADED_BYTES_A_DAY = Limit("files.uploaded_bytes", most=50 * 1024 * 1024, within=timedelta(days=1))
