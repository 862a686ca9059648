"""Generates contribution files as BPJS might send them, with a known number of each kind of mistake.

    sample = make_sample(folder, rows=200_000, month=date(2026, 10, 1), mistakes=0.02)
    enter_members(sample)  makes the register know its people
    sample.path            the file; sample.said: its control totals; sample.planted: {"unknown": 211, …}

Invented people: every number begins with 99. The same seed gives the same bytes. A line has one mistake at most.
"""

import hashlib
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from django.db import connection, transaction

from participants.contribution_law import EPOCH, MonthLaw, law_of
from participants.contribution_rows import HEADER
from participants.contribution_tables import FOR_MILLIONS, SUMMARY, run
from participants.operations.contribution_files import ControlTotals
from rules.calendar import add_months, month_of

FIRST_NUMBER = 99_000_000_000
REGISTERED_ON = "2022-02-01"
_WORKERS_A_FIRM = 20
_STEP = 3  # between two numbers, so that numbers in between are nobody's
_ROOM = 1_000_000_000 // _STEP


@dataclass(frozen=True, slots=True)
class Member:
    """An insured worker: what the register holds before the file comes."""

    number: int
    born_on: str
    registered_on: str
    wage: int
    firm: int

    def line(self) -> str:
        return f"{self.number},{self.born_on},{self.registered_on}\n"


@dataclass
class Row:
    """One line of the file, cell by cell."""

    number: str
    firm: str
    month: str
    wage: str
    government: str
    jkk: str
    jkm: str
    paid_on: str
    born_on: str
    scale: str
    programmes: str
    relief: str = "0"

    def line(self) -> str:
        return ",".join(
            (
                self.number, self.firm, self.month, self.wage, self.government, self.jkk, self.jkm, self.paid_on,
                self.born_on, self.scale, self.programmes, self.relief,
            )
        ) + "\n"  # fmt: skip


@dataclass
class Sample:
    """A file on disk, what its sender says of it, and what is wrong with it."""

    path: Path
    month: date
    rows: int
    seed: int
    said: ControlTotals = field(default_factory=lambda: ControlTotals(0, 0, 0, ""))
    planted: dict[str, int] = field(default_factory=dict)

    @property
    def bad(self) -> int:
        return sum(self.planted.values())

    def members(self) -> Iterator[Member]:
        return _members(self.rows, self.seed)


def enter_members(sample: Sample, *, paid_bits: int = 0) -> None:
    """Everybody of the sample as insured, with a last wage, as after the months of `paid_bits`."""
    last = EPOCH + paid_bits.bit_length() - 1 if paid_bits else None
    text = Lines(
        f"{m.number},{paid_bits},{m.wage},{last or ''},{m.born_on},{m.registered_on}\n" for m in sample.members()
    )
    names = "participant, paid_bits, last_wage, last_period, born_on, registered_on"
    with transaction.atomic(), connection.cursor() as cursor:
        run(FOR_MILLIONS)
        cursor.copy_expert(f"COPY {SUMMARY} ({names}) FROM STDIN (FORMAT csv)", text)
    run(f"ANALYZE {SUMMARY}")


