"""Take an upload in: size, kind, harm, clean copy, random name."""

import hashlib
import re
import secrets
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from accounts.models import User
from core.jobs import enqueue
from files.checks import LARGEST, clean_copy, refuse
from files.enums import FileState
from files.models import StoredFile
from files.scanner import ScannerUnavailable, active_pdf, harmful

_UNSAFE = re.compile(r"[^\w .()-]", re.UNICODE)


def store_upload(upload: UploadedFile, *, owner: User | None, purpose: str, at: datetime) -> StoredFile:
    """Check, re-encode and keep. The same content from the same owner for the same purpose is the same row.

    Raises Invalid with one of the seven codes of files.checks.MESSAGES.
    """
    if upload is None:
        raise refuse("none")
    if upload.size is not None and upload.size > LARGEST:
        raise refuse("too_big")
    content = upload.read()
    sha256 = hashlib.sha256(content).hexdigest()
    existing = StoredFile.objects.filter(owner=owner, purpose=purpose, sha256=sha256).first()
    if existing is not None:
        return existing
    state = _judge(content)
    copy = clean_copy(content)
    path = default_storage.save(f"berkas/{secrets.token_hex(16)}.{copy.kind}", ContentFile(copy.content))
    row = StoredFile(
        owner=owner, purpose=purpose, kind=copy.kind, original_name=safe_name(upload.name or ""), size=len(copy.content),
        pages=copy.pages, sha256=sha256, path=path, state=state, stored_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        default_storage.delete(path)
        return StoredFile.objects.get(owner=owner, purpose=purpose, sha256=sha256)
    if state == FileState.QUARANTINED:
        enqueue("files.rescan", file_id=row.pk)
    return row


def _judge(content: bytes) -> FileState:
    """Clean, or still to be scanned because the scanner is away. Raises Invalid("virus")."""
    try:
        if harmful(content) or active_pdf(content):
            raise refuse("virus")
    except ScannerUnavailable:
        return FileState.QUARANTINED
    return FileState.CLEAN


def rescan(stored: StoredFile, *, at: datetime) -> StoredFile:
    """Scan what waited in quarantine. Raises ScannerUnavailable: the job tries again. Twice changes nothing."""
    if stored.state != FileState.QUARANTINED:
        return stored
    with default_storage.open(stored.path) as file:
        found = harmful(file.read())
    return StoredFile.workflow.move(stored, "fail_scan" if found else "pass_scan", actor=None, at=at)


def safe_name(name: str) -> str:
    """The last part of the name without anything that a header or a file system could misread."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _UNSAFE.sub("_", last).strip(". ")[:120] or "berkas"
