"""What an inspection may find that an employer did not do: each duty with where it is written (DUT-01 to DUT-06).

Of a duty whose article no text confirms, whoever finds it broken names the article: a nota cites one for each finding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.duties import PHK_REPORT_WORKING_DAYS
from rules.law import PERMENAKER_7_2021, PP_6_2025, PP_37_2021, PP_44_2015, Evidence, LegalRef


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty. `id` is the rulebook's; `counted`: what a number of the finding counts, empty when nothing."""

    code: str
    id: str
    label: str
    law: LegalRef
    counted: str = ""

    @property
    def cited(self) -> str:
        """Where it is written, as a letter cites it; "" when no text confirms it."""
        return self.law.text if self.law.citable else ""


_DUTIES = (
    Duty("enrol", "DUT-01", "Mendaftarkan pekerja dalam JKP", LegalRef(PP_37_2021, "", Evidence.NEWS), "pekerja"),
    Duty(
        "report_phk",
        "DUT-02",
        "Melaporkan PHK kepada BPJS Ketenagakerjaan",
        PHK_REPORT_WORKING_DAYS.values[-1].law,
        "pekerja",
    ),
    Duty(
        "report_data",
        "ENR-05",
        "Melaporkan perubahan data pekerja, upah, dan perusahaan",
        LegalRef(PERMENAKER_7_2021, "", Evidence.NEWS),
        "pekerja",
    ),
    Duty(
        "whole_wage",
        "DUT-06",
        "Melaporkan upah seluruhnya",
        LegalRef(PP_37_2021, "", Evidence.RECALL),
        "pekerja",
    ),
    Duty(
        "all_workers",
        "DUT-06",
        "Mendaftarkan semua pekerja",
        LegalRef(PP_37_2021, "", Evidence.RECALL),
        "pekerja",
    ),
    Duty(
        "programmes",
        "DUT-06",
        "Mengikuti semua program yang wajib menurut skala usaha",
        LegalRef(PP_6_2025, "Pasal 4 ayat (3)"),
        "program",
    ),
    Duty(
        "pay",
        "IUR-02",
        "Membayar iuran paling lambat tanggal 15 bulan berikutnya",
        LegalRef(PP_44_2015, "", Evidence.NEWS),
        "bulan",
    ),
)
FINDINGS: Final[Mapping[str, Duty]] = {duty.code: duty for duty in _DUTIES}
