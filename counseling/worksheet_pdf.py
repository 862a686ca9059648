"""The worksheet as PDF/A with both names and the seal. Drawn from what was signed when asked for, kept nowhere."""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.formatting import long_moment
from core.language import language
from core.printing import pdf_of
from counseling.enums import WorksheetState
from counseling.models import Worksheet
from counseling.presentation.sheet import moment_of, sheet_of

TEMPLATE = Path(__file__).with_name("worksheet.typ")


def render_worksheet(worksheet: Worksheet) -> bytes:
    """A4 in the language of the page. `worksheet` with both people. The same content, the same bytes."""
    page = json.dumps(_page(worksheet), ensure_ascii=False, sort_keys=True)
    return pdf_of(TEMPLATE, {"page": page}, at=moment_of(worksheet))


def _page(worksheet: Worksheet) -> dict[str, Any]:
    sheet = sheet_of(worksheet)
    sheet["signatures"] = [
        {"side": row["side"], "name": row["name"], "when": long_moment(row["at"], language())}
        for row in sheet["signatures"]
    ]
    sheet["seal_holds"] = "yes" if sheet["seal_holds"] else "no"
    for rows in ("profile", "jobs"):
        sheet[rows] = [{key: str(value) for key, value in row.items()} for row in sheet[rows]]
    agreed = worksheet.state == WorksheetState.AGREED
    return sheet | {
        "lang": language(),
        "title": _("Kertas Kerja Konseling Karier"),
        "state": "" if agreed else _("Belum disepakati peserta"),
        "words": {
            "people": _("Peserta dan konselor"),
            "participant": _("Peserta"),
            "counsellor": _("Konselor"),
            "session": _("Sesi"),
            "profile": _("Profil saat konseling"),
            "jobs": _("Riwayat kerja"),
            "assessment": _("Hasil asesmen"),
            "search": _("Upaya mencari kerja"),
            "answers": _("Tanggapan atas panduan"),
            "agreement": _("Kesepakatan"),
            "next_steps": _("Langkah berikutnya"),
            "vacancies": _("Lowongan yang direkomendasikan"),
            "trainings": _("Pelatihan yang direkomendasikan"),
            "signed": _("Ditandatangani secara elektronik"),
            "seal": _("Segel (SHA-256 atas isi dan kedua nama)"),
            "law": _("Konseling bukan syarat pembayaran manfaat."),
            "page": _("Halaman"),
            "of": _("dari"),
        },
    }
