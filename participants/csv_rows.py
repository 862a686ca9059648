"""One row of the CSV of terminations as a report: what it says, or what is wrong with it. Pure."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

from participants.csv_cells import CellReader, Problem, key
from participants.csv_file import Columns, Line
from participants.enums import Contract, PhkReason, ProofKind
from participants.said import ProofGiven, Said, Worker, fact_problems

COLUMNS = Columns(
    needed={
        "nik": True,
        "nama": True,
        "tanggal_lahir": True,
        "alamat": False,
        "nomor_peserta": False,
        "tanggal_phk": True,
        "alasan": True,
        "perjanjian_kerja": True,
        "nomor_perjanjian": False,
        "mulai_kontrak": False,
        "akhir_kontrak": False,
        "mulai_bekerja": False,
        "upah": False,
        "jenis_bukti": False,
        "nomor_bukti": False,
        "tanggal_bukti": False,
    },
    aliases={
        "nama_lengkap": "nama",
        "nama_pekerja": "nama",
        "tgl_lahir": "tanggal_lahir",
        "kpj": "nomor_peserta",
        "tgl_phk": "tanggal_phk",
        "alasan_phk": "alasan",
        "jenis_perjanjian": "perjanjian_kerja",
        "status_kerja": "perjanjian_kerja",
        "upah_terakhir": "upah",
        "tgl_bukti": "tanggal_bukti",
    },
)
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
_COLUMN_OF_FACT = {
    "phk_on": "tanggal_phk",
    "contract_ends_on": "akhir_kontrak",
    "wage": "upah",
}
_LENGTHS = {"alamat": 300, "nomor_peserta": 30, "nomor_perjanjian": 60, "nomor_bukti": 60}


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
    reader = _Reader(line.cells, COLUMNS, _LENGTHS)
    nik, name = reader.nik(), reader.name()
    born_on, phk_on = reader.day("tanggal_lahir"), reader.day("tanggal_phk")
    reason = reader.choice("alasan", _reason)
    contract = reader.choice("perjanjian_kerja", lambda text: _CONTRACTS.get(key(text)))
    texts = {column: reader.text(column) for column in _LENGTHS}
    days = {column: reader.day(column) for column in ("mulai_kontrak", "akhir_kontrak", "mulai_bekerja")}
    wage, proof = reader.wage(), reader.proof()
    facts: dict[str, Any] = {
        "phk_on": phk_on,
        "reason": reason,
        "contract": contract,
        "contract_starts_on": days["mulai_kontrak"],
        "contract_ends_on": days["akhir_kontrak"],
        "work_started_on": days["mulai_bekerja"],
        "wage": wage,
    }
    found = [(_COLUMN_OF_FACT[fact], code) for fact, code in fact_problems(facts, today=today)]
    if born_on and phk_on and born_on >= phk_on:
        found.append(("tanggal_lahir", "born_after_phk"))
    row = Row(line.number, name or line.cells.get("nama", "")[:60], nik, problems=reader.judged(found))
    if not row.good:
        return row
    said = Said(
        **facts,
        worker_name=name,
        worker_address=texts["alamat"],
        kpj=texts["nomor_peserta"],
        contract_number=texts["nomor_perjanjian"],
        proof_number=proof.number if proof else "",
        proof_dated_on=proof.dated_on if proof else None,
    )
    worker = Worker(nik, name, cast(date, born_on), texts["alamat"])
    return replace(row, worker=worker, said=said, proof=proof)


class _Reader(CellReader):
    def proof(self) -> ProofGiven | None:
        kind = self.choice("jenis_bukti", lambda text: _PROOFS.get(key(text)))
        number, dated_on = self.text("nomor_bukti"), self.day("tanggal_bukti")
        if number and kind is None and not self.cells.get("jenis_bukti"):
            self.problems.append(("jenis_bukti", "missing"))
        if kind and not number:
            self.problems.append(("nomor_bukti", "missing"))
        return ProofGiven(kind, number=number, dated_on=dated_on) if kind and number else None


def _reason(text: str) -> PhkReason | None:
    if key(text) in ("other", "lain", "lainnya", "alasan_lain"):
        return PhkReason.OTHER
    found = _REASON.fullmatch(text)
    return PhkReason(found[1].lower()) if found else None
