"""Samples for the pattern page: every component, every variant, with invented facts.

The page is for those who build the portal, so its words are Indonesian only and not in the catalogue.
"""

from datetime import date
from typing import Any

import segno
from django import forms
from django.utils.safestring import mark_safe

from core.filters import SEARCH
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
    ("night", "#06373d", "kepala petugas, panel utama, kaki"),
    ("teal", "#0b5f66", "tombol, tautan, kemajuan"),
    ("mint", "#d8ece8", "latar ikon, pesan saya"),
    ("dew", "#eef6f4", "kartu pelengkap, terpilih"),
    ("sun", "#f6b23c", "satu hal terpenting"),
    ("cream", "#fff5df", "bulan berjalan, kiriman konselor"),
    ("paper", "#faf8f3", "latar halaman"),
    ("ink", "#14282b", "tulisan"),
    ("soft", "#4a5b5c", "keterangan"),
    ("edge", "#6d7b7a", "garis isian"),
    ("ok", "#17613a", "selesai, dibayar"),
    ("run", "#0c4f7c", "sedang kami periksa"),
    ("warn", "#6e4700", "perlu tindakan Anda"),
    ("bad", "#9c2014", "ditolak, galat"),
)
STATUSES = (
    ("", "Belum bisa dimulai"),
    ("wait", "Belum lengkap"),
    ("wait", "Siap dikirim"),
    ("run", "Diperiksa"),
    ("wait", "Perlu diperbaiki"),
    ("ok", "Disetujui"),
    ("ok", "Dibayar"),
    ("bad", "Rekening bermasalah"),
    ("bad", "Ditolak"),
    ("", "Berakhir"),
)


class RollForm(Form):
    """Somebody on the roster of a class."""

    answer = forms.ChoiceField(
        label="Siti Rahmawati",
        choices=[("penuh", "Hadir penuh"), ("tidak", "Tidak hadir"), ("sebagian", "Sebagian")],
        widget=Pick(slim=True),
    )
    minutes = forms.IntegerField(
        label="Menit hadir Siti Rahmawati", widget=forms.NumberInput({"class": "w3", "inputmode": "numeric"})
    )


class NarrowForm(Form):
    """What a list may be narrowed by; the words are remembered, the month is a mistake."""

    q = forms.CharField(label="Nomor klaim atau nama", required=False, widget=forms.TextInput(SEARCH))
    keadaan = forms.ChoiceField(label="Keadaan", choices=[("", "Semua"), ("periksa", "Diperiksa")], required=False)
    bulan = forms.IntegerField(label="Bulan", min_value=1, max_value=6, required=False)
    jenis = forms.CharField(widget=forms.HiddenInput, required=False)


