"""Sentences about workers' membership: what cannot be right, and programmes in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, Promise] = {
    "start_in_future": _("Tanggal mulai belum terjadi. Daftarkan pekerja pada hari ia mulai bekerja."),
    "start_before_birth": _("Tanggal mulai lebih awal daripada tanggal lahir. Periksa keduanya."),
    "wage_not_positive": _("Upah harus lebih dari nol."),
    "wage_too_large": _("Upah terlalu besar. Periksa angka nolnya."),
    "wage_missing": _("Isi upah yang baru."),
    "wage_same": _("Upah ini sama dengan yang sudah tercatat."),
    "programmes_missing": _("Pilih paling sedikit satu program."),
    "programmes_same": _("Program ini sama dengan yang sudah tercatat."),
    "change_in_future": _("Tanggal ini belum terjadi. Laporkan setelah berlaku."),
    "change_before_start": _("Tanggal ini lebih awal daripada mulai bekerja."),
}
PROGRAMMES: dict[str, Promise] = {
    "JKK": _("Jaminan Kecelakaan Kerja (JKK)"),
    "JKM": _("Jaminan Kematian (JKM)"),
    "JHT": _("Jaminan Hari Tua (JHT)"),
    "JP": _("Jaminan Pensiun (JP)"),
}


def in_order(programmes: Iterable[str]) -> list[str]:
    """As people name them: JKK, JKM, JHT, JP."""
    given = set(programmes)
    return [name for name in PROGRAMMES if name in given]


def in_short(programmes: Iterable[str]) -> str:
    return ", ".join(in_order(programmes))
