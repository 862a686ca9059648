"""One row of the CSV of enrolments: the worker and what the employer says of them, or what is wrong. Pure."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from core.text import ascii_digits
from participants.csv_cells import CellReader, Problem
from participants.csv_file import Columns, Line
from participants.said import Worker
from participants.worker_said import Enrolled, is_participant_number, row_problems
from participants.worker_wording import PROGRAMMES, in_order

COLUMNS = Columns(
    needed={
        "nik": True,
        "nama": True,
        "tanggal_lahir": True,
        "mulai_bekerja": True,
        "upah": True,
        "program": True,
        "nomor_peserta": False,
        "tempat_kerja": False,
    },
    aliases={
        "nama_lengkap": "nama",
        "nama_pekerja": "nama",
        "tgl_lahir": "tanggal_lahir",
        "tanggal_mulai": "mulai_bekerja",
        "tgl_mulai": "mulai_bekerja",
        "upah_sebulan": "upah",
        "programme": "program",
        "kpj": "nomor_peserta",
        "lokasi_kerja": "tempat_kerja",
    },
)
COLUMN_OF_FACT = {"started_on": "mulai_bekerja", "wage": "upah", "programmes": "program"}
_LENGTHS = {"nomor_peserta": 20, "tempat_kerja": 120}


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A line as it was understood. With problems it holds what could be read, for the report. `place`: its name."""

    line: int
    name: str
    nik: str
    worker: Worker | None = None
    said: Enrolled | None = None
    place: str = ""
    problems: tuple[Problem, ...] = field(default=())

    @property
    def good(self) -> bool:
        return not self.problems


def understand(line: Line, *, today: date) -> WorkerRow:
    """Read one line. Never raises: everything wrong is listed."""
    reader = _Reader(line.cells, COLUMNS, _LENGTHS)
    nik, name = reader.nik(), reader.name()
    born_on, started_on = reader.day("tanggal_lahir"), reader.day("mulai_bekerja")
    wage, programmes, kpj = reader.wage(), reader.programmes(), reader.kpj()
    place = reader.text("tempat_kerja")
    found = row_problems(started_on, wage, programmes, today=today, born_on=born_on)
    problems = reader.judged((COLUMN_OF_FACT[fact], code) for fact, code in found)
    row = WorkerRow(line.number, name or line.cells.get("nama", "")[:60], nik, place=place, problems=problems)
    if not row.good:
        return row
    said = Enrolled(cast(date, started_on), cast(int, wage), tuple(programmes), kpj)
    return replace(row, worker=Worker(nik, name, cast(date, born_on)), said=said)


class _Reader(CellReader):
    def programmes(self) -> list[str]:
        names = re.findall(r"[A-Z]+", self.cell("program").upper())
        if any(name not in PROGRAMMES for name in names):
            self.bad("program")
        return in_order(names)

    def kpj(self) -> str:
        text = self.text("nomor_peserta").lstrip("'")
        number = "".join(ascii_digits(text).split())
        if number and not is_participant_number(number):
            self.bad("nomor_peserta")
        return number
