"""States of the government's contribution bill, and everything that can be found in one of its lines."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rules.duties import CONTRIBUTION_WAGE_TIMES
from rules.law import PAPARAN_JKP_2022, Evidence, LegalRef, Parameter
from rules.parameters import CONTRIBUTION_GOVERNMENT, CONTRIBUTION_JKK, CONTRIBUTION_JKM, RELIEF_JKK_SHARE

CHECKLIST = LegalRef(PAPARAN_JKP_2022, "", Evidence.SEED)  # the eight fields, completeness, anomalies and duplicates


class BillState(models.TextChoices):
    RECEIVED = "received", _("Diterima")
    CHECKED = "checked", _("Diperiksa")
    PREPARED = "prepared", _("Disiapkan")
    AGREED = "agreed", _("Disepakati")
    SENT = "sent", _("Di KPPN")
    PAID = "paid", _("Dibayar")
    RETURNED = "returned", _("Dikembalikan")
    REFUSED = "refused", _("Ditolak")


# What counts as agreed: its rows are billed, and no other bill of the month may be.
AGREED = (BillState.AGREED, BillState.SENT, BillState.PAID)
LIVE = (BillState.RECEIVED, BillState.CHECKED, BillState.PREPARED, *AGREED)


class BillFinding(models.TextChoices):
    """What can be wrong with a line; the label is the short title."""

    COLUMNS = "columns", _("Jumlah kolom lain")
    MISSING = "missing", _("Kolom kosong")
    MALFORMED = "malformed", _("Isi tidak terbaca")
    MONTH = "month", _("Bulan lain")
    UNKNOWN = "unknown", _("Peserta tidak dikenal")
    REPEATED = "repeated", _("Ganda dalam berkas")
    SAME_NIK = "same_nik", _("NIK ganda dalam berkas")
    BILLED = "billed", _("Sudah disepakati sebelumnya")
    WAGE = "wage", _("Upah di luar batas wajar")
    DIFFERS = "differs", _("Upah berbeda dari register")
    GOVERNMENT = "government", _("Iuran tidak sesuai aturan")
    RECOMPOSITION = "recomposition", _("Rekomposisi tidak sesuai aturan")
    RELIEF = "relief", _("Keringanan berbeda dari register")
    INACTIVE = "inactive", _("Tidak aktif dalam register")


F = BillFinding


class Finding(NamedTuple):
    """One bit of a row. `field`: the column it is said of. `blocks`: a bill with it is not agreed.

    `law`: the parameters whose articles of the month stand behind it; none: the checklist of the programme.
    """

    bit: int
    field: str
    blocks: bool
    sentence: Promise
    law: tuple[Parameter[Any], ...] = ()

    def articles(self, day: date) -> list[LegalRef]:
        """What stands behind it on a day, each once."""
        refs = [parameter.on(day).law for parameter in self.law]
        return list(dict.fromkeys(refs)) or [CHECKLIST]


FINDINGS: Mapping[BillFinding, Finding] = {
    F.COLUMNS: Finding(1, "", True, _("Jumlah kolom pada baris ini tidak sesuai baris judul.")),
    F.MISSING: Finding(2, "", True, _("Kolom ini kosong. Isi, lalu kirim tagihan yang diperbaiki.")),
    F.MALFORMED: Finding(4, "", True, _("Isi kolom ini tidak dapat dibaca. Periksa bentuk angkanya.")),
    F.MONTH: Finding(8, "bulan", True, _("Bulan atau tahun iuran ini bukan bulan tagihan.")),
    F.UNKNOWN: Finding(16, "nomor_peserta", True, _("Nomor peserta ini tidak ada dalam daftar kepesertaan.")),
    F.REPEATED: Finding(32, "nomor_peserta", True, _("Peserta ini sudah ada pada baris sebelumnya.")),
    F.SAME_NIK: Finding(
        64,
        "nik",
        False,
        _("NIK ini sudah ada pada baris sebelumnya dengan nomor peserta lain. Periksa keduanya."),
    ),
    F.BILLED: Finding(
        128,
        "nomor_peserta",
        True,
        _("Iuran peserta ini untuk bulan ini sudah ada dalam tagihan yang disepakati."),
    ),
    F.WAGE: Finding(
        256,
        "upah",
        False,
        _("Upah jauh berbeda dari upah terakhir peserta. Pastikan angkanya benar."),
        (CONTRIBUTION_WAGE_TIMES,),
    ),
    F.DIFFERS: Finding(512, "upah", True, _("Upah ini berbeda dari upah dalam register bulan yang sama.")),
    F.GOVERNMENT: Finding(
        1024, "iuran", True, _("Iuran pemerintah seharusnya %(government)s."), (CONTRIBUTION_GOVERNMENT,)
    ),
    F.RECOMPOSITION: Finding(
        2048,
        "rekomposisi",
        True,
        _("Rekomposisi seharusnya %(recomposition)s."),
        (CONTRIBUTION_JKK, CONTRIBUTION_JKM),
    ),
    F.RELIEF: Finding(
        4096,
        "rekomposisi",
        True,
        _("Keringanan iuran JKK pada baris ini berbeda dari register bulan yang sama."),
        (RELIEF_JKK_SHARE,),
    ),
    F.INACTIVE: Finding(
        8192, "nomor_peserta", True, _("Peserta tidak dilaporkan dalam register bulan ini, jadi tidak ditagihkan.")
    ),
}
# Instead, in months in which some firms pay less.
UNDER_RELIEF = _("Rekomposisi seharusnya %(recomposition)s, atau %(relief)s bagi perusahaan dalam keringanan JKK.")
# Seen while a line is read; the others are judged in the database, and anew when asked.
UNREAD = sum(FINDINGS[code].bit for code in (F.COLUMNS, F.MISSING, F.MALFORMED))
BLOCKING = sum(finding.bit for finding in FINDINGS.values() if finding.blocks)


def codes_of(bits: int) -> list[BillFinding]:
    return [code for code, finding in FINDINGS.items() if bits & finding.bit]
