"""What lists of terminations can be narrowed by. The query string holds no NIK."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SEARCH, ListFilter
from core.text import one_line
from participants.enums import ContributionFileState, ContributionKind, PhkState
from participants.models import ContributionFile, PhkEvent

PROBLEM_CHOICES = [
    ("silent", _("Pihak lain tidak menjawab")),
    ("disputed", _("Dibantah")),
    ("no_file", _("Tanpa berkas bukti")),
]


class _Search(django_filters.CharFilter):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(SEARCH), **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        text = one_line(value or "")[:120]
        if not text:
            return qs
        return qs.filter(
            Q(number__icontains=text) | Q(employer__name__icontains=text) | Q(person__full_name__icontains=text)
        )


class EmployerPhkFilter(ListFilter):
    """A firm's own reports."""

    q = _Search(label=_("Nomor laporan atau nama"))
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=PhkState.choices, label=_("Keadaan"), empty_label=_("Semua")
    )

    class Meta:
        model = PhkEvent
        fields: list[str] = []


class MediationFilter(ListFilter):
    """The mediator's queue. Without a state: what waits for the mediator."""

    q = _Search(label=_("Nomor, perusahaan, atau pekerja"))
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=PhkState.choices, label=_("Keadaan"), empty_label=_("Menunggu mediator")
    )
    catatan = django_filters.ChoiceFilter(
        choices=PROBLEM_CHOICES, label=_("Catatan"), empty_label=_("Semua"), method="with_problem"
    )

    class Meta:
        model = PhkEvent
        fields: list[str] = []

    def with_problem(self, queryset: QuerySet[PhkEvent], name: str, value: str) -> QuerySet[PhkEvent]:
        if value == "silent":
            return queryset.filter(other_side_silent=True)
        if value == "disputed":
            return queryset.filter(versions__stance="disputes").distinct()
        return queryset.exclude(proofs__file__isnull=False)


class ContributionFileFilter(ListFilter):
    """Files of contributions, by number or name, kind and state."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Nomor atau nama berkas"),
        widget=forms.TextInput(SEARCH),
    )
    jenis = django_filters.ChoiceFilter(
        field_name="kind", choices=ContributionKind.choices, label=_("Jenis"), empty_label=_("Semua jenis")
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=ContributionFileState.choices, label=_("Keadaan"), empty_label=_("Semua keadaan")
    )

    class Meta:
        model = ContributionFile
        fields: list[str] = []

    def search(self, rows: QuerySet[ContributionFile], name: str, value: str) -> QuerySet[ContributionFile]:
        text = one_line(value)[:120]
        return rows.filter(Q(number__icontains=text) | Q(name__icontains=text)) if text else rows
