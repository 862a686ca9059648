"""What an officer may narrow the list of objections by. Nothing personal in the address."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.enums import DecisionKind
from claims.models import Objection
from core.filters import ListFilter


class ObjectionFilter(ListFilter):
    q = django_filters.CharFilter(
        method="search", label=_("Nomor keberatan, keputusan, atau klaim"), widget=forms.TextInput
    )
    jenis = django_filters.ChoiceFilter(
        field_name="decision__kind",
        label=_("Keputusan"),
        empty_label=_("Semua keputusan"),
        choices=DecisionKind.choices,
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state",
        label=_("Keadaan"),
        empty_label=_("Perlu petugas"),
        choices=[
            ("submitted", _("Menunggu putusan")),
            ("upheld", _("Dikabulkan")),
            ("rejected", _("Tidak dikabulkan")),
        ],
    )

    class Meta:
        model = Objection
        fields = ("q", "jenis", "keadaan")

    def search(self, rows: QuerySet[Objection], name: str, value: str) -> QuerySet[Objection]:
        value = value.replace("\x00", "").strip()[:60]
        if not value:
            return rows
        wanted = Q(number__iexact=value) | Q(decision__number__iexact=value) | Q(decision__claim__number__iexact=value)
        return rows.filter(wanted)
