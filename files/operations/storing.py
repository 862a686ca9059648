"""From what somebody sent to a file that is kept: size, kind, rewriting, scan."""

import hashlib
import logging
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction

from core.errors import Invalid
from core.jobs import enqueue
from core.limits import take
from files.enums import UploadState
from files.isolation import rewrite_apart
from files.limits import BYTES_A_DAY, FILES_AN_HOUR, LARGEST
from files.models import StoredFile
from files.naming import safe_name
from files.operations.receiving import UploadReference, content_of, discard_upload, takeable_upload, use_upload
from files.rewriting import Refused, Rewritten
from files.wording import DETAILS, MESSAGES

log = logging.getLogger(__name__)
Given = UploadedFile | UploadReference | None


def store_upload(upload: Given, *, owner: models.Model | None, purpose: str, at: datetime) -> StoredFile:
    """Keep a safe copy. The same file of the same owner for the same purpose is kept once.

    `upload` is what an EvidenceField gives: the file itself, or the name of one that `owner` sent ahead in pieces.
    Raises Invalid with one of the seven codes of files.wording (none, wrong_type, too_big, empty, virus, password,
    try_again), and TooMany over 20 files an hour or 50 MB a day. Call it outside a transaction.
    """
    if isinstance(upload, UploadReference):
        return _store_sent_ahead(upload, owner=owner, purpose=purpose, at=at)
    name = getattr(upload, "name", "") or ""
    return _store(_read(upload), name, owner=owner, purpose=purpose, at=at)


def _store_sent_ahead(
    reference: UploadReference, *, owner: models.Model | None, purpose: str, at: datetime
) -> StoredFile:
    """The same way for a file that came in pieces. What is refused for good is thrown away at once."""
    upload = takeable_upload(reference, owner=owner, at=at)
    known = _same(owner, purpose, upload.sha256) if upload else None
    if upload is None or (known is None and upload.state == UploadState.USED):
        raise refused("none")
    if known is None:
        try:
            known = _store(content_of(upload), upload.name, owner=owner, purpose=purpose, at=at)
        except Invalid as error:
            if error.code != "try_again":
                discard_upload(upload, note=error.code, at=at)
            raise
    use_upload(upload, at=at)
    return known


def _store(content: bytes, name: str, *, owner: models.Model | None, purpose: str, at: datetime) -> StoredFile:
    digest = hashlib.sha256(content).hexdigest()
    known = _same(owner, purpose, digest)
    if known is not None:
        return known
    if owner is not None:
        take(FILES_AN_HOUR, str(owner.pk), at=at)
        take(BYTES_A_DAY, str(owner.pk), at=at, amount=len(content))
    try:
        made = rewrite_apart(content)
    except Refused as refusal:
        log.info("upload refused", extra={"code": refusal.code, "detail": refusal.detail, "purpose": purpose})
        raise refused(refusal.code, refusal.detail) from refusal
    kept_name = safe_name(name, made.kind)
    try:
        return _keep(made, content, owner=owner, purpose=purpose, sha256=digest, name=kept_name, at=at)
    except IntegrityError:
        known = _same(owner, purpose, digest)
        if known is None:
            raise
        return known


def refused(code: str, detail: str = "") -> Invalid:
    """The error with the words for people."""
    return Invalid(code, DETAILS.get(detail) or MESSAGES[code])


def _read(upload: UploadedFile | None) -> bytes:
    if upload is None:
        raise refused("none")
    if (upload.size or 0) > LARGEST:
        raise refused("too_big")
    upload.seek(0)
    content = upload.read(LARGEST + 1)
    if not content:
        raise refused("empty")
    if len(content) > LARGEST:
        raise refused("too_big")
    return content


def _same(owner: models.Model | None, purpose: str, digest: str) -> StoredFile | None:
    if owner is None:
        return None
    return StoredFile.objects.kept().filter(owner_id=owner.pk, purpose=purpose, sha256=digest).first()


def _keep(made: Rewritten, content: bytes, *, owner: models.Model | None, at: datetime, **facts: Any) -> StoredFile:
    """Write the bytes first, then the row: a row without its bytes is worse than bytes without a row."""
    row = StoredFile(
        owner_id=owner.pk if owner is not None else None,
        kind=made.kind,
        pages=made.pages,
        size=len(made.content),
        clean_sha256=hashlib.sha256(made.content).hexdigest(),
        created_at=at,
        **facts,
    )
    row.location = default_storage.save(_place("berkas"), ContentFile(made.content))
    if settings.CLAMD_ADDRESS:
        row.quarantine = default_storage.save(_place("karantina"), ContentFile(content))
    try:
        return _insert(row, at)
    except BaseException:
        for place in filter(None, (row.location, row.quarantine)):
            default_storage.delete(place)
        raise


@transaction.atomic
def _insert(row: StoredFile, at: datetime) -> StoredFile:
    row.save(force_insert=True)
    if row.quarantine:
        enqueue("files.check", file_id=row.pk)
        return row
    return StoredFile.workflow.move(row, "pass", actor=None, at=at, note="built-in")


def _place(folder: str) -> str:
    """A name that says nothing and cannot be guessed."""
    name = uuid.uuid4().hex
    return f"{folder}/{name[:2]}/{name}"
