"""The lines that go back to BPJS: line, number, column, content, code and a plain sentence, as a CSV."""

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import translation

from core.formatting import rupiah
from core.text import harmless_cell
from participants.contribution_law import law_of
from participants.contribution_rows import COLUMNS
from participants.contribution_tables import Desk
from participants.contribution_verdicts import VERDICTS, codes_of
from participants.contribution_words import WORDS
from participants.models import ContributionFile
from rules.calendar import Month

HEADER = ("baris", "nomor_peserta", "kolom", "isi", "kode", "penjelasan")
AT_ONCE = 5_000
IN_MEMORY = 4 * 1024 * 1024
_EXPECTED = {"government": "iuran_pemerintah", "jkk": "iuran_jkk", "jkm": "iuran_jkm"}
_NAMES = ("line", "field", "code", "said", "bits", "last_wage", *(name for name, _kind in COLUMNS.values()))


@dataclass(frozen=True, slots=True)
class Reject:
    line: int
    participant: str
    field: str
    said: str
    code: str
    sentence: str

    def cells(self) -> list[str]:
        """As text that no spreadsheet runs as a formula."""
        said = (self.line, self.participant, self.field, self.said, self.code, self.sentence)
        return [harmless_cell(str(cell)) for cell in said]


def write_rejects(file: ContributionFile) -> str:
    """Store the list; returns its place, or nothing when every line is good. An older list of the file goes."""
    place = f"iuran/{file.number}-kembali.csv"
    default_storage.delete(place)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as made, translation.override("id"):  # for BPJS, whoever runs it
        text = io.TextIOWrapper(made, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADER)
        count = 0
        for reject in rejects_of(file):
            writer.writerow(reject.cells())
            count += 1
        text.detach()  # flushes
        made.seek(0)
        return default_storage.save(place, File(made)) if count else ""


def rejects_of(file: ContributionFile) -> Iterator[Reject]:
    """Everything that is wrong with the file, by line, in the active language. Read while its own tables are there."""
    said = {code: str(sentence) for code, sentence in WORDS.items()}
    for row in _rows(Desk(file.pk)):
        number = "" if row["participant"] is None else f"{row['participant']:011d}"
        if row["code"]:
            yield Reject(row["line"], number, row["field"], row["said"], row["code"], said[row["code"]])
            continue
        for code in codes_of(row["bits"]):
            field = VERDICTS[code].field
            yield Reject(row["line"], number, field, _said(row, field), code, said[code] % _facts(code, row))


def _rows(desk: Desk) -> Iterator[dict[str, Any]]:
    names = ", ".join(name for name, _kind in COLUMNS.values())
    rest = ", ".join(f"r.{name}" for name, _kind in COLUMNS.values())
    with connection.connection.cursor(name=f"rejects_{desk.file}") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(
            f"SELECT p.line, field, code, said, 0, NULL::int8, {rest} FROM {desk.problems} p "  # noqa: S608
            f"LEFT JOIN {desk.rests} r ON r.line = p.line UNION ALL "
            f"SELECT line, '', '', '', bits, last_wage, {names} FROM {desk.verdicts} ORDER BY 1, 2"
        )
        for values in cursor:
            yield dict(zip(_NAMES, values, strict=True))


def _said(row: dict[str, Any], field: str) -> str:
    name, kind = COLUMNS[field]
    value = row[name]
    if value is None:
        return ""
    if kind == "bool":
        return str(int(value))
    return f"{value:011d}" if name == "participant" else str(value)


def _facts(code: str, row: dict[str, Any]) -> dict[str, str]:
    """What the sentence of a code names of its line."""
    if code in _EXPECTED:
        year, month = map(int, row["month"].split("-"))
        expected = law_of(Month(year * 12 + month - 1)).expected(row["wage"], relief=row["relief"])
        return {"expected": rupiah(expected[_EXPECTED[code]])}
    return {"last_wage": rupiah(row["last_wage"])} if code == "wage" else {}
