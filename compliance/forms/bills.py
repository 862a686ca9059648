"""The bill's file and its letter's totals; what officers type about it; by what lists are narrowed."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from compliance.bill_enums import BillState
from compliance.models import ContributionBill
from compliance.models.bills import LONGEST_WORDS
from compliance.operations.bill_files import REFUSALS, BillTotals
from core.filters import SEARCH, ListFilter
from core.forms import DateTripleField, Form, RupiahField, UploadField
from core.text import one_line
from participants.contribution_law import holds
from rules.calendar import month_of

LARGEST = 64 * 1024 * 1024
LARGEST_SUM = 10**18


class BillFileForm(Form):
    """`said()` gives what the operation asks for."""

    month = forms.RegexField(
        r"20\d\d-(0[1-9]|1[0-2])",
        label=_("Bulan iuran"),
        help_text=_("Tulis seperti 2026-10."),
        error_messages={"invalid": _("Tulis tahun dan bulan seperti 2026-10.")},
        widget=forms.TextInput({"class": "w12", "autocomplete": "off"}),
    )
    file = UploadField(label=_("Berkas CSV"), extensions=("csv",), largest=LARGEST, help_text=_("Paling besar 64 MB."))
    rows = forms.IntegerField(
        label=_("Jumlah baris"),
        min_value=1,
        max_value=LARGEST_SUM,
        localize=False,
        help_text=_("Menurut surat tagihan, tanpa baris judul."),
        widget=forms.TextInput({"class": "w12", "inputmode": "numeric"}),
    )
    recomposition = RupiahField(label=_("Total rekomposisi"), largest=LARGEST_SUM)
    amount = RupiahField(label=_("Jumlah iuran yang ditagihkan"), largest=LARGEST_SUM)
    sha256 = forms.RegexField(
        r"\s*[0-9a-fA-F]{64}\s*",
        label=_("SHA-256 berkas"),
        help_text=_("64 huruf dan angka dari surat tagihan."),
        error_messages={"invalid": _("SHA-256 terdiri dari 64 huruf a sampai f dan angka.")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_month(self) -> date:
        month = date.fromisoformat(f"{self.cleaned_data['month']}-01")
        if not holds(month_of(month)):
            raise forms.ValidationError(REFUSALS["month"])
        return month

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        totals = BillTotals(data["rows"], data["recomposition"], data["amount"], data["sha256"])
        return {"month": data["month"], "said": totals}


class ReturnBillForm(Form):
    words = forms.CharField(
        label=_("Apa yang harus diperbaiki?"),
        max_length=LONGEST_WORDS,
        help_text=_("BPJS membaca kalimat ini bersama berkas umpan balik."),
        widget=forms.Textarea({"rows": 3}),
    )


class PaidBillForm(Form):
    """What the KPPN's order of payment says."""

    on = DateTripleField(label=_("Tanggal SP2D"))
    sp2d = forms.CharField(label=_("Nomor SP2D"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))
    amount = RupiahField(label=_("Jumlah yang dibayar"), largest=LARGEST_SUM)


class BillFilter(ListFilter):
    """Bills by number or SP2D, year of the month, and state."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Nomor tagihan atau SP2D"),
        widget=forms.TextInput(SEARCH),
    )
    tahun = django_filters.ChoiceFilter(
        method="in_year", label=_("Tahun iuran"), empty_label=_("Semua tahun"), choices=()
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=BillState.choices, label=_("Keadaan"), empty_label=_("Semua keadaan")
    )

    class Meta:
        model = ContributionBill
        fields: list[str] = []

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["tahun"].extra["choices"] = [(str(year), str(year)) for year in years]

    def search(self, rows: QuerySet[ContributionBill], name: str, value: str) -> QuerySet[ContributionBill]:
        text = one_line(value)[:120]
        return rows.filter(Q(number__icontains=text) | Q(sp2d__icontains=text)) if text else rows

    def in_year(self, rows: QuerySet[ContributionBill], name: str, value: str) -> QuerySet[ContributionBill]:
        return rows.filter(month__year=int(value))
