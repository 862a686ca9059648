"""What is written about vouchers, seats and classes. Never writes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateTripleField, Form
from training.models import Programme, TrainingClass
from training.operations.classes import MOST_SEATS
from training.operations.enrolment import LONGEST_REASON


class ReasonForm(Form):
    """Why a seat is given back, or a class called off."""

    reason = forms.CharField(label=_("Alasan"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": "3"}))


class CodeForm(Form):
    """The code of a participant's voucher, as it is typed."""

    code = forms.CharField(
        label=_("Kode voucher peserta"),
        max_length=40,
        help_text=_("12 huruf dan angka. Huruf kecil, spasi, dan tanda hubung boleh."),
        widget=forms.TextInput({"class": "w12 num", "autocomplete": "off", "autocapitalize": "characters"}),
    )


class RedeemForm(CodeForm):
    """A voucher that was scanned, and the class that its owner goes to."""

    held = forms.ChoiceField(label=_("Kelas"), widget=forms.Select({"class": "w24"}))
    field_order = ("code", "held")

    def __init__(self, *args: Any, classes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held"].choices = classes if len(classes) == 1 else [("", _("Pilih kelas")), *classes]


class SeatsForm(Form):
    """How many seats somebody has, people from outside JKP included."""

    taken = forms.IntegerField(
        label=_("Kursi terisi seluruhnya"),
        min_value=0,
        max_value=MOST_SEATS,
        widget=forms.NumberInput({"class": "w3"}),
        help_text=_("Termasuk peserta di luar JKP."),
    )


class ClassForm(Form):
    """A class of a listed programme."""

    programme = forms.ModelChoiceField(
        queryset=Programme.objects.none(), label=_("Program"), empty_label=_("Pilih program")
    )
    starts_on = DateTripleField(
        label=_("Hari pertama"), error_messages={"required": _("Isi hari pertama: hari, bulan, dan tahun.")}
    )
    ends_on = DateTripleField(
        label=_("Hari terakhir"), error_messages={"required": _("Isi hari terakhir: hari, bulan, dan tahun.")}
    )
    schedule = forms.CharField(
        label=_("Hari dan jam"),
        max_length=120,
        help_text=_("Misalnya: Senin–Jumat, 08.00–15.00"),
        widget=forms.TextInput({"class": "w24"}),
    )
    place = forms.CharField(
        label=_("Tempat"),
        max_length=200,
        help_text=_("Alamat lengkap, atau Daring."),
        widget=forms.TextInput({"class": "w24"}),
    )
    seats = forms.IntegerField(
        label=_("Kursi"), min_value=1, max_value=MOST_SEATS, widget=forms.NumberInput({"class": "w3"})
    )

    def __init__(self, *args: Any, programmes: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        self.fields["starts_on"].earliest = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Hari terakhir tidak boleh sebelum hari pertama."))
        there = TrainingClass.objects.filter(
            programme=cleaned.get("programme"), starts_on=first, schedule=cleaned.get("schedule")
        )
        if first and cleaned.get("programme") and there.exclude(state="cancelled").exists():
            self.add_error("starts_on", _("Kelas dengan hari pertama dan jam ini sudah ada."))
        return cleaned
