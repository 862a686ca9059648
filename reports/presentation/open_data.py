"""The published data set and what it says of itself (Perpres 39/2019): title, producer, period, definitions, codes."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.formatting import plain_date
from core.language import language
from reports.hiding import LEAST
from reports.selectors.open_data import Published

Item = dict[str, Any]
HIDDEN = "*"
_ROMAN = ("I", "II", "III", "IV")
LICENCE = "CC BY 4.0"
COLUMNS = ("triwulan", "kode_provinsi", "provinsi", "perusahaan", "pekerja")


def quarter_name(quarter: date) -> str:
    return _("Triwulan %(roman)s %(year)s") % {"roman": _ROMAN[quarter.month // 3], "year": quarter.year}


def quarter_code(quarter: date) -> str:
    """2026-Q3, for files."""
    return f"{quarter.year}-Q{quarter.month // 3 + 1}"


def words() -> dict[str, str]:
    return {"unknown": _("Wilayah belum tercatat"), "nation": _("Indonesia")}


def metadata(tables: list[Published]) -> list[Item]:
    """Term and value, in the order of the standard; `key` names it in the JSON."""
    codes = _("Kode provinsi Kementerian Dalam Negeri, 2 angka. XX: wilayah belum tercatat. ID: seluruh Indonesia.")
    facts = [
        ("title", _("Judul"), _("Perusahaan dan pekerja terdaftar jaminan sosial ketenagakerjaan menurut provinsi")),
        ("producer", _("Produsen data"), _("Kementerian Ketenagakerjaan, dari berkas iuran BPJS Ketenagakerjaan")),
        ("period", _("Periode"), _period(tables)),
        ("definition", _("Definisi"), _definition()),
        ("unit", _("Satuan"), _("Perusahaan; orang")),
        ("frequency", _("Terbit"), _("Tiap triwulan, setelah BPJS mengirim ketiga bulannya")),
        ("codes", _("Kode rujukan"), codes),
        ("hidden", _("Angka kecil"), _hiding()),
        ("licence", _("Lisensi"), LICENCE),
        ("updated", _("Dihitung"), _updated(tables)),
    ]
    return [{"key": key, "term": term, "value": value} for key, term, value in facts]


def _definition() -> str:
    return _(
        "Perusahaan yang melaporkan paling sedikit satu pekerja dalam triwulan itu, menurut provinsi perusahaan. "
        "Pekerja dihitung menurut nomor peserta (KPJ), sekali di tiap provinsi dan sekali untuk Indonesia, "
        "jadi jumlah provinsi dapat lebih besar."
    )


def _hiding() -> str:
    said = _("Angka di bawah %(least)s disembunyikan, bersama angka lain yang membukanya.") % {"least": LEAST}
    return f"{HIDDEN} {said}"


def _period(tables: list[Published]) -> str:
    if not tables:
        return _("Belum ada triwulan yang lengkap")
    first, last = quarter_name(tables[-1].quarter), quarter_name(tables[0].quarter)
    return last if first == last else _("%(first)s sampai %(last)s") % {"first": first, "last": last}


def _updated(tables: list[Published]) -> str:
    return plain_date(max(table.counted_at for table in tables), language()) if tables else "–"


def as_rows(tables: list[Published]) -> list[list[str]]:
    """The lines of the file; a hidden number is written as a star."""
    return [
        [quarter_code(row.quarter), row.code, row.name, *(_cell(value) for value in (row.employers, row.workers))]
        for table in tables
        for row in table.rows
    ]


def _cell(value: int | None) -> str:
    return HIDDEN if value is None else str(value)


def as_json(tables: list[Published]) -> Item:
    """Numbers as numbers; a hidden one is null and says so."""
    return {
        "metadata": {item["key"]: item["value"] for item in metadata(tables)},
        "data": [
            {
                "triwulan": quarter_code(row.quarter),
                "kode_provinsi": row.code,
                "provinsi": row.name,
                "perusahaan": row.employers,
                "pekerja": row.workers,
                "disembunyikan": row.employers is None or row.workers is None,
            }
            for table in tables
            for row in table.rows
        ],
    }
