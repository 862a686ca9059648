"""Shape and wording of what is typed about work found again and about money that is paid back. Never writes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from claims.selectors.work import PLANS
from core.forms import DateTripleField, Form, Pick, RupiahField

LONGEST_EMPLOYER = 150


class WorkReportForm(Form):
    """`question` is the one about a new membership that this report answers with yes."""

    employer = forms.CharField(
        label=_("Tempat kerja"),
        max_length=LONGEST_EMPLOYER,
        help_text=_("Nama perusahaan, toko, atau usaha sendiri."),
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"required": _("Tulis nama tempat kerja Anda.")},
    )
    accepted_on = DateTripleField(label=_("Kapan Anda diterima?"), help_text=_("Tanggal Anda setuju bekerja."))
    started_on = DateTripleField(
        label=_("Kapan hari pertama kerja?"), help_text=_("Boleh hari yang akan datang, paling jauh 90 hari lagi.")
    )
    wage = RupiahField(
        label=_("Upah sebulan"),
        required=False,
        help_text=_("Boleh dikosongkan. Bulan yang sudah dibayar tidak berubah."),
    )
    question = forms.UUIDField(widget=forms.HiddenInput, required=False)

    # As the browser names the boxes: what the page in between carries on.
    BOXES = (
        "employer",
        *(f"{day}_{part}" for day in ("accepted_on", "started_on") for part in ("day", "month", "year")),
        "wage",
        "question",
    )

    @property
    def told(self) -> dict[str, Any]:
        """What the operation takes."""
        return {name: self.cleaned_data[name] for name in ("employer", "accepted_on", "started_on", "wage")}

    def carried(self) -> list[tuple[str, str]]:
        """Names and values of what was typed, to be sent again unchanged."""
        return [(name, self.data.get(name, "")) for name in self.BOXES]


class AnswerForm(Form):
    """Does the person work where BPJS knows a new membership? A no needs a word."""

    YES, NO = "yes", "no"

    question = forms.UUIDField(widget=forms.HiddenInput)
    works = forms.ChoiceField(
        label=_("Jawaban Anda"),
        choices=[(YES, _("Ya, saya sudah bekerja di sana")), (NO, _("Tidak, saya belum bekerja di sana"))],
        widget=Pick(hints={YES: _("Anda mengisi tanggalnya di halaman berikut."),
                           NO: _("Petugas memeriksa. Manfaat tidak berhenti.")}),
        error_messages={"required": _("Pilih ya atau tidak.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Bila tidak: menurut Anda mengapa data itu ada?"),
        help_text=_("Misalnya: hanya melamar, atau perusahaan salah mendaftarkan."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        required=False,
    )


def _plan_choices() -> list[tuple[int, Any]]:
    return [(1, _("Sekaligus")), *((n, ngettext_lazy("%(n)s kali, tiap bulan", "%(n)s kali, tiap bulan", n) % {"n": n})
            for n in PLANS if n > 1)]  # fmt: skip


class PlanForm(Form):
    """In how many monthly instalments. `amounts` says what each plan asks a month."""

    instalments = forms.TypedChoiceField(
        label=_("Rencana pengembalian"),
        choices=_plan_choices,
        coerce=int,
        widget=Pick(slim=True),
        error_messages={"required": _("Pilih satu rencana.")},
    )

    def __init__(self, *args: Any, amounts: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instalments"].widget.hints = amounts


class OverpaymentForm(PlanForm):
    """The verifier's decision: ask the money back by a plan, or find that nothing is owed."""

    CONFIRM, CANCEL = "confirm", "cancel"

    verdict = forms.ChoiceField(
        label=_("Putusan"), widget=Pick(slim=True), error_messages={"required": _("Pilih satu putusan.")}
    )
    note = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Peserta membacanya dalam surat bila uang diminta kembali."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Tulis penjelasan.")},
    )

    def __init__(self, *args: Any, may_confirm: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        confirm = [(self.CONFIRM, _("Minta kembali, dengan rencana"))] if may_confirm else []
        self.fields["verdict"].choices = [*confirm, (self.CANCEL, _("Batalkan: tidak ada yang perlu dikembalikan"))]
        self.fields["instalments"].required = False
        if not may_confirm:
            del self.fields["instalments"]
            self.fields["note"].help_text = _("Tersimpan dalam riwayat kasus ini.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == self.CONFIRM and not data.get("instalments") and "instalments" not in self.errors:
            self.add_error("instalments", _("Pilih satu rencana."))
        return data


class RepaymentForm(Form):
    """An instalment that arrived. `instalment` is the one that the officer saw."""

    instalment = forms.IntegerField(widget=forms.HiddenInput)
    paid_on = DateTripleField(label=_("Tanggal uang masuk"))
    bank_reference = forms.CharField(
        label=_("Rujukan bank"),
        max_length=40,
        help_text=_("Seperti tertulis pada mutasi rekening."),
        widget=forms.TextInput({"class": "w12", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Tulis nomor rujukan bank.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].latest = today
