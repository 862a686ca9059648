"""What lists may be narrowed by: a counsellor's queues, a firm's vacancies. Nothing that identifies but typed words."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SEARCH, ListFilter
from core.text import one_line
from ipk.enums.activities import ActivityKind, ActivityState
from ipk.enums.applications import ApplicationState
from ipk.enums.vacancies import Flag, VacancyState
from ipk.models import Activity, Application, Vacancy

STATES = [(s.value, s.label) for s in ActivityState if s not in (ActivityState.SUBMITTED, ActivityState.WITHDRAWN)]


class EvidenceFilter(ListFilter):
    """Without a state: what waits for an officer."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Perusahaan, posisi, atau peserta"),
        widget=forms.TextInput(SEARCH),
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


OVER = "over"  # published, but past its last day: no state of its own


class EmployerVacancyFilter(ListFilter):
    """A firm's own vacancies. `today` tells those that are shown from those that are over."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Pekerjaan atau tempat"),
        widget=forms.TextInput(SEARCH),
    )
    keadaan = django_filters.ChoiceFilter(
        method="in_state",
        choices=[*VacancyState.choices, (OVER, _("Sudah lewat tanggal tutup"))],
        label=_("Keadaan"),
        empty_label=_("Semua keadaan"),
    )

    class Meta:
        model = Vacancy
        fields: list[str] = []

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def search(self, rows: QuerySet[Vacancy], name: str, value: str) -> QuerySet[Vacancy]:
        text = one_line(value)[:120]
        if not text:
            return rows
        return rows.filter(Q(title__icontains=text) | Q(region__name__icontains=text) | Q(country__icontains=text))

    def in_state(self, rows: QuerySet[Vacancy], name: str, value: str) -> QuerySet[Vacancy]:
        return _in_state(rows, value, self.today)


class ApplicantFilter(ListFilter):
    """Applicants of one vacancy by name; by state through the chips."""

    q = django_filters.CharFilter(method="search", label=_("Nama pelamar"), widget=forms.TextInput(SEARCH))
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=ApplicationState.choices, widget=forms.HiddenInput
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def search(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        text = one_line(value)[:120]
        return rows.filter(snapshot__name__icontains=text) if text else rows


NEW, REPORTED = "new", "reported"
_DECIDED = (VacancyState.PUBLISHED, VacancyState.REJECTED, VacancyState.CLOSED, VacancyState.TAKEN_DOWN)
DECIDED = {OVER, *_DECIDED}


class VacancyDeskFilter(ListFilter):
    """A counsellor's vacancies: `waiting` ones unless a state is asked for that needs no word, which is of `decided`.

    `waiting` carries `reported`, how many reports wait.
    """

    q = django_filters.CharFilter(
        method="search",
        label=_("Pekerjaan, perusahaan, atau tempat"),
        widget=forms.TextInput(SEARCH),
    )
    tanda = django_filters.ChoiceFilter(
        method="flagged", choices=Flag.choices, label=_("Tanda"), empty_label=_("Dengan atau tanpa tanda")
    )
    keadaan = django_filters.ChoiceFilter(
        method="in_state",
        choices=[
            (NEW, _("Belum tayang")),
            (REPORTED, _("Dilaporkan")),
            *((state.value, state.label) for state in _DECIDED),
            (OVER, _("Sudah lewat tanggal tutup")),
        ],
        label=_("Keadaan"),
        empty_label=_("Menunggu petugas"),
    )

    class Meta:
        model = Vacancy
        fields: list[str] = []

    def __init__(self, data: Any, *, waiting: QuerySet[Vacancy], decided: QuerySet[Vacancy], today: date) -> None:
        self.decided = data.get("keadaan") in DECIDED
        self.today = today
        super().__init__(data, queryset=decided if self.decided else waiting)

    def search(self, rows: QuerySet[Vacancy], name: str, value: str) -> QuerySet[Vacancy]:
        text = one_line(value)[:120]
        if not text:
            return rows
        found = Q(title__icontains=text) | Q(company__icontains=text)
        return rows.filter(found | Q(region__name__icontains=text) | Q(country__icontains=text))

    def flagged(self, rows: QuerySet[Vacancy], name: str, value: str) -> QuerySet[Vacancy]:
        return rows.filter(flags__contains=[value])

    def in_state(self, rows: QuerySet[Vacancy], name: str, value: str) -> QuerySet[Vacancy]:
        if value == NEW:
            return rows.filter(reported=0)
        return rows.filter(reported__gt=0) if value == REPORTED else _in_state(rows, value, self.today)


def _in_state(rows: QuerySet[Vacancy], value: str, today: date) -> QuerySet[Vacancy]:
    """Of a state; what is published and past its last day is over."""
    if value == OVER:
        return rows.filter(state=VacancyState.PUBLISHED, closes_on__lt=today)
    shown = rows.filter(state=value)
    return shown.filter(closes_on__gte=today) if value == VacancyState.PUBLISHED else shown
