"""A file in pieces over a line that breaks: begun, gone on with where it stopped, judged as a whole (B23).

Pieces lie in private storage, one object each, named by where they begin; nothing serves them. The file itself is
judged when a form takes it (files.operations.storing), exactly like one that came with the form.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, Invalid
from core.limits import take
from files.enums import LIVE_UPLOADS, UploadState
from files.limits import KEPT_FOR, PIECE, SMALLEST_PIECE, UPLOADED_BYTES_A_DAY, UPLOADS_AN_HOUR
from files.models import Upload

SWEPT_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class UploadReference:
    """What a form carries in place of a file. Whose it is, and whether it is whole, is asked when it is stored."""

    id: UUID


def begin_upload(
    *, owner: models.Model, name: str, kind: str, size: int, sha256: str, at: datetime
) -> tuple[Upload, bool]:
    """The upload of this content, and whether it is new: what the same person began before goes on (idempotent).

    Raises TooMany over 20 uploads an hour or 50 MB a day. Call it outside a transaction.
    """
    same = Upload.objects.visible_to(owner).filter(sha256=sha256, size=size)
    known = same.live(at).first()
    if known is not None:
        return known, False
    for old in same.filter(state__in=LIVE_UPLOADS):
        _expire(old, at)
    take(UPLOADS_AN_HOUR, str(owner.pk), at=at)
    take(UPLOADED_BYTES_A_DAY, str(owner.pk), at=at, amount=size)
    pk = uuid4()
    facts = {"name": name, "kind": kind, "size": size, "sha256": sha256, "location": f"potongan/{pk.hex[:2]}/{pk.hex}"}
    try:
        with transaction.atomic():
            row = Upload.objects.create(pk=pk, owner_id=owner.pk, created_at=at, expires_at=at + KEPT_FOR, **facts)
    except IntegrityError:  # begun in the same instant from another tab
        return same.live(at).get(), False
    return row, True


def append_piece(upload: Upload, *, offset: int, content: bytes, actor: models.Model, at: datetime) -> Upload:
    """Put the next piece behind what is there; the last one completes the upload. The same piece twice is once.

    Raises Conflict("wrong_offset", offset=…) with where the next piece begins, Conflict("upload_over"),
    Invalid("piece_size"), and Invalid("checksum") when the whole is not what was promised: it is thrown away then.
    """
    row = _append(upload, offset, content, actor, at)
    if row.state == UploadState.DISCARDED:
        _forget_bytes(row)
        raise Invalid("checksum", _("Berkas berubah di perjalanan. Pilih berkasnya, lalu kirim lagi."))
    return row


@transaction.atomic
def _append(upload: Upload, offset: int, content: bytes, actor: models.Model, at: datetime) -> Upload:
    row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if row.state not in LIVE_UPLOADS or row.expires_at <= at:
        raise Conflict("upload_over", _("Unggahan ini sudah berakhir. Pilih berkasnya, lalu kirim lagi."))
    if _is_repeat(row, offset, content):
        return row
    if offset != row.received:
        raise Conflict("wrong_offset", _("Bagian ini bukan lanjutannya."), offset=row.received)
    whole = offset + len(content) == row.size
    if not 0 < len(content) <= min(PIECE, row.size - offset) or (len(content) < SMALLEST_PIECE and not whole):
        raise Invalid("piece_size", _("Kirim berkas dalam bagian 16 sampai 128 KB."))
    _write(row, offset, content)
    row.received = offset + len(content)
    row.save(update_fields=["received"])
    return _judge(row, actor, at) if whole else row


def _is_repeat(row: Upload, offset: int, content: bytes) -> bool:
    """The last piece once more, because its answer was lost."""
    if not content or offset + len(content) != row.received:
        return False
    place = _place(row, offset)
    return default_storage.exists(place) and _read(place) == content


def _judge(row: Upload, actor: models.Model, at: datetime) -> Upload:
    digest = hashlib.sha256(content_of(row)).hexdigest()
    if hmac.compare_digest(digest, row.sha256):
        return Upload.workflow.move(row, "finish", actor=actor, at=at)
    return Upload.workflow.move(row, "discard", actor=actor, at=at, note="checksum")


def takeable_upload(reference: UploadReference, *, owner: models.Model | None, at: datetime) -> Upload | None:
    """The whole upload of this owner. None when it is somebody else's, not whole, thrown away or too old."""
    if owner is None:
        return None
    return Upload.objects.visible_to(owner).takeable(at).filter(pk=reference.id).first()


def content_of(upload: Upload) -> bytes:
    """The pieces in their order, as one."""
    return b"".join(_pieces(upload))


def use_upload(upload: Upload, *, at: datetime) -> None:
    """A form took it: its bytes are kept elsewhere now. Twice is once."""
    with suppress(Conflict):  # the same form, sent from two tabs
        _forget_bytes(Upload.workflow.move(upload, "use", actor=None, at=at))


def discard_upload(upload: Upload, *, note: str, at: datetime) -> None:
    """Throw away what cannot be used, and write down why."""
    _forget_bytes(Upload.workflow.move(upload, "discard", actor=None, at=at, note=note))


def expire_uploads(*, at: datetime) -> int:
    """Forget what no form took in seven days, and bytes that an interrupted step left. Returns how many."""
    stale = list(Upload.objects.stale(at).order_by("expires_at")[:SWEPT_AT_ONCE])
    for row in stale:
        if row.state in LIVE_UPLOADS:
            _expire(row, at)
        else:
            _forget_bytes(row)
    return len(stale)


def _expire(row: Upload, at: datetime) -> None:
    _forget_bytes(Upload.workflow.move(row, "expire", actor=None, at=at))


def _forget_bytes(row: Upload) -> None:
    """Delete the pieces, then the name and the trace to them: what is interrupted is found by the next sweep."""
    if row.location and default_storage.exists(row.location):
        for name in default_storage.listdir(row.location)[1]:
            default_storage.delete(f"{row.location}/{name}")
        default_storage.delete(row.location)
    Upload.objects.filter(pk=row.pk).update(location="", name="")


def _pieces(row: Upload) -> Iterator[bytes]:
    begins = 0
    while begins < row.received:
        piece = _read(_place(row, begins))
        yield piece
        begins += len(piece)


def _write(row: Upload, offset: int, content: bytes) -> None:
    """What a rolled-back step left at this place gives way: only the row says what has been received."""
    place = _place(row, offset)
    default_storage.delete(place)
    default_storage.save(place, ContentFile(content))


def _read(place: str) -> bytes:
    with default_storage.open(place) as file:
        content: bytes = file.read()
    return content


def _place(row: Upload, offset: int) -> str:
    return f"{row.location}/{offset:07d}"
