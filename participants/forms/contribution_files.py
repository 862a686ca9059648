"""A contribution file and what its letter says of it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form, RupiahField, UploadField
from participants.contribution_law import holds
from participants.enums import ContributionKind
from participants.operations.contribution_files import REFUSALS, ControlTotals
from rules.calendar import month_of

LARGEST = 64 * 1024 * 1024
LARGEST_SUM = 10**18


class ContributionFileForm(Form):
    """`said()` gives what the operation asks for."""

    kind = forms.ChoiceField(label=_("Jenis berkas"), choices=ContributionKind.choices, initial=ContributionKind.MONTH)
    month = forms.RegexField(
        r"20\d\d-(0[1-9]|1[0-2])",
        label=_("Bulan iuran"),
        required=False,
        help_text=_("Hanya untuk berkas bulanan. Tulis seperti 2026-10."),
        error_messages={"invalid": _("Tulis tahun dan bulan seperti 2026-10.")},
        widget=forms.TextInput({"class": "w12", "autocomplete": "off"}),
    )
    file = UploadField(label=_("Berkas CSV"), extensions=("csv",), largest=LARGEST, help_text=_("Paling besar 64 MB."))
    rows = forms.IntegerField(
        label=_("Jumlah baris"),
        min_value=1,
        max_value=LARGEST_SUM,
        localize=False,
        help_text=_("Menurut surat pengantar, tanpa baris judul."),
        widget=forms.TextInput({"class": "w12", "inputmode": "numeric"}),
    )
    wages = RupiahField(label=_("Jumlah upah"), largest=LARGEST_SUM)
    government = RupiahField(label=_("Jumlah iuran pemerintah"), largest=LARGEST_SUM)
    sha256 = forms.RegexField(
        r"\s*[0-9a-fA-F]{64}\s*",
        label=_("SHA-256 berkas"),
        help_text=_("64 huruf dan angka dari surat pengantar."),
        error_messages={"invalid": _("SHA-256 terdiri dari 64 huruf a sampai f dan angka.")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].conditional = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        month = data.get("month")
        if data.get("kind") == ContributionKind.MONTH:
            if not month and "month" not in self.errors:
                self.add_error("month", _("Tulis bulan iuran berkas ini."))
            elif month and not holds(month_of(_first(month))):
                self.add_error("month", REFUSALS["month"])
        return data

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind = ContributionKind(data["kind"])
        return {
            "kind": kind,
            "month": _first(data["month"]) if kind == ContributionKind.MONTH else None,
            "said": ControlTotals(data["rows"], data["wages"], data["government"], data["sha256"]),
        }


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
