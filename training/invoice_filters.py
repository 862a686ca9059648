"""What lists of invoices may be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SEARCH, ListFilter
from core.text import one_line
from training.enums import InvoiceState
from training.models import Invoice
from training.selectors.invoices import WAITING, search_own, search_queue

I = InvoiceState  # noqa: E741 - as in the models
EVERY = "semua"
AT_OFFICES = [(state.value, state.label) for state in I if state not in (I.DRAFT, I.CANCELLED)]


class OwnFilter(ListFilter):
    """The institute's own invoices."""

    q = django_filters.CharFilter(
        method="search", label=_("Nomor tagihan atau program"), widget=forms.TextInput(SEARCH)
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=I.choices, label=_("Keadaan"), empty_label=_("Semua keadaan")
    )

    class Meta:
        model = Invoice
        fields: list[str] = []

    def search(self, rows: QuerySet[Invoice], name: str, value: str) -> QuerySet[Invoice]:
        text = one_line(value)[:120]
        return search_own(rows, text) if text else rows


class ReviewFilter(ListFilter):
    """The queue; without a state, what waits for Kemnaker."""

    q = django_filters.CharFilter(
        method="search", label=_("Lembaga, program, atau nomor"), widget=forms.TextInput(SEARCH)
    )
    keadaan = django_filters.ChoiceFilter(
        method="in_state",
        choices=[*AT_OFFICES, (EVERY, _("Semua"))],
        label=_("Keadaan"),
        empty_label=_("Menunggu Kemnaker"),
    )
    provinsi = django_filters.ChoiceFilter(
        field_name="training_class__programme__institute__province",
        label=_("Provinsi"),
        empty_label=_("Semua provinsi"),
    )

    class Meta:
        model = Invoice
        fields: list[str] = []

    def __init__(self, *args: Any, provinces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["provinsi"].extra["choices"] = provinces

    def search(self, rows: QuerySet[Invoice], name: str, value: str) -> QuerySet[Invoice]:
        text = one_line(value)[:120]
        return search_queue(rows, text) if text else rows

    def in_state(self, rows: QuerySet[Invoice], name: str, value: str) -> QuerySet[Invoice]:
        return rows if value == EVERY else rows.filter(state=value)

    @property
    def qs(self) -> QuerySet[Invoice]:
        rows = super().qs
        return rows if self.data.get("keadaan") else rows.filter(state__in=WAITING)
