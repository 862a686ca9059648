"""The lines of a contribution file: which can be read, and what is wrong with the others. Pure.

Millions of lines are looked at in blocks: one expression takes as many well-formed lines as follow each other, and only
a line that it refuses is taken apart. A line that cannot be read is replaced by an empty one, so that the number of a
row in the database is the number of its line in the file.
"""

import csv
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from participants.contribution_law import PROGRAMMES
from participants.enums import Scale

# The columns in their order, with the name and type that the database has for each.
COLUMNS: Mapping[str, tuple[str, str]] = {
    "nomor_peserta": ("participant", "int8"),
    "npp": ("employer", "int4"),
    "bulan": ("month", "text"),
    "upah": ("wage", "int8"),
    "iuran_pemerintah": ("gov", "int4"),
    "iuran_jkk": ("jkk", "int4"),
    "iuran_jkm": ("jkm", "int4"),
    "dibayar": ("paid_on", "date"),
    "lahir": ("born_on", "date"),
    "skala": ("scale", "text"),
    "program": ("programmes", "text"),
    "keringanan": ("relief", "bool"),
}
HEADER = ",".join(COLUMNS)
EMPTY = b"," * (len(COLUMNS) - 1) + b"\n"
LONGEST_LINE = 4_096
SHOWN = 60  # letters of a cell that go back to the sender

_31 = rb"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])"
_30 = rb"(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
_28 = rb"02-(?:0[1-9]|1\d|2[0-8])"
_DAY = rb"(?:19|20)\d\d-(?:" + _31 + rb"|" + _30 + rb"|" + _28 + rb")"
_LINE = (
    rb"\d{11},\d{8},20\d\d-(?:0[1-9]|1[0-2]),[1-9]\d{0,11},(?:\d{1,9},){3}(?:" + _DAY + rb")?," + _DAY + rb",(?:"
    rb"mikro|kecil|menengah|besar),JKK\+JKM\+JHT(?:\+JP)?,[01]\n"
)
_LINES = re.compile(rb"(?:" + _LINE + rb")*+")
_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_DIGITS = re.compile(r"[0-9]+")


class Problem(NamedTuple):
    """What a cell holds that cannot be read; `code` is missing, malformed or columns."""

    line: int
    field: str
    code: str
    said: str


class Rest(NamedTuple):
    """What could be read of a line that was taken out: a cell for each column, empty where it could not (`unread`)."""

    line: int
    cells: list[str]
    unread: frozenset[str]


class Sifted(NamedTuple):
    """A block as the database can take it, how many lines it has, and what could not be read of it.

    `wages` and `government` are what stands in lines that were taken out: the sender's totals hold them too.
    """

    content: list[bytes]
    lines: int
    problems: list[Problem]
    rests: list[Rest]
    wages: int
    government: int


def sift(block: bytes, first_line: int) -> Sifted:
    """Take apart a block of whole lines, of which the first has the number `first_line`."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    content: list[bytes] = []
    problems: list[Problem] = []
    rests: list[Rest] = []
    line, place, wages, government = first_line, 0, 0, 0
    while True:
        end = _good_until(block, place)
        if end > place:
            content.append(block[place:end])
            line += block.count(b"\n", place, end)
        if end == len(block):
            return Sifted(content, line - first_line, problems, rests, wages, government)
        place = block.index(b"\n", end) + 1
        row, found, rest = _understand(block[end : place - 1], line)
        content.append(row)
        problems += found
        if rest:
            rests.append(rest)
            wages, government = wages + _amount(rest.cells[3]), government + _amount(rest.cells[4])
        line += 1


def _good_until(block: bytes, place: int) -> int:
    found = _LINES.match(block, place)
    return found.end() if found else place


def _understand(raw: bytes, line: int) -> tuple[bytes, list[Problem], Rest | None]:
    """A line that is not in the usual form: put into it, or what is wrong with it and the rest of it."""
    text = raw.decode("utf-8", errors="replace").replace("\0", "\ufffd")
    cells = [cell.strip() for cell in _split(text)]
    if len(cells) != len(COLUMNS):
        return EMPTY, [Problem(line, "", "columns", text[:SHOWN])], None
    values: list[str] = []
    problems: list[Problem] = []
    for field, cell in zip(COLUMNS, cells, strict=True):
        value = _READERS[field](cell) if cell else ("" if field == "dibayar" else None)
        if value is None:
            problems.append(Problem(line, field, "malformed" if cell else "missing", cell[:SHOWN]))
        values.append(value or "")
    if problems:
        return EMPTY, problems, Rest(line, values, frozenset(problem.field for problem in problems))
    return (",".join(values) + "\n").encode(), [], None


def _split(text: str) -> list[str]:
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return [text]


def _amount(value: str) -> int:
    return int(value) if value else 0


def _number(*, digits: int) -> Callable[[str], str | None]:
    return lambda cell: cell if len(cell) == digits and _DIGITS.fullmatch(cell) else None


def _rupiah(*, digits: int, least: int = 0) -> Callable[[str], str | None]:
    return lambda cell: cell if len(cell) <= digits and _DIGITS.fullmatch(cell) and int(cell) >= least else None


def _month(cell: str) -> str | None:
    return cell if _MONTH.fullmatch(cell) else None


def _day(cell: str) -> str | None:
    if not _DATE.fullmatch(cell):
        return None
    try:
        return date.fromisoformat(cell).isoformat()
    except ValueError:
        return None


def _scale(cell: str) -> str | None:
    return cell.lower() if cell.lower() in Scale.values else None


def _programmes(cell: str) -> str | None:
    """In one order; a programme that does not exist, or twice, is no list."""
    held = cell.upper().replace(" ", "").split("+")
    known = len(set(held)) == len(held) and set(held) <= set(PROGRAMMES)
    return "+".join(programme for programme in PROGRAMMES if programme in held) if known else None


def _relief(cell: str) -> str | None:
    return cell if cell in ("0", "1") else None


_READERS: Mapping[str, Callable[[str], str | None]] = {
    "nomor_peserta": _number(digits=11),
    "npp": _number(digits=8),
    "bulan": _month,
    "upah": _rupiah(digits=12, least=1),
    "iuran_pemerintah": _rupiah(digits=9),
    "iuran_jkk": _rupiah(digits=9),
    "iuran_jkm": _rupiah(digits=9),
    "dibayar": _day,
    "lahir": _day,
    "skala": _scale,
    "program": _programmes,
    "keringanan": _relief,
}
