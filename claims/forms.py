"""Shape and wording of what people type about a claim. Never writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.enums import CORRECTION_REASONS, CorrectionDocument
from claims.reasons import MONTH_REASONS, REASONS
from core.forms import BankAccountField, Form, NameField, Pick, RupiahField
from files.forms import EvidenceField
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
    def account(self) -> dict[str, str]:
        """What the operations take."""
        data = self.cleaned_data
        bank = self._banks[data["bank"]]
        return {
            "bank_code": bank.code,
            "bank_name": bank.name,
            "number": data["number"],
            "holder": data["holder"],
        }

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
    """`full_name` is what the person is asked to type."""

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

    def __init__(self, *args: Any, full_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Sama seperti di KTP: %(name)s") % {"name": full_name}

    def clean_code(self) -> str:
        return "".join(c for c in self.cleaned_data["code"] if c.isdigit())


class SendForm(Form):
    truthful = forms.BooleanField(
        label=_("Keterangan ini benar. Saya belum bekerja lagi dan bersedia mencari kerja."),
        error_messages={"required": _("Centang pernyataan ini sebelum mengirim klaim.")},
    )


class MonthForm(Form):
    """The declaration of a month, and for the last one the form about work (POL-12)."""

    YES, NO = "yes", "no"
    STARTS = (
        ("now", _("Sekarang juga")),
        ("month", _("Dalam satu bulan")),
        ("later", _("Lebih dari satu bulan")),
        ("unknown", _("Saya belum tahu")),
    )

    working = forms.ChoiceField(
        label=_("Apakah Anda sudah bekerja?"),
        choices=[(NO, _("Belum")), (YES, _("Sudah"))],
        widget=Pick(slim=True),
        error_messages={"required": _("Pilih apakah Anda sudah bekerja.")},
    )
    looking = forms.ChoiceField(
        label=_("Apakah Anda masih mencari kerja?"),
        choices=[(YES, _("Ya")), (NO, _("Tidak"))],
        widget=Pick(slim=True),
        error_messages={"required": _("Pilih apakah Anda masih mencari kerja.")},
    )
    business = forms.ChoiceField(
        label=_("Apakah Anda sedang memulai usaha sendiri?"),
        choices=[(YES, _("Ya")), (NO, _("Tidak"))],
        widget=Pick(slim=True),
        error_messages={"required": _("Pilih apakah Anda memulai usaha sendiri.")},
    )
    can_start = forms.ChoiceField(
        label=_("Kapan Anda bisa mulai bekerja?"),
        choices=STARTS,
        widget=Pick(slim=True),
        error_messages={"required": _("Pilih kapan Anda bisa mulai bekerja.")},
    )
    truthful = forms.BooleanField(
        label=_("Keterangan ini benar. Saya belum bekerja lagi dan masih mencari kerja."),
        error_messages={"required": _("Centang pernyataan ini sebelum mengirim klaim.")},
    )

    def __init__(self, *args: Any, last_month: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_about_work = last_month
        if last_month:
            self.fields["truthful"].label = _("Keterangan ini benar.")
            return
        for name in ("working", "looking", "business", "can_start"):
            del self.fields[name]

    @property
    def works(self) -> bool:
        """The person says that they work: to be reported, not sent."""
        return self.cleaned_data.get("working") == self.YES

    @property
    def status_form(self) -> dict[str, Any] | None:
        """What is kept of the form of the last month; None for the others."""
        if not self.asks_about_work or not self.is_valid():
            return None
        answers = self.cleaned_data
        yes_or_no = {name: answers[name] == self.YES for name in ("working", "looking", "business")}
        return {**yes_or_no, "can_start": answers["can_start"]}


class CorrectionForm(Form):
    file = EvidenceField(label=_("Foto atau PDF dokumen"))


def _fix_choices() -> list[Any]:
    """One list of document and reason, grouped by document, so that they always fit."""
    groups = [
        (CorrectionDocument(document).label, [(f"{document}:{reason}", reason.label) for reason in reasons])
        for document, reasons in CORRECTION_REASONS.items()
    ]
    return [("", _("Pilih dokumen dan alasannya")), *groups]


class ReviewForm(Form):
    """The verifier's decision. `assessment` is the run that the officer saw; `wage` is asked when none was reported."""

    APPROVE, FIX, REFUSE = "approve", "fix", "refuse"

    assessment = forms.UUIDField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Putusan"), widget=Pick(slim=True), error_messages={"required": _("Pilih satu putusan.")}
    )
    fix = forms.ChoiceField(label=_("Yang perlu diperbaiki"), choices=_fix_choices, required=False)
    refusal = forms.ChoiceField(label=_("Alasan penolakan"), required=False)
    wage = RupiahField(label=_("Upah terakhir yang terbukti"), required=False)
    note = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Peserta membacanya. Wajib untuk hal yang belum pasti dan untuk penolakan."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, approve: str = "", ask_wage: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [
            (self.APPROVE, approve or _("Setujui")),
            (self.FIX, _("Minta perbaikan")),
            (self.REFUSE, _("Tolak, dengan alasan dan pasal")),
        ]
        reasons = [(code, f"{code} · {reason.title}") for code, reason in REASONS.items()]
        self.fields["refusal"].choices = [("", _("Pilih alasan")), *reasons]
        if not ask_wage:
            del self.fields["wage"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        verdict = data.get("verdict")
        if verdict == self.FIX:
            self._need("fix", _("Pilih apa yang perlu diperbaiki dan alasannya."))
        if verdict == self.REFUSE:
            self._need("refusal", _("Pilih alasan penolakan."))
            self._need("note", _("Tulis penjelasan untuk peserta."))
        return data

    def _need(self, name: str, message: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    @property
    def correction(self) -> dict[str, str]:
        """The document and the reason that were chosen together."""
        document, _colon, reason = self.cleaned_data["fix"].partition(":")
        return {"document": document, "reason": reason}


class MonthReviewForm(Form):
    """The verifier's word on a month. `run` is the one that the officer saw; `approve` the words with the amount."""

    APPROVE, ASK, REFUSE = "approve", "ask", "refuse"

    run = forms.UUIDField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Putusan"), widget=Pick(slim=True), error_messages={"required": _("Pilih satu putusan.")}
    )
    refusal = forms.ChoiceField(label=_("Alasan penolakan"), required=False)
    note = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Peserta membacanya."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Tulis penjelasan untuk peserta.")},
    )

    def __init__(self, *args: Any, approve: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [
            (self.APPROVE, approve or _("Setujui")),
            (self.ASK, _("Minta dilengkapi")),
            (self.REFUSE, _("Tolak, dengan alasan dan pasal")),
        ]
        reasons = [(code, f"{code} · {reason.title}") for code, reason in MONTH_REASONS.items()]
        self.fields["refusal"].choices = [("", _("Pilih alasan")), *reasons]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == self.REFUSE and not data.get("refusal"):
            self.add_error("refusal", _("Pilih alasan penolakan."))
        return data


class AccountReviewForm(Form):
    """An officer's word on the account that a person gave after money came back."""

    ACCEPT, OTHER = "accept", "other"

    set_at = forms.DateTimeField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Putusan"),
        choices=[(ACCEPT, _("Terima rekening ini")), (OTHER, _("Minta rekening lain"))],
        widget=Pick(slim=True),
        error_messages={"required": _("Pilih satu putusan.")},
    )
    reason = forms.ChoiceField(
        label=_("Alasan meminta rekening lain"),
        choices=[
            ("", _("Pilih alasan")),
            *((str(r), r.label) for r in CORRECTION_REASONS[CorrectionDocument.ACCOUNT]),
        ],
        required=False,
    )
    note = forms.CharField(
        label=_("Penjelasan"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Tulis penjelasan.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == self.OTHER and not data.get("reason"):
            self.add_error("reason", _("Pilih alasan meminta rekening lain."))
        return data
