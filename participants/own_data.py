"""What participants hold of somebody beside the account, for the file of one's own data (UU 27/2022 Pasal 13)."""

from typing import Any

from participants.contribution_history import rows_between
from participants.contribution_law import BITS, EPOCH
from participants.models import Person
from rules.calendar import Month, first_day

Json = dict[str, Any]


def membership_data(person: Person) -> Json:
    """Numbers (KPJ), every month of the register with its file, and what employers reported. Numbers in full."""
    numbers = list(person.participant_numbers.order_by("number"))
    rows = rows_between([n.pk for n in numbers], since=EPOCH, until=Month(EPOCH + BITS)) if numbers else []
    return {
        "nomor_peserta": [
            {"kpj": f"{n.number:011d}", "npp": n.employer_npp, "sejak": n.since, "sampai": n.until, "per": n.seen_at}
            for n in numbers
        ],
        "iuran_berkas_bulanan": [
            {
                "kpj": f"{row.participant:011d}",
                "bulan": f"{first_day(Month(row.period)):%Y-%m}",
                "npp": f"{row.employer:08d}",
                "upah": row.wage,
                "dibayar": row.paid_on,
                "iuran": {"pemerintah": row.government, "jkk": row.jkk, "jkm": row.jkm},
                "berkas": row.file,
            }
            for row in rows
        ],
        "dilaporkan_perusahaan": [
            {
                "perusahaan": employment.employer.name,
                "tempat_kerja": employment.workplace.name if employment.workplace else None,
                "keadaan": employment.state,
                "mulai": employment.started_on,
                "keluar": employment.ended_on,
                "upah": employment.wage,
                "program": employment.programmes,
                "laporan": [
                    {"nomor": report.number, "jenis": report.kind, "saat": report.reported_at, "keadaan": report.state}
                    for report in employment.reports.all()
                ],
            }
            for employment in person.employments.select_related("employer", "workplace").prefetch_related("reports")
        ],
    }
