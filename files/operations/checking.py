"""What clamd says about a file in quarantine."""

from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from core import audit
from files.clamd import scan
from files.enums import FileState
from files.models import StoredFile


def check_quarantined(file_id: str, *, at: datetime) -> StoredFile | None:
    """Scan the original and open or reject the file, unless it was erased meanwhile. Twice is once.

    Raises ScannerAway while clamd does not answer.
    """
    stored = StoredFile.objects.waiting().filter(pk=file_id).first()
    if stored is None:
        return None
    with default_storage.open(stored.quarantine) as original:
        found = scan(original.read(), settings.CLAMD_ADDRESS)
    stored = _record(stored, found, at)
    default_storage.delete(stored.quarantine)
    if found:
        default_storage.delete(stored.location)
    return stored


@transaction.atomic
def _record(stored: StoredFile, found: str, at: datetime) -> StoredFile:
    stored = StoredFile.objects.select_for_update(of=("self",)).get(pk=stored.pk)
    if stored.state == FileState.ERASED:
        return stored
    if not found:
        return StoredFile.workflow.move(stored, "pass", actor=None, at=at, note="clamd")
    audit.record("files.file.rejected", actor=None, at=at, subject=stored, found=found)
    return StoredFile.workflow.move(stored, "reject", actor=None, at=at, note="clamd", found=found[:120])
