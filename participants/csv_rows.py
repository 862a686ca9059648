"""One row of the CSV as a report: what it says, or what is wrong with it. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from core.forms import DateTripleField, NameField, NikField, parse_rupiah
from core.text import ascii_digits, one_line
from participants.csv_file import COLUMNS, Line
from participants.enums import Contract, PhkReason, ProofKind
from participants.said import ProofGiven, Said, Worker, problems

_CONTRACTS = {
    "pkwt": Contract.PKWT,
    "kontrak": Contract.PKWT,
    "pkwtt": Contract.PKWTT,
    "tetap": Contract.PKWTT,
    "karyawan_tetap": Contract.PKWTT,
}
_PROOFS = {
    "tanda_terima": ProofKind.RECEIPT,
    "surat_phk": ProofKind.RECEIPT,
    "pb_terdaftar": ProofKind.REGISTERED_AGREEMENT,
    "pb_tanda_terima": ProofKind.AGREEMENT_WITH_RECEIPT,
    "putusan_phi": ProofKind.PHI_RULING,
}
_REASON = re.compile(r"(?:huruf )?([a-o])(?:[.):].*)?", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\d[.,]\d+e\+\d+", re.IGNORECASE)
_COLUMN_OF_FACT = {
    "phk_on": "tanggal_phk",
    "contract_ends_on": "akhir_kontrak",
    "wage": "upah",
}
_LENGTHS = {"alamat": 300, "nomor_peserta": 30, "nomor_perjanjian": 60, "nomor_bukti": 60}

Problem = tuple[str, str]  # (column, code): the words are participants.wording's


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it was understood. With problems it holds what could be read, for the report."""

    line: int
    name: str
    nik: str
    worker: Worker | None = None
    said: Said | None = None
    proof: ProofGiven | None = None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def good(self) -> bool:
        return not self.problems


def understand(line: Line, *, today: date) -> Row:
    """Read one line. Never raises: everything wrong is listed."""
    reader = _Reader(line.cells)
    nik, name = reader.nik(), reader.name()
    born_on, phk_on = reader.day("tanggal_lahir"), reader.day("tanggal_phk")
    reason = reader.choice("alasan", _reason)
    contract = reader.choice("perjanjian_kerja", lambda text: _CONTRACTS.get(_key(text)))
    texts = {column: reader.text(column) for column in _LENGTHS}
    days = {column: reader.day(column) for column in ("mulai_kontrak", "akhir_kontrak", "mulai_bekerja")}
    wage, proof = reader.wage(), reader.proof()
    seen = Row(line.number, name or line.cells.get("nama", "")[:60], nik, problems=tuple(reader.problems))
    if not (seen.good and born_on and phk_on and reason and contract):
        return seen
    said = Said(
        phk_on=phk_on,
        reason=reason,
        contract=contract,
        contract_starts_on=days["mulai_kontrak"],
        contract_ends_on=days["akhir_kontrak"],
        work_started_on=days["mulai_bekerja"],
        wage=wage,
        worker_name=name,
        worker_address=texts["alamat"],
        kpj=texts["nomor_peserta"],
        contract_number=texts["nomor_perjanjian"],
        proof_number=proof.number if proof else "",
        proof_dated_on=proof.dated_on if proof else None,
    )
    found = [(_COLUMN_OF_FACT[name], code) for name, code in problems(said, today=today)]
    if born_on >= phk_on:
        found.append(("tanggal_lahir", "born_after_phk"))
    worker = Worker(nik, name, born_on, texts["alamat"])
    return Row(line.number, name, nik, worker, said, proof, tuple(found))


class _Reader:
    """The cells of a line, with a list of what could not be read."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.problems: list[Problem] = []

    def _cell(self, column: str) -> str:
        text = one_line(self._cells.get(column, ""))
        if not text and COLUMNS[column]:
            self.problems.append((column, "missing"))
        return text

    def text(self, column: str) -> str:
        text = self._cell(column)
        if len(text) > _LENGTHS[column]:
            self.problems.append((column, "too_long"))
        return text

    def nik(self) -> str:
        text = self._cell("nik")
        if _SCIENTIFIC.fullmatch(text):
            self.problems.append(("nik", "nik_scientific"))
            return ""
        return self._cleaned("nik", NikField(), text.lstrip("'")) or ""

    def name(self) -> str:
        return self._cleaned("nama", NameField(), self._cell("nama")) or ""

    def day(self, column: str) -> date | None:
        text = ascii_digits(self._cell(column))
        if not text:
            return None
        parts = re.split(r"[/.\- ]+", text)
        if len(parts) == 3 and len(parts[0]) == 4:
            parts.reverse()
        return self._cleaned(column, DateTripleField(), parts) if len(parts) == 3 else self._bad(column)

    def choice(self, column: str, find: Callable[[str], Any]) -> Any:
        text = self._cell(column)
        return (find(text) or self._bad(column)) if text else None

    def wage(self) -> int | None:
        text = self._cell("upah")
        if not text:
            return None
        negative = text.startswith(("-", "−"))
        amount = parse_rupiah(text.lstrip("-−"))
        return self._bad("upah") if amount is None else (-amount if negative else amount)

    def proof(self) -> ProofGiven | None:
        kind = self.choice("jenis_bukti", lambda text: _PROOFS.get(_key(text)))
        number, dated_on = self.text("nomor_bukti"), self.day("tanggal_bukti")
        if number and kind is None and not self._cells.get("jenis_bukti"):
            self.problems.append(("jenis_bukti", "missing"))
        if kind and not number:
            self.problems.append(("nomor_bukti", "missing"))
        return ProofGiven(kind, number=number, dated_on=dated_on) if kind and number else None

    def _cleaned(self, column: str, reader: Any, value: Any) -> Any:
        if not value:
            return None
        try:
            return reader.clean(value)
        except ValidationError as error:
            code = error.error_list[0].code
            return self._bad(column, "two_digits" if code == "two_digits" else "")

    def _bad(self, column: str, code: str = "") -> None:
        self.problems.append((column, code or f"bad_{column}"))


def _reason(text: str) -> PhkReason | None:
    if _key(text) in ("other", "lain", "lainnya", "alasan_lain"):
        return PhkReason.OTHER
    found = _REASON.fullmatch(text)
    return PhkReason(found[1].lower()) if found else None


def _key(text: str) -> str:
    return re.sub(r"[^a-z]+", "_", text.casefold()).strip("_")
