"""A bill arrives: stored as a stream while it is hashed, known by its content, one live bill a month."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from compliance.bill_enums import LIVE, BillState
from compliance.bill_lines import HEADER
from compliance.models import ContributionBill
from core import audit, clock
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from core.numbers import yearly_number
from core.text import one_line
from core.workflow import signed_by
from participants.contribution_law import holds
from rules.calendar import month_of

FOLDER = "tagihan-iuran"
SERIES = "TIP"
PIECE = 1024 * 1024
READ_JOB = "compliance.read_bill"

REFUSALS: dict[str, Promise] = {
    "empty": _("Berkas ini tidak berisi baris tagihan."),
    "header": _("Baris judul berkas tidak sesuai. Kolomnya: %(columns)s."),
    "hash": _("Isi berkas berbeda dari SHA-256 yang Anda tulis. Kirim ulang berkas yang utuh."),
    "month": _("Bulan iuran belum berakhir, atau di luar bulan yang dapat dicatat."),
    "rows": _("Jumlah baris berbeda dari jumlah pada surat tagihan."),
    "totals": _("Total rekomposisi atau jumlah iuran berbeda dari jumlah pada surat tagihan."),
    "not_text": _("Berkas ini bukan CSV: ada baris yang terlalu panjang."),
}


@dataclass(frozen=True, slots=True)
class BillTotals:
    """What the letter says: rows without the header, sums of two columns, SHA-256 of all bytes."""

    rows: int
    recomposition: int
    amount: int
    sha256: str


class _Measured(File):  # type: ignore[type-arg]
    """A stream that is hashed and measured while it is stored: nothing of it is kept in memory."""

    def __init__(self, source: IO[bytes], name: str) -> None:
        super().__init__(source, name=name)
        self.digest, self.length, self.first = hashlib.sha256(), 0, b""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while piece := self.file.read(PIECE):  # type: ignore[union-attr]
            self.digest.update(piece)
            self.length += len(piece)
            self.first = self.first or piece
            yield piece


def receive_bill(
    source: IO[bytes], *, name: str, month: date, said: BillTotals, actor: User | None, at: datetime
) -> ContributionBill:
    """Store the stream and have it checked. The same content again gives the bill that is known, and stores nothing.

    A bill of a month whose last one was returned or refused is its next version. Raises Invalid("month" | "header" |
    "hash" | "empty") and Conflict("month_taken") while another bill of the month is live.
    """
    if month.day != 1 or month >= clock.legal_date(at).replace(day=1) or not holds(month_of(month)):
        raise Invalid("month", REFUSALS["month"])
    measured = _Measured(source, f"{FOLDER}/{uuid.uuid4()}.csv")
    place = default_storage.save(measured.name, measured)
    try:
        _refuse_content(measured, said)
        bill, known = _record(measured, place, name, month, said, actor, at)
    except BaseException:
        default_storage.delete(place)
        raise
    if known:
        default_storage.delete(place)
    return bill


def _refuse_content(measured: _Measured, said: BillTotals) -> None:
    if measured.digest.hexdigest() != said.sha256.strip().lower():
        raise Invalid("hash", REFUSALS["hash"])
    first, _end, rest = measured.first.partition(b"\n")
    header = first.removeprefix(b"\xef\xbb\xbf").strip().decode("utf-8", errors="replace")
    if header.lower() != HEADER:
        raise Invalid("header", REFUSALS["header"] % {"columns": HEADER})
    if said.rows == 0 or not rest.strip():
        raise Invalid("empty", REFUSALS["empty"])


def _record(
    measured: _Measured, place: str, name: str, month: date, said: BillTotals, actor: User | None, at: datetime
) -> tuple[ContributionBill, bool]:
    """The bill, and whether it was there already."""
    sha256 = measured.digest.hexdigest()
    same = ContributionBill.objects.exclude(state=BillState.REFUSED).filter(sha256=sha256)
    if (known := same.first()) is not None:
        return known, True
    try:
        with transaction.atomic():
            _refuse_taken(month)
            last = ContributionBill.objects.filter(month=month).aggregate(last=Max("version"))["last"]
            bill = ContributionBill.objects.create(
                number=yearly_number(SERIES, clock.legal_date(at).year),
                month=month,
                version=(last or 0) + 1,
                name=one_line(name)[-120:],
                sha256=sha256,
                size=measured.length,
                location=place,
                said_rows=said.rows,
                said_recomposition=said.recomposition,
                said_amount=said.amount,
                received_by=actor,
                received_at=at,
            )
            bill.log.create(move="receive", from_state="", to_state=bill.state, at=at, **signed_by(actor))
            audit.record("compliance.bill.received", actor=actor, at=at, subject=bill, sha256=sha256)
            enqueue(READ_JOB, bill_id=bill.pk)
    except IntegrityError:  # another came at the same moment
        if (known := same.first()) is not None:
            return known, True
        _refuse_taken(month)
        raise
    return bill, False


def _refuse_taken(month: date) -> None:
    live = ContributionBill.objects.filter(month=month, state__in=LIVE).first()
    if live is not None:
        raise Conflict(
            "month_taken",
            _("Tagihan %(number)s untuk bulan ini masih diperiksa atau sudah disepakati.") % {"number": live.number},
        )
