"""Sentences for the codes of participants: what is wrong, what a choice means."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participants import worker_wording
from participants.enums import Contract, PhkReason, ProofKind

PROBLEMS: dict[str, Promise] = {
    **worker_wording.PROBLEMS,
    "phk_in_future": _("Tanggal PHK belum terjadi. Laporkan PHK setelah hari itu tiba."),
    "phk_before_work": _("Tanggal PHK lebih awal daripada tanggal mulai bekerja. Periksa keduanya."),
    "contract_ends_before_start": _("Kontrak berakhir sebelum mulai. Periksa keduanya."),
    "contract_end_missing": _("Isi tanggal kontrak berakhir. Tanggal ini ada di surat kontrak."),
    "wage_not_positive": _("Upah harus lebih dari nol."),
    "wage_too_large": _("Upah ini besar sekali. Periksa angka nolnya."),
    "born_after_phk": _("Tanggal lahir lebih akhir daripada tanggal PHK. Periksa keduanya."),
    # rows of a CSV
    "missing": _("Kolom ini wajib diisi."),
    "too_long": _("Isi terlalu panjang."),
    "two_digits": _("Tulis tahun dengan 4 angka."),
    "repeated": _("NIK ini sudah ada di baris sebelumnya."),
    "already_reported": _("PHK pekerja ini sudah Anda laporkan dengan isi lain."),
    "nik_scientific": _("Excel mengubah NIK menjadi angka pendek. Ubah kolom NIK menjadi teks."),
    "bad_nik": _("NIK harus 16 angka."),
    "bad_nama": _("Nama hanya boleh berisi huruf, spasi, dan tanda ' . - , /"),
    "bad_alasan": _("Tulis huruf a sampai o menurut Pasal 154A, atau lain."),
    "bad_perjanjian_kerja": _("Tulis PKWT atau PKWTT."),
    "bad_upah": _("Tulis upah dengan angka, misalnya 4200000."),
    "bad_program": _("Tulis program dengan spasi, misalnya JKK JKM JHT JP."),
    "bad_nomor_peserta": _("Nomor peserta terdiri atas 11 angka. Kosongkan bila belum ada."),
    "bad_jenis_bukti": _("Tulis tanda_terima, pb_terdaftar, pb_tanda_terima, atau putusan_phi."),
}
_BAD_DATE = _("Tanggal tidak dikenal. Tulis seperti 30/09/2026.")

UNREADABLE: dict[str, Promise] = {
    "empty": _("Berkas ini tidak berisi baris laporan."),
    "not_text": _("Berkas ini bukan CSV. Di Excel pilih Simpan sebagai, lalu CSV."),
    "no_header": _("Kolom ini tidak ada: %(missing)s. Pakai baris judul dari berkas contoh."),
    "too_many_rows": _("Berkas berisi lebih dari 5.000 baris. Bagi menjadi beberapa berkas."),
    "too_big": _("Berkas lebih besar dari 4 MB. Bagi menjadi beberapa berkas."),
}

EFFECTS: dict[str, Promise] = {
    "": _("Laporan baru"),
    "joins": _("Bergabung dengan laporan pekerja"),
    "same": _("Sudah dilaporkan, tidak berubah"),
}

FIELDS: dict[str, Promise] = {
    "phk_on": _("Tanggal PHK"),
    "reason": _("Alasan PHK"),
    "contract": _("Perjanjian kerja"),
    "contract_starts_on": _("Kontrak mulai"),
    "contract_ends_on": _("Kontrak berakhir"),
    "work_started_on": _("Mulai bekerja"),
    "wage": _("Upah terakhir"),
}

# What each letter of Pasal 154A ayat (1) means to who lost the job: words and an example.
WORKER_REASONS: dict[str, tuple[Promise, Promise]] = {
    PhkReason.B: (_("Perusahaan mengurangi pekerja"), _("Efisiensi, karena rugi atau untuk mencegah rugi")),
    PhkReason.C: (_("Perusahaan tutup karena rugi 2 tahun"), _("Terus-menerus rugi")),
    PhkReason.D: (_("Perusahaan tutup karena keadaan memaksa"), _("Misalnya kebakaran atau bencana")),
    PhkReason.E: (_("Perusahaan menunda bayar utang"), _("PKPU, diputus pengadilan niaga")),
    PhkReason.F: (_("Perusahaan pailit"), _("Diputus pengadilan niaga")),
    PhkReason.A: (_("Perusahaan bergabung, dibeli, atau dipecah"), _("Dan Anda atau perusahaan tidak melanjutkan")),
    PhkReason.G: (
        _("Saya minta PHK karena kesalahan perusahaan"),
        _("Misalnya upah tidak dibayar 3 bulan, dihina, atau diancam. Ini bukan mengundurkan diri"),
    ),
    PhkReason.H: (_("Putusan pengadilan hubungan industrial"), _("Permintaan PHK saya ditolak, lalu saya di-PHK")),
    PhkReason.K: (_("Melanggar aturan setelah surat peringatan"), _("Perjanjian kerja atau peraturan perusahaan")),
    PhkReason.J: (_("Tidak masuk 5 hari kerja atau lebih"), _("Tanpa keterangan dan sudah dipanggil 2 kali")),
    PhkReason.L: (_("Ditahan pihak berwajib"), _("6 bulan atau lebih")),
    PhkReason.M: (_("Sakit lama atau cacat karena kecelakaan kerja"), _("Lebih dari 12 bulan. Petugas memeriksanya")),
    PhkReason.I: (_("Saya mengundurkan diri"), _("Atas kemauan sendiri")),
    PhkReason.N: (_("Pensiun"), _("Sampai usia pensiun")),
    PhkReason.OTHER: (_("Alasan lain"), _("Menurut perjanjian kerja atau peraturan perusahaan")),
}
# For the employer: the letter of the law first.
EMPLOYER_REASONS: list[tuple[str, Promise]] = [
    (code.value, code.label if code == PhkReason.OTHER else format_lazy("{}. {}", code.value, code.label))
    for code in PhkReason
]


def worker_reason_choices() -> list[tuple[str, Promise]]:
    """The reasons in a worker's words."""
    return [(code, words) for code, (words, _hint) in WORKER_REASONS.items()]


