"""The closed list of reasons why evidence is asked for again or not accepted: what the person reads, and what helps.

Nothing here accuses: an officer who doubts says what the evidence does not show (security B21).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Reason:
    """`asks` and `rejects` tell for which of the two an officer may give it; `wants_note`: say more in words."""

    code: str
    title: str | Promise
    sentence: str | Promise
    next_step: str | Promise
    asks: bool = True
    rejects: bool = True
    wants_note: bool = False


REASONS: dict[str, Reason] = {
    r.code: r
    for r in (
        Reason(
            "unreadable",
            _("Bukti tidak terbaca"),
            _("Tulisan pada bukti tidak terbaca."),
            _("Foto ulang di tempat terang, seluruh halaman terlihat, lalu unggah lagi."),
        ),
        Reason(
            "no_company",
            _("Nama perusahaan tidak terlihat"),
            _("Bukti belum memperlihatkan nama perusahaan."),
            _("Unggah bagian yang memuat nama perusahaan."),
        ),
        Reason(
            "no_date",
            _("Tanggal tidak terlihat"),
            _("Bukti belum memperlihatkan tanggal."),
            _("Unggah bagian yang memuat tanggal lamaran atau panggilan."),
        ),
        Reason(
            "no_name",
            _("Nama Anda tidak terlihat"),
            _("Bukti belum memperlihatkan bahwa lamaran ini milik Anda."),
            _("Unggah bagian yang memuat nama atau alamat email Anda."),
        ),
        Reason(
            "differs",
            _("Isi bukti berbeda dengan isian"),
            _("Perusahaan, posisi, atau tanggal pada bukti berbeda dengan yang Anda isi."),
            _("Perbaiki isian, atau unggah bukti yang sesuai."),
        ),
        Reason(
            "file_used",
            _("Bukti ini sudah dipakai"),
            _("Bukti yang sama sudah dipakai untuk aktivitas lain."),
            _("Satu bukti dihitung satu kali. Unggah bukti lain untuk aktivitas ini."),
        ),
        Reason(
            "link_empty",
            _("Tautan tidak cukup"),
            _("Halaman pada tautan tidak memperlihatkan lamaran Anda."),
            _("Unggah tangkapan layar dari halaman itu."),
        ),
        Reason(
            "no_search",
            _("Bukan lamaran atau panggilan kerja"),
            _("Bukti ini bukan lamaran kerja atau panggilan tes dan wawancara."),
            _("Tambahkan lamaran atau panggilan yang lain."),
            asks=False,
        ),
        Reason(
            "other",
            _("Alasan lain"),
            _("Baca penjelasan petugas."),
            _("Ikuti penjelasan petugas, lalu kirim lagi."),
            wants_note=True,
        ),
    )
}
ASKING = tuple(code for code, reason in REASONS.items() if reason.asks)
REJECTING = tuple(code for code, reason in REASONS.items() if reason.rejects)
