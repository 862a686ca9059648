"""What lists of bills to BPJS may be narrowed by."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SEARCH, ListFilter
from core.text import one_line
from training.enums import BillingState, ItemState
from training.models import BillingBatch, BillingItem
from training.selectors.billing import AT_BPJS, search_items


class BillingFilter(ListFilter):
    q = django_filters.CharFilter(method="search", label=_("Nomor pengajuan"), widget=forms.TextInput(SEARCH))
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=BillingState.choices, label=_("Keadaan"), empty_label=_("Semua keadaan")
    )

    class Meta:
        model = BillingBatch
        fields: list[str] = []

    def search(self, rows: QuerySet[BillingBatch], name: str, value: str) -> QuerySet[BillingBatch]:
        text = one_line(value)[:120]
        return rows.filter(number__icontains=text) if text else rows


class BpjsFilter(BillingFilter):
    """What BPJS has received."""

    keadaan = django_filters.ChoiceFilter(
        field_name="state",
        choices=[(state.value, state.label) for state in AT_BPJS],
        label=_("Keadaan"),
        empty_label=_("Semua keadaan"),
    )


class ItemFilter(ListFilter):
    q = django_filters.CharFilter(
        method="search", label=_("Lembaga, program, atau nomor tagihan"), widget=forms.TextInput(SEARCH)
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=ItemState.choices, label=_("Keadaan"), empty_label=_("Semua keadaan")
    )

    class Meta:
        model = BillingItem
        fields: list[str] = []

    def search(self, rows: QuerySet[BillingItem], name: str, value: str) -> QuerySet[BillingItem]:
        text = one_line(value)[:120]
        return search_items(rows, text) if text else rows
