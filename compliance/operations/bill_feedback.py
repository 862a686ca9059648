"""The file that goes back to BPJS with a bill: line, column, code, a plain sentence and the article, as a CSV."""

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import translation

from compliance.bill_enums import FINDINGS, UNDER_RELIEF, UNREAD, BillFinding, codes_of
from compliance.models import BillRow, ContributionBill
from core.formatting import rupiah
from core.text import harmless_cell
from participants.contribution_law import MonthLaw, law_of
from rules.calendar import last_day, month_of

HEADER = ("baris", "nomor_peserta", "kolom", "isi", "kode", "penjelasan", "dasar")
AT_ONCE = 5_000
IN_MEMORY = 4 * 1024 * 1024
_SAID = {
    "nomor_peserta": "participant",
    "upah": "wage",
    "rekomposisi": "recomposition",
    "iuran": "amount",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One finding of one line, in words."""

    line: int
    participant: str
    field: str
    said: str
    code: BillFinding
    sentence: str
    articles: str

    def cells(self) -> list[str]:
        """As text that no spreadsheet runs as a formula."""
        said = (self.line, self.participant, self.field, self.said, self.code.value, self.sentence, self.articles)
        return [harmless_cell(str(cell)) for cell in said]


def found_rows(bill: ContributionBill) -> QuerySet[BillRow]:
    """The lines in which something was found, by line."""
    return BillRow.objects.filter(bill=bill).exclude(bits=0).order_by("line")


def write_feedback(bill: ContributionBill) -> str:
    """Store the file; returns its place, or nothing when nothing was found. An older one of the bill goes."""
    place = f"tagihan-iuran/{bill.number}-umpan-balik.csv"
    default_storage.delete(place)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as made, translation.override("id"):
        text = io.TextIOWrapper(made, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADER)
        count = 0
        for row in found_rows(bill).iterator(chunk_size=AT_ONCE):
            for said in findings_of(bill, row):
                writer.writerow(said.cells())
                count += 1
        text.detach()  # flushes
        made.seek(0)
        return default_storage.save(place, File(made)) if count else ""


def findings_of(bill: ContributionBill, row: BillRow) -> Iterator[Said]:
    """Everything that is wrong with a line, in the language that is active."""
    law = law_of(month_of(bill.month))
    day = last_day(law.month)
    number = "" if row.participant is None else f"{row.participant:011d}"
    for field, code, text in row.unread:
        yield _said(row, number, field, text, BillFinding(code), law, day)
    for code in codes_of(row.bits & ~UNREAD):
        field = FINDINGS[code].field
        yield _said(row, number, field, _shown(row, field, number), code, law, day)


def _said(row: BillRow, number: str, field: str, text: str, code: BillFinding, law: MonthLaw, day: date) -> Said:
    finding = FINDINGS[code]
    articles = "; ".join(str(article) for article in finding.articles(day))
    return Said(row.line, number, field, text, code, _sentence(code, row, law), articles)


def _sentence(code: BillFinding, row: BillRow, law: MonthLaw) -> str:
    """With the amounts that the law of the month gives for the wage of the line."""
    if code not in (BillFinding.GOVERNMENT, BillFinding.RECOMPOSITION):
        return str(FINDINGS[code].sentence)
    full, low = (law.expected(row.wage or 0, relief=relief) for relief in (False, True))
    facts = {
        "government": rupiah(full["iuran_pemerintah"]),
        "recomposition": rupiah(full["iuran_jkk"] + full["iuran_jkm"]),
        "relief": rupiah(low["iuran_jkk"] + low["iuran_jkm"]),
    }
    relieved = code == BillFinding.RECOMPOSITION and law.has_relief
    return str(UNDER_RELIEF if relieved else FINDINGS[code].sentence) % facts


def _shown(row: BillRow, field: str, number: str) -> str:
    if field == "nomor_peserta":
        return number
    if field == "bulan":
        return "" if row.period is None else f"{row.period // 12:04d}-{row.period % 12 + 1:02d}"
    name = _SAID.get(field)
    value = getattr(row, name) if name else None
    return "" if value is None else str(value)
