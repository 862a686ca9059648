"""Letting go of a file that its owner took out and nothing refers to any more."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import models, transaction

from core import audit
from core.jobs import enqueue
from files.enums import GONE, FileState
from files.models import StoredFile, StoredFileLog

JOB = "files.forget_bytes"


@transaction.atomic
def erase_unused(stored: StoredFile, *, actor: models.Model | None, at: datetime) -> bool:
    """Erase the file unless a row still refers to it: nobody is served any more, bytes and name go after the commit.

    The row and its log stay. Twice is once. Returns whether the file is gone.
    """
    locked = StoredFile.objects.select_for_update(of=("self",)).get(pk=stored.pk)
    if locked.state in GONE:
        return True
    if is_referred_to(locked):
        return False
    StoredFile.workflow.move(locked, "erase", actor=actor, at=at)
    audit.record("files.file.erased", actor=actor, at=at, subject=locked)
    enqueue(JOB, file_id=locked.pk)
    return True


def is_referred_to(stored: StoredFile) -> bool:
    """Whether any row besides the file's own log has a foreign key to it."""
    relations = StoredFile._meta.get_fields(include_hidden=True)
    return any(
        relation.related_model._base_manager.filter(**{relation.field.attname: stored.pk}).exists()
        for relation in relations
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and relation.related_model is not StoredFileLog
    )


def forget_bytes(file_id: str) -> None:
    """Delete what storage holds of an erased file, checked and unchecked, then its name. Twice is once."""
    stored = StoredFile.objects.filter(pk=file_id, state=FileState.ERASED).first()
    if stored is not None:
        for place in filter(None, (stored.location, stored.quarantine)):
            default_storage.delete(place)
        StoredFile.objects.filter(pk=stored.pk).update(name="")
