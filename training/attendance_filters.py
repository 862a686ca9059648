"""What lists of training may be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SEARCH, ListFilter
from core.models import Region
from core.text import one_line
from training.enums import EnrolmentState, MeetingState, UnlockRequestState
from training.models import Enrolment, Meeting, UnlockRequest

WRITTEN, ALL = "sudah", "semua"


class MeetingFilter(ListFilter):
    """Meetings of one class."""

    q = django_filters.CharFilter(
        field_name="topic", lookup_expr="icontains", label=_("Materi"), widget=forms.TextInput(SEARCH)
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=MeetingState.choices, label=_("Keadaan"), empty_label=_("Semua")
    )

    class Meta:
        model = Meeting
        fields: list[str] = []


class PeopleFilter(ListFilter):
    """Participants of one class."""

    q = django_filters.CharFilter(
        field_name="person__full_name", lookup_expr="icontains", label=_("Nama"), widget=forms.TextInput(SEARCH)
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=EnrolmentState.choices, label=_("Keadaan"), empty_label=_("Semua")
    )

    class Meta:
        model = Enrolment
        fields: list[str] = []


class LockedFilter(ListFilter):
    """Locked meetings of the nation, for the officer who opens them. Without anything: those nobody wrote."""

    q = django_filters.CharFilter(method="search", label=_("LPK atau program"), widget=forms.TextInput(SEARCH))
    provinsi = django_filters.ModelChoiceFilter(
        field_name="training_class__programme__institute__province",
        queryset=Region.objects.none(),
        to_field_name="code",
        method="in_province",
        label=_("Provinsi"),
        empty_label=_("Semua provinsi"),
    )
    isi = django_filters.ChoiceFilter(
        method="by_roster",
        choices=((WRITTEN, _("Sudah diisi")), (ALL, _("Semua"))),
        label=_("Presensi"),
        empty_label=_("Belum diisi"),
    )

    class Meta:
        model = Meeting
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.data.get("isi"):
            self.queryset = self.queryset.filter(state=MeetingState.PLANNED)
        self.filters["provinsi"].queryset = Region.objects.filter(parent=None).order_by("name")

    def search(self, rows: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        text = one_line(value)[:120]
        words = Q(training_class__programme__institute__name__icontains=text)
        return rows.filter(words | Q(training_class__programme__title__icontains=text)) if text else rows

    def in_province(self, rows: QuerySet[Meeting], name: str, value: Region | None) -> QuerySet[Meeting]:
        return rows.filter(training_class__programme__institute__province=value.pk) if value else rows

    def by_roster(self, rows: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        return rows.filter(state=MeetingState.RECORDED) if value == WRITTEN else rows


class UnlockRequestFilter(ListFilter):
    """Requests of institutes. Without a state: those that wait for an answer."""

    q = django_filters.CharFilter(method="search", label=_("LPK, program, atau alasan"), widget=forms.TextInput(SEARCH))
    provinsi = django_filters.ModelChoiceFilter(
        queryset=Region.objects.none(),
        to_field_name="code",
        method="in_province",
        label=_("Provinsi"),
        empty_label=_("Semua provinsi"),
    )
    keadaan = django_filters.ChoiceFilter(
        method="in_state",
        choices=(
            (UnlockRequestState.GRANTED.value, UnlockRequestState.GRANTED.label),
            (UnlockRequestState.REFUSED.value, UnlockRequestState.REFUSED.label),
            (ALL, _("Semua")),
        ),
        label=_("Keadaan"),
        empty_label=UnlockRequestState.ASKED.label,
    )

    class Meta:
        model = UnlockRequest
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.data.get("keadaan"):
            self.queryset = self.queryset.filter(state=UnlockRequestState.ASKED)
        self.filters["provinsi"].queryset = Region.objects.filter(parent=None).order_by("name")

    def search(self, rows: QuerySet[UnlockRequest], name: str, value: str) -> QuerySet[UnlockRequest]:
        text = one_line(value)[:120]
        taught = "meeting__training_class__programme__"
        words = Q(**{f"{taught}institute__name__icontains": text}) | Q(**{f"{taught}title__icontains": text})
        return rows.filter(words | Q(reason__icontains=text)) if text else rows

    def in_province(self, rows: QuerySet[UnlockRequest], name: str, value: Region | None) -> QuerySet[UnlockRequest]:
        if value is None:
            return rows
        return rows.filter(meeting__training_class__programme__institute__province=value.pk)

    def in_state(self, rows: QuerySet[UnlockRequest], name: str, value: str) -> QuerySet[UnlockRequest]:
        return rows if value == ALL else rows.filter(state=value).order_by("-decided_at", "pk")
