"""Samples for the pattern page: every component, every variant, with invented facts."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import (
    BankAccountField,
    DateTripleField,
    Form,
    NameField,
    NikField,
    PhoneField,
    Pick,
    PickMany,
    RupiahField,
    UploadField,
)

SAMPLE_DAY = date(2026, 12, 9)
ICON_NAMES = [
    *("rumah", "klaim", "tas", "obrol", "belajar", "lonceng", "orang", "cek", "silang", "jam", "tanggal", "dompet"),
    *("seru", "info", "maju", "unduh", "unggah", "telepon", "tempat", "video", "suara", "cari", "timbang", "perisai"),
    "pintu",
]
COLOURS = (
    ("night", "#06373d", _("kepala petugas, panel utama, kaki")),
    ("teal", "#0b5f66", _("tombol, tautan, kemajuan")),
    ("mint", "#d8ece8", _("latar ikon, pesan saya")),
    ("dew", "#eef6f4", _("kartu pelengkap, terpilih")),
    ("sun", "#f6b23c", _("satu hal terpenting")),
    ("cream", "#fff5df", _("bulan berjalan, kiriman konselor")),
    ("paper", "#faf8f3", _("latar halaman")),
    ("ink", "#14282b", _("tulisan")),
    ("soft", "#4a5b5c", _("keterangan")),
    ("edge", "#6d7b7a", _("garis isian")),
    ("ok", "#17613a", _("selesai, dibayar")),
    ("run", "#0c4f7c", _("sedang kami periksa")),
    ("warn", "#6e4700", _("perlu tindakan Anda")),
    ("bad", "#9c2014", _("ditolak, galat")),
)
STATUSES = (
    ("", _("Belum bisa dimulai")),
    ("wait", _("Belum lengkap")),
    ("wait", _("Siap dikirim")),
    ("run", _("Diperiksa")),
    ("wait", _("Perlu diperbaiki")),
    ("ok", _("Disetujui")),
    ("ok", _("Dibayar")),
    ("bad", _("Rekening bermasalah")),
    ("bad", _("Ditolak")),
    ("", _("Berakhir")),
)


class SampleForm(Form):
    """Every kind of field. Shown once empty of errors and once full of them."""

    nik = NikField(label=_("NIK"), help_text=_("16 angka di KTP Anda. Boleh memakai spasi."))
    name = NameField(label=_("Nama lengkap sesuai KTP"))
    phone = PhoneField(label=_("Nomor HP"), help_text=_("Untuk kode dan kabar penting."))
    phk_on = DateTripleField(label=_("Tanggal PHK"), help_text=_("Contoh: 30 9 2026"), latest=SAMPLE_DAY)
    wage = RupiahField(label=_("Upah terakhir"), help_text=_("Sebelum dipotong pajak dan iuran."))
    bank = forms.ChoiceField(label=_("Bank"), choices=[("", _("Pilih bank")), ("002", "BRI"), ("008", "Mandiri")])
    account = BankAccountField(label=_("Nomor rekening"), help_text=_("Boleh memakai spasi atau tanda hubung."))
    working = forms.ChoiceField(
        label=_("Apakah Anda sudah bekerja lagi?"),
        choices=[("no", _("Belum")), ("yes", _("Sudah")), ("unknown", _("Saya tidak tahu"))],
        widget=Pick(hints={"yes": _("Manfaat berhenti. Kami bantu langkahnya.")}, apart={"unknown"}),
    )
    days = forms.MultipleChoiceField(
        label=_("Hari yang Anda bisa"),
        choices=[("mon", _("Senin")), ("wed", _("Rabu"))],
        widget=PickMany(slim=True),
        required=False,
    )
    evidence = UploadField(label=_("Foto bukti lamaran"), help_text=_("JPG, PNG, atau PDF, paling besar 5 MB."))
    note = forms.CharField(label=_("Catatan untuk petugas"), widget=forms.Textarea({"rows": 3}), required=False)
    code = forms.CharField(
        label=_("Kode 6 angka dari SMS"),
        widget=forms.TextInput({"class": "w6 otp", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    agree = forms.BooleanField(label=_("Keterangan ini benar. Saya masih mencari kerja."))


def sample_forms() -> dict[str, SampleForm]:
    """The form as it opens, and the same form sent back with one mistake in almost every field."""
    mistakes = {
        "nik": "3372 0101 9001",
        "name": "Siti 😀",
        "phone": "0271 123456",
        "phk_on_day": "31",
        "phk_on_month": "Feb",
        "phk_on_year": "2026",
        "wage": "0",
        "account": "0812 3456 7890",
    }
    initial = {"phk_on": date(2026, 9, 30), "wage": 4_200_000, "working": "no"}
    return {"fresh": SampleForm(initial=initial, prefix="a"), "wrong": SampleForm(_prefixed(mistakes, "b"), prefix="b")}


def _prefixed(data: dict[str, str], prefix: str) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in data.items()}


def sample_lists(here: str) -> dict[str, Any]:
    """Data of the list components. `here` is where sample links lead."""
    return {
        "three": [
            {"term": _("Keputusan"), "kind": "ok", "tag": _("Aktif"), "value": _("bulan ke-3 dari 6"),
             "text": _("Disetujui 8 Oktober 2026.")},
            {"term": _("Besar manfaat"), "value": 3_000_000, "money": True, "text": _("per bulan")},
            {"term": _("Pembayaran terakhir"), "value": _("Masuk 12 November 2026"), "text": "BRI •••• 4471.",
             "href": here, "link": _("Uang belum masuk?")},
        ],
        "months": [
            {"number": 1, "state": "paid", "kind": "ok", "tag": _("Dibayar"), "amount": 3_000_000,
             "text": _("9 Oktober 2026"), "href": here, "link": _("Surat")},
            {"number": 2, "state": "lost", "kind": "bad", "tag": _("Ditolak"),
             "text": _("Keberatan sampai 15 Desember")},
            {"number": 3, "state": "cur", "kind": "wait", "tag": _("Belum lengkap"), "amount": 3_000_000,
             "text": _("Ajukan 7–14 Desember 2026"), "href": here, "link": _("Lihat daftar tugas")},
            {"number": 4, "text": _("Mulai 7 Januari 2027")},
            {"number": 5, "text": _("Mulai 7 Februari 2027")},
            {"number": 6, "text": _("30 Maret – 6 April 2027, dengan formulir status kebekerjaan")},
        ],
        "tasks": [
            {"title": _("Isi rekening bank"), "href": here, "text": "BRI •••• 4471", "kind": "ok", "tag": _("Selesai")},
            {"title": _("Tanda tangani KAPK"), "href": here, "kind": "wait", "tag": _("Belum selesai")},
            {"title": _("Periksa dan kirim"), "href": "", "text": _("Terbuka setelah tugas lain selesai"),
             "tag": _("Belum bisa dimulai")},
        ],
        "facts": [
            {"term": _("Nama"), "value": "Siti Rahmawati"},
            {"term": _("Rekening"), "value": _("BRI •••• 4471, atas nama Siti Rahmawati"), "href": here},
            {"term": _("Bukti mencari kerja"), "value": _("5 dari 5 lamaran"), "href": here, "what": _("bukti")},
        ],
        "trace": [
            {"met": True, "title": _("Masa iur cukup"), "text": _("20 bulan dari 24 bulan terakhir. Dibutuhkan 12."),
             "law": "PP 37/2021 Pasal 19"},
            {"met": False, "title": _("5 lamaran, atau 1 wawancara: kurang 2"),
             "text": _("3 lamaran di 3 perusahaan."), "law": "Permenaker 2/2025 Pasal 13 ayat (4)"},
            {"met": None, "title": _("Laporan PHK dari perusahaan: belum kami ketahui"),
             "text": _("Kami periksa saat Anda mengajukan."), "law": "Permenaker 2/2025 Pasal 9"},
        ],
        "log": [
            {"title": _("Klaim dikirim"), "strong": True, "when": _("11 Desember, 14.07 WIB")},
            {"title": _("Perlu diperbaiki"), "strong": True, "state": "warn", "when": _("14 Desember")},
            {"title": _("Keputusan"), "state": "todo", "when": _("Paling lambat 16 Desember")},
        ],
        "chips": [
            {"label": _("Semua"), "href": here, "count": 971, "current": True},
            {"label": _("Klaim pertama"), "href": here, "count": 402},
            {"label": _("Tugas saya"), "href": here, "count": None},
        ],
        "kpi": [
            {"term": _("Lewat 3 hari kerja"), "value": 4, "text": _("tertua 2 hari lewat"), "bad": True},
            {"term": _("Jatuh tempo hari ini"), "value": 31, "text": _("sebelum 23.59 WIB")},
            {"term": _("Dalam antrian"), "value": 971, "text": _("naik 58 dari kemarin")},
            {"term": _("Selesai oleh Anda hari ini"), "value": 22, "text": _("rata-rata 6 menit")},
        ],
        "rows": [
            {"left": _("Lewat 2 hari"), "hot": True, "claim": "JKP-2026-0011870", "month": 1, "amount": 1_440_000,
             "kind": "wait", "tag": _("Perlu petugas")},
            {"left": _("14 jam"), "claim": "JKP-2026-0012377", "month": 1, "amount": 2_520_000, "kind": "run",
             "tag": _("Diperiksa")},
            {"left": _("2 hari 14 jam"), "claim": "JKP-2026-0012401", "month": 2, "amount": 1_800_000, "kind": "ok",
             "tag": _("Dibayar")},
        ],
    }  # fmt: skip
