"""What the list of signals may be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SEARCH, ListFilter
from core.models import Region
from core.text import one_line
from training.enums import SignalKind, SignalState
from training.models import Signal

EVERY = "semua"


class SignalFilter(ListFilter):
    """Without a state: what nobody has decided; a search goes through all."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Lembaga, VIN, atau konselor"),
        widget=forms.TextInput(SEARCH),
    )
    keadaan = django_filters.ChoiceFilter(
        method="in_state",
        choices=[(state.value, state.label) for state in SignalState if state != SignalState.OPEN]
        + [(EVERY, _("Semua"))],
        label=_("Keadaan"),
        empty_label=SignalState.OPEN.label,
    )
    aturan = django_filters.ChoiceFilter(
        field_name="kind", choices=SignalKind.choices, label=_("Aturan"), empty_label=_("Semua aturan")
    )
    provinsi = django_filters.ChoiceFilter(
        field_name="institute__province", choices=[], label=_("Provinsi"), empty_label=_("Semua provinsi")
    )

    class Meta:
        model = Signal
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(Region.objects.filter(parent=None).order_by("name").values_list("pk", "name"))
        self.filters["provinsi"].extra["choices"] = names

    def search(self, rows: QuerySet[Signal], name: str, value: str) -> QuerySet[Signal]:
        text = one_line(value)[:120].strip()
        if not text:
            return rows
        words = Q(institute__name__icontains=text) | Q(counsellor__full_name__icontains=text)
        return rows.filter(words | Q(institute__vin=text.replace(" ", "").upper()))

    def in_state(self, rows: QuerySet[Signal], name: str, value: str) -> QuerySet[Signal]:
        return rows if value == EVERY else rows.filter(state=value)

    @property
    def rows(self) -> QuerySet[Signal]:
        """What the filter leaves; with neither state nor words, what waits."""
        if self.data.get("keadaan") or one_line(self.data.get("q") or "").strip():
            return self.qs
        return self.qs.filter(state=SignalState.OPEN)
