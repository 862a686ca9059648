"""What the paying officers may narrow their lists by. Nothing personal in the address."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import ListFilter
from payments.enums import BatchState, PayoutState
from payments.models import Batch, Payout
from payments.models.payouts import KEY_PREFIX, pk_of


def _typed(value: str) -> str:
    return value.replace("\x00", "").strip()[:80]


class BatchFilter(ListFilter):
    q = django_filters.CharFilter(method="search", label=_("Nomor batch"), widget=forms.TextInput)
    keadaan = django_filters.ChoiceFilter(
        field_name="state", label=_("Keadaan"), empty_label=_("Semua keadaan"), choices=BatchState.choices
    )

    class Meta:
        model = Batch
        fields = ("q", "keadaan")

    def search(self, rows: QuerySet[Batch], name: str, value: str) -> QuerySet[Batch]:
        return rows.filter(number__icontains=_typed(value)) if _typed(value) else rows


class LineFilter(ListFilter):
    """By line number, key or bank reference; by state through the chips."""

    q = django_filters.CharFilter(
        method="search", label=_("Nomor baris, kunci, atau referensi bank"), widget=forms.TextInput
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", label=_("Keadaan"), choices=PayoutState.choices, widget=forms.HiddenInput
    )

    class Meta:
        model = Payout
        fields = ("q", "keadaan")

    def search(self, rows: QuerySet[Payout], name: str, value: str) -> QuerySet[Payout]:
        value = _typed(value)
        if not value:
            return rows
        wanted = Q(bank_reference__iexact=value)
        if value.isascii() and value.isdigit() and len(value) <= 6:
            wanted |= Q(line_no=int(value))
        if pk_of(value.replace(KEY_PREFIX.lower(), KEY_PREFIX)):
            wanted |= Q(pk=pk_of(value.replace(KEY_PREFIX.lower(), KEY_PREFIX)))
        return rows.filter(wanted)