class Lines(io.TextIOBase):
    """Generated lines, as a file that COPY can read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def read(self, size: int | None = -1) -> str:
        return "".join(islice(self._lines, 1_000))


def make_sample(
    folder: Path, *, rows: int, month: date, mistakes: float = 0.02, seed: int = 7, name: str = "iuran.csv"
) -> Sample:
    """Write the file. `mistakes`: the part of its lines that have one, of each kind in turn."""
    dice = random.Random(f"{seed}:{month}:{mistakes}")  # noqa: S311 - invented people
    sample = Sample(folder / name, month, rows, seed)
    law, kinds = law_of(month_of(month)), list(MISTAKES)
    digest, wages, government = hashlib.sha256(), 0, 0
    last_good = ""
    with sample.path.open("wb") as out:
        text = f"{HEADER}\n".encode()
        out.write(text)
        digest.update(text)
        for member in sample.members():
            row = _row(member, law, month, dice)
            if dice.random() < mistakes and last_good:
                code = kinds[sample.bad % len(kinds)]
                line = last_good if code == "repeated" else MISTAKES[code](row, law)
                sample.planted[code] = sample.planted.get(code, 0) + 1
            else:
                line = last_good = row.line()
            wages, government = _added(line, wages, government)
            text = line.encode()
            out.write(text)
            digest.update(text)
    sample.said = ControlTotals(rows, wages, government, digest.hexdigest())
    return sample


def _added(line: str, wages: int, government: int) -> tuple[int, int]:
    """A cell that is no number counts as nothing; so does a line with a column too few."""
    cells = line.rstrip("\n").split(",")
    if len(cells) != HEADER.count(",") + 1:
        return wages, government
    return wages + _amount(cells[3]), government + _amount(cells[4])


def _amount(cell: str) -> int:
    return int(cell) if cell.isdecimal() else 0


def _members(count: int, seed: int) -> Iterator[Member]:
    """In no order of their numbers, as a file has them; each number once."""
    dice = random.Random(seed)  # noqa: S311 - invented people
    start, stride = dice.randrange(_ROOM), 7_919_993  # a prime: the places do not meet again within the room
    for place in range(count):
        number = FIRST_NUMBER + (start + place * stride) % _ROOM * _STEP
        wage = dice.randrange(25, 120) * 100_000
        born_on = f"{dice.randrange(1972, 2004)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
        yield Member(number, born_on, REGISTERED_ON, wage, 99_000_000 + place // _WORKERS_A_FIRM)


def _row(member: Member, law: MonthLaw, month: date, dice: random.Random) -> Row:
    wage = member.wage + dice.randrange(0, 5) * 50_000
    parts = law.expected(wage, relief=False)
    later = add_months(month, 1)
    return Row(
        number=str(member.number),
        firm=str(member.firm),
        month=f"{month:%Y-%m}",
        wage=str(wage),
        government=str(parts["iuran_pemerintah"]),
        jkk=str(parts["iuran_jkk"]),
        jkm=str(parts["iuran_jkm"]),
        paid_on=f"{later:%Y-%m}-{dice.randrange(1, 16):02d}" if dice.random() < 0.97 else "",
        born_on=member.born_on,
        scale="besar" if member.firm % 3 else "kecil",
        programmes="JKK+JKM+JHT+JP" if member.firm % 3 else "JKK+JKM+JHT",
    )


def _with(**cells: str) -> Callable[[Row, MonthLaw], str]:
    def spoil(row: Row, law: MonthLaw) -> str:
        for name, cell in cells.items():
            setattr(row, name, cell)
        return row.line()

    return spoil


def _one_more(name: str) -> Callable[[Row, MonthLaw], str]:
    def spoil(row: Row, law: MonthLaw) -> str:
        setattr(row, name, str(int(getattr(row, name)) + 1))
        return row.line()

    return spoil


def _ten_times_the_wage(row: Row, law: MonthLaw) -> str:
    row.wage = str(int(row.wage) * 10)
    parts = law.expected(int(row.wage), relief=False)
    row.government, row.jkk, row.jkm = (str(parts[name]) for name in ("iuran_pemerintah", "iuran_jkk", "iuran_jkm"))
    return row.line()


def _nobodys_number(row: Row, law: MonthLaw) -> str:
    row.number = str(int(row.number) + 1)
    return row.line()


def _month_before(row: Row, law: MonthLaw) -> str:
    year, month = map(int, row.month.split("-"))
    row.month = f"{add_months(date(year, month, 1), -1):%Y-%m}"
    return row.line()


def _column_too_few(row: Row, law: MonthLaw) -> str:
    return row.line().rpartition(",")[0] + "\n"


MISTAKES: dict[str, Callable[[Row, MonthLaw], str]] = {
    "missing": _with(wage=""),
    "malformed": _with(paid_on="31/12/2025"),
    "columns": _column_too_few,
    "unknown": _nobodys_number,
    "repeated": _with(),
    "wage": _ten_times_the_wage,
    "government": _one_more("government"),
    "jkk": _one_more("jkk"),
    "jkm": _one_more("jkm"),
    "month": _month_before,
    "born": _with(born_on="1971-07-01"),
    "programmes": _with(scale="besar", programmes="JKK+JKM"),
    "paid_on": _with(paid_on="2099-01-01"),
}
