"""Why a statement file was put aside, in words for the officer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, Promise] = {
    "duplicate_file": _("Berkas ini sudah pernah diterima. Tidak ada yang dibukukan dua kali."),
    "bad_encoding": _("Berkas bukan teks UTF-8. Minta berkas baru dari bank."),
    "bad_csv": _("Berkas tidak dapat dibaca sebagai CSV. Minta berkas baru dari bank."),
    "unknown_columns": _("Kolom berkas tidak sesuai perjanjian dengan bank."),
    "no_trailer": _("Berkas terpotong: baris penutup tidak ada. Ambil lagi dari bank."),
    "bad_trailer": _("Baris penutup tidak dapat dibaca. Ambil lagi dari bank."),
    "bad_line_number": _("Nomor baris tidak berurutan. Ambil lagi dari bank."),
    "bad_date": _("Tanggal tidak ditulis sebagai tahun-bulan-hari. Tidak ada yang dibukukan; hubungi bank."),
    "other_day": _("Berkas memuat transaksi hari lain."),
    "unknown_kind": _("Berkas memuat jenis transaksi yang tidak dikenal."),
    "bad_reference": _("Kunci atau referensi bank tidak dapat dibaca."),
    "negative_amount": _("Berkas memuat nilai negatif. Tidak ada yang dibukukan; hubungi bank."),
    "bad_amount": _("Berkas memuat nilai yang bukan rupiah bulat. Tidak ada yang dibukukan; hubungi bank."),
    "duplicate_line": _("Transaksi yang sama muncul dua kali dalam berkas. Tidak ada yang dibukukan; hubungi bank."),
    "wrong_count": _("Banyaknya baris tidak sama dengan baris penutup. Tidak ada yang dibukukan; hubungi bank."),
    "wrong_total": _("Jumlah baris tidak sama dengan baris penutup. Tidak ada yang dibukukan; hubungi bank."),
    "contradicts_earlier": _("Berkas bertentangan dengan mutasi yang sudah dibukukan. Tidak ada yang dibukukan."),
}


def refusal_sentence(reason: str, line: int = 0) -> str:
    """The reason, and where in the file it was met; line 0 is the file as a whole."""
    sentence = str(_SENTENCES.get(reason, _SENTENCES["bad_csv"]))
    return f"{sentence} {_('Baris')} {line}." if line else sentence
