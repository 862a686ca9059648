"""A contribution file from its arrival to the register: received, read, checked, loaded; or refused, or dropped.

Each step is a job of its own that may run twice and ends the same. Whoever is killed in between leaves the register as
it was: only `contribution_loading` writes to it, in one transaction.
"""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from core.numbers import yearly_number
from core.text import one_line
from core.workflow import signed_by
from participants.contribution_law import holds
from participants.contribution_rows import HEADER
from participants.contribution_tables import Desk
from participants.enums import ContributionFileState, ContributionKind, ContributionStep
from participants.models import ContributionFile
from rules.calendar import month_of

S = ContributionFileState
FOLDER = "iuran"
PIECE = 1024 * 1024

REFUSALS: dict[str, Promise] = {
    "empty": _("Berkas ini tidak berisi baris iuran."),
    "header": _("Baris judul berkas tidak sesuai. Kolomnya: %(columns)s."),
    "hash": _("Isi berkas berbeda dari SHA-256 yang Anda tulis. Kirim ulang berkas yang utuh."),
    "month": _("Bulan iuran belum berakhir, atau di luar bulan yang dapat dicatat."),
    "rows": _("Jumlah baris berbeda dari jumlah pada surat pengantar."),
    "totals": _("Jumlah upah atau iuran berbeda dari jumlah pada surat pengantar."),
    "not_text": _("Berkas ini bukan CSV: ada baris yang terlalu panjang."),
}


@dataclass(frozen=True, slots=True)
class ControlTotals:
    """What the sender says of the file: rows without the header, sums of two columns, SHA-256 of all bytes."""

    rows: int
    wages: int
    government: int
    sha256: str


class _Counted(File):
    """A stream that is hashed and measured while it is stored: nothing of it is kept in memory."""

    def __init__(self, source: IO[bytes], name: str) -> None:
        super().__init__(source, name=name)
        self.digest, self.length, self.first = hashlib.sha256(), 0, b""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while piece := self.file.read(PIECE):
            self.digest.update(piece)
            self.length += len(piece)
            self.first = self.first or piece[:PIECE]
            yield piece


def receive_contributions(
    source: IO[bytes],
    *,
    name: str,
    kind: ContributionKind,
    month: date | None,
    said: ControlTotals,
    actor: User | None,
    at: datetime,
) -> ContributionFile:
    """Store the stream and have it checked. The same content again gives the file that is known, and stores nothing.

    `month` only for a month's register. Raises Invalid("month" | "header" | "hash" | "empty").
    """
    _refuse_month(kind, month, at)
    place = f"{FOLDER}/{uuid.uuid4()}.csv"
    counted = _Counted(source, place)
    place = default_storage.save(place, counted)
    try:
        _refuse_content(counted, said)
        row, known = _record(counted, place, name, kind, month, said, actor, at)
    except BaseException:
        default_storage.delete(place)
        raise
    if known:
        default_storage.delete(place)
    return row


def _refuse_month(kind: ContributionKind, month: date | None, at: datetime) -> None:
    if kind != ContributionKind.MONTH:
        fits = month is None
    else:
        today = clock.legal_date(at)
        fits = month is not None and month.day == 1 and month < today.replace(day=1) and holds(month_of(month))
    if not fits:
        raise Invalid("month", REFUSALS["month"])


def _refuse_content(counted: _Counted, said: ControlTotals) -> None:
    if counted.digest.hexdigest() != said.sha256.strip().lower():
        raise Invalid("hash", REFUSALS["hash"])
    header = counted.first.split(b"\n", 1)[0].removeprefix(b"\xef\xbb\xbf").strip().decode("utf-8", errors="replace")
    if header.lower() != HEADER:
        raise Invalid("header", REFUSALS["header"] % {"columns": HEADER})
    if said.rows == 0 or not counted.first.partition(b"\n")[2].strip():
        raise Invalid("empty", REFUSALS["empty"])


def _record(
    counted: _Counted,
    place: str,
    name: str,
    kind: ContributionKind,
    month: date | None,
    said: ControlTotals,
    actor: User | None,
    at: datetime,
) -> tuple[ContributionFile, bool]:
    """The row of the file, and whether it was there already."""
    sha256 = counted.digest.hexdigest()
    same = ContributionFile.objects.counting().filter(sha256=sha256)
    if (known := same.first()) is not None:
        return known, True
    try:
        with transaction.atomic():
            row = ContributionFile.objects.create(
                number=yearly_number("IUR", clock.legal_date(at).year),
                kind=kind,
                month=month,
                name=one_line(name)[-120:],
                sha256=sha256,
                size=counted.length,
                location=place,
                said_rows=said.rows,
                said_wages=said.wages,
                said_government=said.government,
                received_by=actor,
                received_at=at,
            )
            row.log.create(move="receive", from_state="", to_state=row.state, at=at, **signed_by(actor))
            enqueue("participants.read_contributions", file_id=row.pk)
    except IntegrityError:  # the same content came at the same moment
        return same.get(), True
    return row, False


@transaction.atomic
def start_loading(file: ContributionFile, *, actor: User | None, at: datetime) -> ContributionFile:
    """An officer has seen what was found and says yes. Twice starts once.

    Raises Invalid("nothing_good"), Conflict("wrong_state").
    """
    file = ContributionFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if file.state in (S.LOADING, S.LOADED):
        return file
    if file.state == S.CHECKED and not file.good_rows:
        raise Invalid("nothing_good", _("Tidak ada baris yang benar. Minta BPJS mengirim berkas yang diperbaiki."))
    file = ContributionFile.workflow.move(file, "load", actor=actor, at=at, step=ContributionStep.SAVING)
    enqueue("participants.load_contributions", file_id=file.pk)
    return file


def cancel_contributions(file: ContributionFile, *, actor: User, at: datetime) -> ContributionFile:
    """Drop a file that is not being loaded. Raises Conflict("wrong_state")."""
    return put_away(file, "cancel", actor=actor, at=at)


def refuse_contributions(file: ContributionFile, problem: str, *, at: datetime, **found: int) -> ContributionFile:
    """The file is not what its sender says it is: nothing of it is used."""
    try:
        return put_away(file, "refuse", actor=None, at=at, problem=problem, **found)
    except Conflict:  # cancelled meanwhile
        return ContributionFile.objects.get(pk=file.pk)


def put_away(file: ContributionFile, move: str, *, actor: User | None, at: datetime, **fields: Any) -> ContributionFile:
    """Move a file to a state in which nothing of it is needed any more, and let its bytes and tables go."""
    place = file.location
    with transaction.atomic():
        file = ContributionFile.workflow.move(
            file, move, actor=actor, at=at, location="", step=ContributionStep.DONE, **fields
        )
        Desk(file.pk).clear()
        if place:
            transaction.on_commit(lambda: default_storage.delete(place))
    return file
