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
    "already_listed": _("Pekerja ini sudah ada di daftar Anda dengan isi lain."),
    "unknown_place": _("Tempat kerja ini tidak ada di daftar Anda. Tambahkan dulu, atau kosongkan kolomnya."),
    "workplace_closed": _("Tempat kerja ini sudah ditutup."),
    "kpj_malformed": _("Nomor peserta terdiri atas 11 angka."),
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


# Two made-up rows that show how a cell is written. The NIK begin with 99, which no region has.
CSV_EXAMPLE = [
    ["9971014107900001", "Contoh Nama Pekerja", "01/07/1990", "02/11/2026", "4500000", "JKK JKM JHT JP", "", ""],
    ["9971010503880002", "Contoh Dua", "05/03/1988", "02/11/2026", "4200000", "JKK JKM JHT", "", ""],
]
