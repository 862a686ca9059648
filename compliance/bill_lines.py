"""The lines of a bill: eight fields each (Paparan Program JKP 2022), read into what the database keeps of them. Pure.

Whatever can be read is kept, also of a line in which something else cannot: the totals of the bill hold it too. A NIK
is kept as a keyed hash and its last four digits.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from compliance.bill_enums import FINDINGS, BillFinding
from core.crypto import blind_index
from core.text import one_line

COLUMNS = ("nama", "nik", "nomor_peserta", "upah", "rekomposisi", "iuran", "bulan", "tahun")
HEADER = ",".join(COLUMNS)
STORED = "bill_id, line, name, nik_index, nik_end, participant, wage, recomposition, amount, period, bits, unread"
SHOWN = 40  # letters of a cell that go back to the sender
PRIVATE = ("nama", "nik")  # their cells are not repeated in the file that goes back
LONGEST_NAME = 120
NIK_PURPOSE = "bill-nik"
_DIGITS = re.compile(r"[0-9]+")
# As nearly every line is: taken at once. Whatever it refuses is read cell by cell, with the same result.
_PLAIN = "!#-+\\--~"  # what can be printed, without a quote, comma or space
_USUAL = re.compile(
    rf"([{_PLAIN}](?:[ {_PLAIN}]{{0,118}}[{_PLAIN}])?),((?!0{{16}})[0-9]{{16}}),((?!0{{11}})[0-9]{{11}}),"
    r"([1-9][0-9]{0,11}),([0-9]{1,9}),([0-9]{1,9}),(0?[1-9]|1[0-2]),(20[0-9]{2})"
)


class Unread(NamedTuple):
    field: str
    code: str
    said: str


def read_block(block: bytes, *, bill: int, first_line: int) -> tuple[str, int]:
    """A block of whole lines as CSV for COPY into the columns `STORED`, and how many lines it has."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    texts = block.decode("utf-8", errors="replace").replace("\0", "\ufffd").split("\n")[:-1]
    for line, text in enumerate(texts, start=first_line):
        usual = _USUAL.fullmatch(text)
        if usual is None:
            writer.writerow((bill, line, *_understood(_split(text.rstrip("\r")))))
            continue
        name, nik, number, wage, recomposition, amount, month, year = usual.groups()
        index, period = blind_index(NIK_PURPOSE, nik).hex(), int(year) * 12 + int(month) - 1
        known = f"{nik[-4:]},{number},{wage},{recomposition},{amount},{period}"
        out.write(f"{bill},{line},{name},\\x{index},{known},0,[]\n")
    return out.getvalue(), len(texts)


def _split(text: str) -> list[str] | str:
    """The cells of a line; a line that is no CSV is its own text."""
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return text


def _understood(cells: list[str] | str) -> Iterable[Any]:
    """name, nik_index, nik_end, participant, wage, recomposition, amount, period, bits, unread."""
    if isinstance(cells, str) or len(cells) != len(COLUMNS):
        wrong = [Unread("", BillFinding.COLUMNS.value, "")]
        return ("", "", "", "", "", "", "", "", FINDINGS[BillFinding.COLUMNS].bit, json.dumps(wrong))
    values: dict[str, str] = {}
    wrong, bits = [], 0
    for field, raw in zip(COLUMNS, cells, strict=True):
        cell = raw.strip()
        value = _READERS[field](cell) if cell else ""
        if not value:
            code = BillFinding.MALFORMED if cell else BillFinding.MISSING
            wrong.append(Unread(field, code.value, "" if field in PRIVATE else cell[:SHOWN]))
            bits |= FINDINGS[code].bit
        values[field] = value
    period = int(values["tahun"]) * 12 + int(values["bulan"]) - 1 if values["tahun"] and values["bulan"] else ""
    nik = values["nik"]
    return (
        values["nama"],
        "\\x" + blind_index(NIK_PURPOSE, nik).hex() if nik else "",
        nik[-4:],
        *(values[field] for field in ("nomor_peserta", "upah", "rekomposisi", "iuran")),
        period,
        bits,
        json.dumps(wrong) if wrong else "[]",
    )


def _name(cell: str) -> str:
    return cell[:LONGEST_NAME] if cell.isascii() and cell.isprintable() else one_line(cell)[:LONGEST_NAME]


def _number(*, digits: int) -> Callable[[str], str]:
    return lambda cell: cell if len(cell) == digits and _DIGITS.fullmatch(cell) and int(cell) else ""


def _rupiah(*, digits: int, least: int = 0) -> Callable[[str], str]:
    return lambda cell: cell if len(cell) <= digits and _DIGITS.fullmatch(cell) and int(cell) >= least else ""


def _month(cell: str) -> str:
    return cell if len(cell) <= 2 and _DIGITS.fullmatch(cell) and 1 <= int(cell) <= 12 else ""


def _year(cell: str) -> str:
    return cell if len(cell) == 4 and _DIGITS.fullmatch(cell) and cell.startswith("20") else ""


_READERS: Mapping[str, Callable[[str], str]] = {
    "nama": _name,
    "nik": _number(digits=16),
    "nomor_peserta": _number(digits=11),
    "upah": _rupiah(digits=12, least=1),
    "rekomposisi": _rupiah(digits=9),
    "iuran": _rupiah(digits=9),
    "bulan": _month,
    "tahun": _year,
}