def worker_reason(code: str) -> str:
    """A chosen reason in the words in which it was chosen."""
    return str(WORKER_REASONS[code][0])


CONTRACT_HINTS: dict[str, Promise] = {
    Contract.PKWT: _("Ada tanggal berakhir di surat kontrak"),
    Contract.PKWTT: _("Tanpa tanggal berakhir"),
}
PROOF_HINTS: dict[str, Promise] = {
    ProofKind.RECEIPT: _("Surat PHK, surat pemberitahuan, atau pesan resmi dari perusahaan"),
    ProofKind.REGISTERED_AGREEMENT: _("Surat perjanjian Anda dan perusahaan, dengan akta dari pengadilan"),
    ProofKind.AGREEMENT_WITH_RECEIPT: _("Surat perjanjian Anda dan perusahaan, dengan tanda terima dinas"),
    ProofKind.PHI_RULING: _("Putusan pengadilan hubungan industrial yang sudah tetap"),
}
# Why an excluded reason gives no benefit, and what there is instead.
EXCLUDED: dict[str, Promise] = {
    PhkReason.I: _("JKP tidak dibayar bila pekerja mengundurkan diri atas kemauan sendiri."),
    PhkReason.N: _("JKP tidak dibayar bila hubungan kerja berakhir karena pensiun."),
    PhkReason.O: _("JKP tidak dibayar bila pekerja meninggal dunia. Ahli waris dapat mengurus JKM dan JHT."),
    "expired": _("JKP tidak dibayar bila kontrak berakhir pada tanggalnya."),
}


def problem_text(code: str) -> str:
    """The sentence of a code, in the language of the page."""
    if code not in PROBLEMS and code.startswith(("bad_tanggal", "bad_mulai", "bad_akhir")):
        return str(_BAD_DATE)
    return str(PROBLEMS[code])


def unreadable_text(code: str, **facts: object) -> str:
    """Why a file was not taken in."""
    return str(UNREADABLE[code]) % facts


# Two made-up rows that show how a cell is written. The NIK begin with 99, which no region has.
CSV_EXAMPLE = [
    [
        "9971014107900001", "Contoh Nama Pekerja", "01/07/1990", "Jalan Contoh 1", "", "30/09/2026", "b", "PKWTT",
        "SK-12/2019", "", "", "04/03/2019", "4500000", "tanda_terima", "PHK/88/2026", "15/09/2026",
    ],
    [
        "9971010503880002", "Contoh Dua", "05/03/1988", "Jalan Contoh 2", "", "30/09/2026", "b", "PKWT",
        "PKWT-7/2025", "01/01/2025", "31/12/2026", "01/01/2025", "4200000", "pb_terdaftar", "PB/17/2026", "15/09/2026",
    ],
]  # fmt: skip