class SampleForm(Form):
    """Every kind of field. Shown once empty of errors and once full of them."""

    nik = NikField(label="NIK", help_text="16 angka di KTP Anda. Boleh memakai spasi.")
    name = NameField(label="Nama lengkap sesuai KTP")
    phone = PhoneField(label="Nomor HP", help_text="Untuk kode dan kabar penting.")
    phk_on = DateTripleField(label="Tanggal PHK", help_text="Contoh: 30 9 2026", latest=SAMPLE_DAY)
    wage = RupiahField(label="Upah terakhir", help_text="Sebelum dipotong pajak dan iuran.")
    bank = forms.ChoiceField(label="Bank", choices=[("", "Pilih bank"), ("002", "BRI"), ("008", "Mandiri")])
    account = BankAccountField(label="Nomor rekening", help_text="Boleh memakai spasi atau tanda hubung.")
    working = forms.ChoiceField(
        label="Apakah Anda sudah bekerja lagi?",
        choices=[("no", "Belum"), ("yes", "Sudah"), ("unknown", "Saya tidak tahu")],
        widget=Pick(hints={"yes": "Manfaat berhenti. Kami bantu langkahnya."}, apart={"unknown"}),
    )
    days = forms.MultipleChoiceField(
        label="Hari yang Anda bisa",
        choices=[("mon", "Senin"), ("wed", "Rabu")],
        widget=PickMany(slim=True),
        required=False,
    )
    evidence = UploadField(label="Foto bukti lamaran", help_text="JPG, PNG, atau PDF, paling besar 5 MB.")
    note = forms.CharField(label="Catatan untuk petugas", widget=forms.Textarea({"rows": 3}), required=False)
    code = forms.CharField(
        label="Kode 6 angka dari SMS",
        widget=forms.TextInput({"class": "w6 otp", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    agree = forms.BooleanField(label="Keterangan ini benar. Saya masih mencari kerja.")


SAMPLE_SNAPSHOT: dict[str, Any] = {
    "v": 1,
    "name": "Siti Rahmawati",
    "home": "Kota Surakarta, Jawa Tengah",
    "email": "siti@contoh.invalid",
    "phone": "+6281200000001",
    "summary": "Operator jahit, tujuh tahun di lini kemeja ekspor.",
    "photo": None,
    "parts": {
        "pengalaman": [
            {
                "title": "Operator jahit",
                "place": "PT Busana Lestari Contoh",
                "level": "",
                "began": "2019-03",
                "ended": "2026-11",
                "note": "Menjahit kerah dan manset.",
            }
        ],
        "keahlian": [{"title": "Membuat pola pakaian"}, {"title": "Pengendalian mutu"}],
    },
    "condition": None,
}


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


def sample_roll() -> RollForm:
    return RollForm(initial={"answer": "sebagian", "minutes": 210}, prefix="r")


def sample_filter() -> NarrowForm:
    return NarrowForm({"q": "Siti", "keadaan": "periksa", "bulan": "7", "jenis": "klaim"})


def _prefixed(data: dict[str, str], prefix: str) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in data.items()}


def sample_code() -> dict[str, Any]:
    """What a class shows on its wall: a code as a picture and as digits."""
    drawn = segno.make("https://contoh.invalid/", error="m")
    svg = drawn.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None)
    return {"qr": mark_safe(svg), "digits": "482 915"}  # noqa: S308 - drawn here


def sample_tabs() -> list[dict[str, Any]]:
    """A desk of groups, the first one open."""
    pages = [{"url": "#menu", "label": label} for label in ("Antrian verifikasi", "Keberatan", "Kelebihan bayar")]
    pages[1]["current"] = "page"
    groups = [{"url": "#menu", "label": label} for label in ("Peserta", "Iuran", "Pembayaran", "Pelatihan")]
    return [{"url": "#menu", "label": "Klaim", "current": "true", "pages": pages}, *groups]


def sample_lists(here: str) -> dict[str, Any]:
    """Data of the list components. `here` is where sample links lead."""
    return {
        "three": [
            {"term": "Keputusan", "kind": "ok", "tag": "Aktif", "value": "bulan ke-3 dari 6",
             "text": "Disetujui 8 Oktober 2026."},
            {"term": "Besar manfaat", "value": 3_000_000, "money": True, "text": "per bulan"},
            {"term": "Pembayaran terakhir", "value": "Masuk 12 November 2026", "text": "BRI •••• 4471.",
             "href": here, "link": "Uang belum masuk?"},
        ],
        "months": [
            {"number": 1, "state": "paid", "kind": "ok", "tag": "Dibayar", "amount": 3_000_000,
             "text": "9 Oktober 2026", "href": here, "link": "Surat"},
            {"number": 2, "state": "lost", "kind": "bad", "tag": "Ditolak",
             "text": "Keberatan sampai 15 Desember"},
            {"number": 3, "state": "cur", "kind": "wait", "tag": "Belum lengkap", "amount": 3_000_000,
             "text": "Ajukan 7–14 Desember 2026", "href": here, "link": "Lihat daftar tugas"},
            {"number": 4, "text": "Mulai 7 Januari 2027"},
            {"number": 5, "text": "Mulai 7 Februari 2027"},
            {"number": 6, "text": "30 Maret – 6 April 2027, dengan formulir status kebekerjaan"},
        ],
        "tasks": [
            {"title": "Isi rekening bank", "href": here, "text": "BRI •••• 4471", "kind": "ok", "tag": "Selesai"},
            {"title": "Tanda tangani KAPK", "href": here, "kind": "wait", "tag": "Belum selesai"},
            {"title": "Periksa dan kirim", "href": "", "text": "Terbuka setelah tugas lain selesai",
             "tag": "Belum bisa dimulai"},
        ],
        "facts": [
            {"term": "Nama", "value": "Siti Rahmawati"},
            {"term": "Rekening", "value": "BRI •••• 4471, atas nama Siti Rahmawati", "href": here},
            {"term": "Bukti mencari kerja", "value": "5 dari 5 lamaran", "href": here, "what": "bukti"},
        ],
        "trace": [
            {"met": True, "title": "Masa iur cukup", "text": "20 bulan dari 24 bulan terakhir. Dibutuhkan 12.",
             "law": "PP 37/2021 Pasal 19"},
            {"met": False, "title": "5 lamaran, atau 1 wawancara",
             "text": "3 lamaran di 3 perusahaan, kurang 2.", "law": "Permenaker 2/2025 Pasal 13 ayat (4)"},
            {"met": None, "title": "Laporan PHK dari perusahaan",
             "text": "Kami periksa saat Anda mengajukan.", "law": "Permenaker 2/2025 Pasal 9"},
        ],
        "log": [
            {"title": "Klaim dikirim", "strong": True, "when": "11 Desember, 14.07 WIB"},
            {"title": "Perlu diperbaiki", "strong": True, "state": "warn", "when": "14 Desember"},
            {"title": "Keputusan", "state": "todo", "when": "Paling lambat 16 Desember"},
        ],
        "chips": [
            {"label": "Semua", "href": here, "count": 971, "current": True},
            {"label": "Klaim pertama", "href": here, "count": 402},
            {"label": "Tugas saya", "href": here, "count": None},
        ],
        "queue": {"words": "Ke-2 dari 14 yang menunggu Anda", "before": "#antrian", "after": "#antrian"},
        "kpi": [
            {"term": "Lewat 3 hari kerja", "value": 4, "text": "tertua 2 hari lewat", "bad": True},
            {"term": "Jatuh tempo hari ini", "value": 31, "text": "sebelum 23.59 WIB"},
            {"term": "Dalam antrian", "value": 971, "text": "naik 58 dari kemarin"},
            {"term": "Selesai oleh Anda hari ini", "value": 22, "text": "rata-rata 6 menit"},
        ],
        "rows": [
            {"left": "Lewat 2 hari", "hot": True, "claim": "JKP-2026-0011870", "month": 1, "amount": 1_440_000,
             "kind": "wait", "tag": "Perlu petugas"},
            {"left": "14 jam", "claim": "JKP-2026-0012377", "month": 1, "amount": 2_520_000, "kind": "run",
             "tag": "Diperiksa"},
            {"left": "2 hari 14 jam", "claim": "JKP-2026-0012401", "month": 2, "amount": 1_800_000, "kind": "ok",
             "tag": "Dibayar"},
        ],
    }  # fmt: skip
