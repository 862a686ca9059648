"""The government's contribution bill as BPJS sends it, over people and a month that the register holds.

register(tmp_path, rows=40)                the register's month; returns who is in it
lines_of(sample)                           a line for each of them, as the law of the month has it
bill_file(lines, …)                        the bytes and the letter's totals
received(file) … read(file) … checked(file) … prepared(file) … agreed(file) … sent(file) … paid(file)
"""

import hashlib
import io
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import factory

from accounts.enums import Role
from accounts.models import User
from compliance.bill_enums import BillState
from compliance.bill_lines import COLUMNS, HEADER
from compliance.models import ContributionBill
from compliance.operations import bill_checking, bill_files, bill_reading, bills
from jkp_portal.demo.contribution_file import Sample, enter_members, make_sample
from participants.contribution_law import law_of
from participants.enums import ContributionKind
from participants.models import ParticipantSummary
from participants.operations.contribution_checking import check_contributions
from participants.operations.contribution_files import receive_contributions, start_loading
from participants.operations.contribution_loading import load_contributions
from participants.operations.contribution_reading import read_contributions
from rules.calendar import month_of
from tests.factories.accounts import UserFactory, officer

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
_sp2d = itertools.count(1)


def register(folder: Path, *, rows: int = 40, month: date = OCTOBER, seed: int = 7, at: datetime = AT) -> Sample:
    """Load a month without mistakes. The same seed is the same people, in the same order."""
    sample = make_sample(folder, rows=rows, month=month, mistakes=0, seed=seed, name=f"register-{month:%Y-%m}.csv")
    if not ParticipantSummary.objects.filter(pk=next(sample.members()).number).exists():
        enter_members(sample)
    with sample.path.open("rb") as source:
        file = receive_contributions(
            source, name="register.csv", kind=ContributionKind.MONTH, month=month, said=sample.said, actor=None, at=at
        )
    file = check_contributions(read_contributions(file, at=at), at=at)
    load_contributions(start_loading(file, actor=UserFactory(), at=at), at=at)
    return sample


@dataclass
class Line:
    """The eight fields of one participant, as text."""

    nama: str
    nik: str
    nomor_peserta: str
    upah: str
    rekomposisi: str
    iuran: str
    bulan: str
    tahun: str

    def text(self) -> str:
        return ",".join(getattr(self, name) for name in COLUMNS)


@dataclass
class BillFile:
    lines: list[str]
    month: date = OCTOBER
    said: dict[str, object] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return "\n".join([HEADER, *self.lines, ""]).encode()

    @property
    def totals(self) -> bill_files.BillTotals:
        cells = [line.split(",") for line in self.lines]
        whole = [row for row in cells if len(row) == len(COLUMNS)]
        said = bill_files.BillTotals(
            rows=len(cells),
            recomposition=sum(int(row[4]) for row in whole if row[4].isdecimal()),
            amount=sum(int(row[5]) for row in whole if row[5].isdecimal()),
            sha256=hashlib.sha256(self.content).hexdigest(),
        )
        return replace(said, **self.said)


def line(number: int, wage: int, month: date = OCTOBER, *, relief: bool = False) -> Line:
    parts = law_of(month_of(month)).expected(wage, relief=relief)
    return Line(
        nama=f"Peserta {number % 10_000}",
        nik=f"99{number:014d}",
        nomor_peserta=f"{number:011d}",
        upah=str(wage),
        rekomposisi=str(parts["iuran_jkk"] + parts["iuran_jkm"]),
        iuran=str(parts["iuran_pemerintah"]),
        bulan=str(month.month),
        tahun=str(month.year),
    )


def lines_of(sample: Sample) -> list[Line]:
    """A line for every row of the register's month."""
    rows = [row.split(",") for row in sample.path.read_text().splitlines()[1:]]
    return [line(int(row[0]), int(row[3]), sample.month) for row in rows]


def bill_file(lines: Iterable[Line | str], *, month: date = OCTOBER, **said: object) -> BillFile:
    return BillFile([row if isinstance(row, str) else row.text() for row in lines], month, said)


def reviewer(**fields: object) -> User:
    return officer(Role.REVIEWER, **fields)


def received(file: BillFile, *, by: User | None = None, at: datetime = AT) -> ContributionBill:
    return bill_files.receive_bill(
        io.BytesIO(file.content), name="tagihan.csv", month=file.month, said=file.totals, actor=by, at=at
    )


def read(file: BillFile, *, by: User | None = None, at: datetime = AT) -> ContributionBill:
    return bill_reading.read_bill(received(file, by=by, at=at), at=at)


def checked(file: BillFile, *, by: User | None = None, at: datetime = AT) -> ContributionBill:
    return bill_checking.check_bill(read(file, by=by, at=at), at=at)


def prepared(file: BillFile, *, by: User | None = None, at: datetime = AT) -> ContributionBill:
    return bills.prepare_bill(checked(file, at=at), actor=by or reviewer(), at=at)


def agreed(file: BillFile, *, by: User | None = None, at: datetime = AT) -> ContributionBill:
    bill = prepared(file, at=at)
    return bills.agree_bill(bill, shown_sha256=bill.sha256, actor=by or officer(Role.APPROVER), at=at)


def sent(file: BillFile, *, at: datetime = AT) -> ContributionBill:
    return bills.send_bill(agreed(file, at=at), actor=reviewer(), at=at)


def paid(file: BillFile, *, at: datetime = AT) -> ContributionBill:
    bill = sent(file, at=at)
    number = f"SP2D-{next(_sp2d):06d}"
    return bills.pay_bill(bill, paid_on=at.date(), sp2d=number, amount=bill.counted_amount, actor=reviewer(), at=at)


class ContributionBillFactory(factory.django.DjangoModelFactory):
    """A bill of one row that was checked and can be prepared; as a row alone, without file and lines."""

    class Meta:
        model = ContributionBill

    number = factory.Sequence(lambda n: f"TIP-2024-{n + 1:07d}")
    month = factory.Sequence(lambda n: date(2000 + n // 12, n % 12 + 1, 1))
    version = 1
    name = "tagihan.csv"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 100
    said_rows = counted_rows = register_rows = 1
    said_amount = counted_amount = our_amount = good_amount = register_amount = 11_000
    said_recomposition = counted_recomposition = our_jkk = register_recomposition = 7_000
    received_at = checked_at = AT
    state = BillState.CHECKED
