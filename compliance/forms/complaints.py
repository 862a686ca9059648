"""P8: the complaint on one page, the tracking code, and what its author says afterwards."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from compliance.enums import ComplaintKind
from compliance.forms.fields import WordsField
from compliance.models.complaints import CODE_LENGTH
from compliance.operations.filing import ComplaintSaid
from core.codes import is_consistent, typed
from core.forms import Form, MonthField, Pick, UploadField
from files.forms import EvidenceField
from participants.forms.phk import LineField
from training.forms.profile import RegencyField

K = ComplaintKind
HINTS = {
    K.WAGE: _("Upah di laporan BPJS lebih rendah daripada di slip gaji."),
    K.SOME_WORKERS: _("Ada rekan kerja yang tidak didaftarkan."),
    K.SOME_PROGRAMMES: _("Misalnya tanpa Jaminan Pensiun atau JKN (perusahaan daftar sebagian, PDS)."),
    K.PHK: _("Anda sudah berhenti, tetapi perusahaan tidak melaporkan PHK."),
    K.LEVY: _("Layanan JKP gratis. Laporkan siapa pun yang meminta uang."),
}
NAMED, NAMELESS = "named", "nameless"
FILE_HINT = _("JPG, PNG, atau PDF, paling besar 5 MB. Boleh menyusul.")


class ComplaintForm(Form):
    """One page. `submission` names this form, so that sent twice it is one complaint."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    claim = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("Apa yang Anda adukan?"), choices=K.choices, widget=Pick(hints=HINTS, apart={K.OTHER.value})
    )
    employer = LineField(
        label=_("Nama perusahaan atau NPP"),
        max_length=200,
        help_text=_("Tulis seperti di slip gaji. Untuk pungutan liar: nama orang atau kantornya."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    region = RegencyField(label=_("Kabupaten atau kota tempat kerja"))
    since = MonthField(label=_("Sejak bulan"), required=False, help_text=_("Contoh: Januari 2026."))
    until = MonthField(label=_("Sampai bulan"), required=False, help_text=_("Kosongkan bila masih berlangsung."))
    text = WordsField(
        label=_("Ceritakan yang terjadi"),
        help_text=_("Siapa, apa, kapan. Hanya pengawas yang membaca ini, bukan perusahaan."),
        rows=8,
    )
    file = EvidenceField(label=_("Bukti"), required=False, help_text=FILE_HINT)
    name = forms.ChoiceField(
        label=_("Kirim dengan nama Anda?"),
        choices=[
            (NAMED, _("Ya, dengan akun saya")),
            (NAMELESS, _("Tidak, tanpa nama")),
        ],
        widget=Pick(
            hints={
                NAMED: _("Pengawas tahu siapa Anda. Perusahaan tidak. Jawaban datang ke akun Anda."),
                NAMELESS: _("Tidak seorang pun tahu siapa Anda. Anda mendapat kode untuk membaca jawaban."),
            }
        ),
    )
    contact = LineField(
        label=_("Telepon atau email Anda"),
        required=False,
        max_length=120,
        help_text=_("Disimpan tersegel, hanya dibuka pengawas wilayah tempat kerja."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, today: date, may_be_named: bool, **kwargs: Any) -> None:
        """`may_be_named`: somebody is signed in for themselves."""
        super().__init__(*args, **kwargs)
        self.fields["region"].fill()
        self.fields["since"].latest = self.fields["until"].latest = today
        if not may_be_named:
            del self.fields["name"], self.fields["claim"]
            # Pieces sent ahead belong to an account.
            self.fields["file"] = UploadField(label=_("Bukti"), required=False, help_text=FILE_HINT)

    @property
    def is_named(self) -> bool:
        return self.cleaned_data.get("name") == NAMED

    def said(self) -> ComplaintSaid:
        data = self.cleaned_data
        return ComplaintSaid(
            K(data["kind"]), data["employer"], data["region"], data["text"], data["since"], data["until"]
        )


class CallerForm(ComplaintForm):
    """What a caller says, written down by the help desk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, may_be_named=False, **kwargs)
        del self.fields["file"]
        self.fields["text"].help_text = _("Dengan kata penelepon. Bacakan lagi sebelum dikirim.")
        self.fields["contact"].label = _("Telepon atau email penelepon")


def new_form_name() -> str:
    return str(uuid.uuid4())


class CodeForm(Form):
    """The tracking code as people type it: other cases, spaces, O for 0."""

    code = LineField(
        label=_("Kode pelacakan"),
        max_length=40,
        help_text=_("12 huruf dan angka dari halaman sesudah mengirim. Contoh: 7K4P-2MQX-9TRA."),
        widget=forms.TextInput({"class": "w24", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = typed(self.cleaned_data["code"], CODE_LENGTH)
        if not code:
            raise ValidationError(_("Kode terdiri atas 12 huruf dan angka. Periksa lagi."), code="shape")
        if not is_consistent(code):
            raise ValidationError(_("Ada huruf atau angka yang salah ketik. Periksa lagi."), code="slip")
        return code


class SayForm(Form):
    text = WordsField(label=_("Tulis kepada pengawas"))

    def __init__(self, *args: Any, asked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked:
            self.fields["text"].label = _("Jawaban Anda")


class ReopenForm(Form):
    text = WordsField(label=_("Apa yang belum beres?"), help_text=_("Sebut yang menurut Anda belum dijawab."))


class FileForm(Form):
    """One more file, by somebody with an account."""

    file = EvidenceField(label=_("Tambah bukti"))


class NamelessFileForm(Form):
    """The same without an account."""

    file = UploadField(label=_("Tambah bukti"), help_text=_("JPG, PNG, atau PDF, paling besar 5 MB."))


class StateForm(Form):
    """The help desk asks how a complaint stands."""

    nomor = LineField(
        label=_("Nomor pengaduan"),
        max_length=20,
        help_text=_("Contoh: PGD-2026-0000123."),
        widget=forms.TextInput({"class": "w24", "autocomplete": "off"}),
    )
