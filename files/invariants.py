"""What must always be true of files."""

from collections.abc import Iterator
from datetime import datetime

from django.core.files.storage import default_storage

from core.invariants import PATIENCE, Invariant, fingerprint_of, to_be_read
from files.enums import FileState
from files.models import StoredFile


def _served_but_not_clean(at: datetime) -> Iterator[str]:
    """What is served are the bytes that were checked; what was rejected or erased is gone."""
    for stored in to_be_read(StoredFile.objects.filter(state=FileState.CLEAN), "created_at", at=at).iterator():
        if fingerprint_of(stored.location) != stored.clean_sha256:
            yield f"file {stored.pk} is not what was checked, or is gone"
    for stored in StoredFile.objects.filter(state=FileState.REJECTED).iterator():
        if default_storage.exists(stored.location):
            yield f"file {stored.pk} was rejected and is still kept"
    erased = StoredFile.objects.filter(state=FileState.ERASED, log__move="erase", log__at__lt=at - PATIENCE)
    for stored in erased.iterator():
        if any(default_storage.exists(place) for place in (stored.location, stored.quarantine) if place):
            yield f"file {stored.pk} was erased and is still kept"


def _never_checked(at: datetime) -> Iterator[str]:
    for stored in StoredFile.objects.waiting().filter(created_at__lt=at - PATIENCE):
        yield f"file {stored.pk} waits for its check for more than a day"


INVARIANTS = (
    Invariant("I18", "What is served is clean: the bytes that were checked", _served_but_not_clean),
    Invariant("I18", "No file waits for its check for more than a day", _never_checked),
)
