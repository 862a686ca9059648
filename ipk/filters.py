"""What a counsellor may narrow the queue by. Nothing that identifies beyond words that were typed."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.text import one_line
from ipk.enums import ActivityKind, ActivityState
from ipk.models import Activity

STATES = [(s.value, s.label) for s in ActivityState if s not in (ActivityState.SUBMITTED, ActivityState.WITHDRAWN)]


class EvidenceFilter(django_filters.FilterSet):
    """Without a state: what waits for an officer."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Perusahaan, posisi, atau peserta"),
        widget=forms.TextInput({"type": "search", "maxlength": "120"}),
    )
    jenis = django_filters.ChoiceFilter(
        field_name="kind", choices=ActivityKind.choices, label=_("Jenis"), empty_label=_("Semua jenis")
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=STATES, label=_("Keadaan"), empty_label=_("Menunggu pemeriksaan")
    )

    class Meta:
        model = Activity
        fields: list[str] = []

    def search(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        text = one_line(value)[:120]
        if not text:
            return rows
        found = Q(company__icontains=text) | Q(position__icontains=text) | Q(person__full_name__icontains=text)
        return rows.filter(found)

    @property
    def rows(self) -> QuerySet[Activity]:
        """What the filter leaves; without a state, what waits."""
        return self.qs if self.data.get("keadaan") else self.qs.awaiting_officer()

    @property
    def narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.filters)
