"""Shape and wording of what people type about a claim. Never writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.enums import CorrectionDocument, CorrectionReason
from claims.reasons import REASONS
from core.forms import BankAccountField, Form, NameField, Pick
from integrations.bank import Bank


class ConfirmDataForm(Form):
    correct = forms.BooleanField(
        label=_("Data diri ini benar"),
        error_messages={"required": _("Centang bila data diri ini benar, atau hubungi Halo JKP bila ada yang salah.")},
    )


class AccountForm(Form):
    """Bank and number; the owner is always the participant."""

    bank = forms.ChoiceField(label=_("Bank"), error_messages={"required": _("Pilih bank Anda.")})
    number = BankAccountField(label=_("Nomor rekening"), help_text=_("Boleh ditulis dengan spasi atau tanda hubung."))
    holder = NameField(
        label=_("Nama pemilik rekening"),
        help_text=_("Seperti tertulis di buku tabungan. Harus atas nama Anda sendiri."),
    )

    def __init__(self, *args: Any, banks: list[Bank], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._banks = {bank.code: bank for bank in banks}
        self.fields["bank"].choices = [("", _("Pilih bank")), *((b.code, b.name) for b in banks)]

    @property
    def bank_name(self) -> str:
        return self._banks[self.cleaned_data["bank"]].name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        bank, number = self._banks.get(data.get("bank", "")), data.get("number")
        if bank and number and not bank.accepts(number):
            self.add_error(
                "number",
                _("Nomor ini bukan pola nomor rekening %(bank)s. Periksa buku tabungan Anda.") % {"bank": bank.name},
            )
        return data


class KapkForm(Form):
    name = forms.CharField(
        label=_("Ketik nama lengkap Anda"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Ketik nama lengkap Anda seperti di KTP.")},
    )
    code = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w6"}),
        error_messages={"required": _("Isi 6 angka yang kami kirim. Bila belum ada, minta kode dulu.")},
    )
    agree = forms.BooleanField(
        label=_("Saya sudah membaca dan menyetujui KAPK"),
        error_messages={"required": _("Centang bila Anda menyetujui KAPK.")},
    )

    def clean_code(self) -> str:
        return "".join(c for c in self.cleaned_data["code"] if c.isdigit())


class SendForm(Form):
    truthful = forms.BooleanField(
        label=_("Keterangan ini benar. Saya belum bekerja lagi dan bersedia mencari kerja."),
        error_messages={"required": _("Centang pernyataan ini sebelum mengirim klaim.")},
    )


class ReviewForm(Form):
    """The verifier's decision. `assessment` is the run that the officer saw."""

    APPROVE, FIX, REFUSE = "approve", "fix", "refuse"

    assessment = forms.UUIDField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Putusan Anda"),
        choices=[(APPROVE, _("Setujui")), (FIX, _("Minta perbaikan")), (REFUSE, _("Tolak, dengan alasan dan pasal"))],
        widget=Pick,
        error_messages={"required": _("Pilih satu putusan.")},
    )
    document = forms.ChoiceField(
        label=_("Dokumen yang perlu diperbaiki"),
        choices=[("", _("Pilih dokumen")), *CorrectionDocument.choices],
        required=False,
    )
    fix_reason = forms.ChoiceField(
        label=_("Alasan perbaikan"), choices=[("", _("Pilih alasan")), *CorrectionReason.choices], required=False
    )
    refusal = forms.ChoiceField(
        label=_("Alasan penolakan"),
        choices=[("", _("Pilih alasan")), *((code, f"{code} · {reason.title}") for code, reason in REASONS.items())],
        required=False,
    )
    note = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Peserta membaca penjelasan ini. Wajib untuk syarat yang belum pasti dan untuk penolakan."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        verdict = data.get("verdict")
        if verdict == self.FIX:
            self._need("document", _("Pilih dokumen yang perlu diperbaiki."))
            self._need("fix_reason", _("Pilih alasan perbaikan."))
        if verdict == self.REFUSE:
            self._need("refusal", _("Pilih alasan penolakan."))
            self._need("note", _("Tulis penjelasan untuk peserta."))
        return data

    def _need(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name):
            self.add_error(name, message)
