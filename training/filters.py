"""What lists of classes, programmes and officers' ties may be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.filters import SEARCH, ListFilter
from core.models import Region
from core.text import one_line
from training.enums import Mode, ProgrammeState
from training.groups import groups
from training.models import Interest, Programme, TrainingClass
from training.selectors import classes as reads

LONGEST = 120
STAGES = (
    (reads.RUNNING, _("Berjalan")),
    (reads.AHEAD, _("Akan datang")),
    (reads.PAST, _("Selesai")),
    (reads.OFF, _("Dibatalkan")),
)


class ClassFilter(ListFilter):
    """An institute's own classes."""

    q = django_filters.CharFilter(method="search", label=_("Program atau tempat"), widget=forms.TextInput(SEARCH))
    tahap = django_filters.ChoiceFilter(method="stage", choices=STAGES, label=_("Tahap"), empty_label=_("Semua"))

    class Meta:
        model = TrainingClass
        fields: list[str] = []

    def search(self, rows: QuerySet[TrainingClass], name: str, value: str) -> QuerySet[TrainingClass]:
        text = one_line(value)[:LONGEST]
        return rows.filter(Q(programme__title__icontains=text) | Q(place__icontains=text)) if text else rows

    def stage(self, rows: QuerySet[TrainingClass], name: str, value: str) -> QuerySet[TrainingClass]:
        return reads.narrowed(rows, value, clock.today())


class ProgrammeFilter(ListFilter):
    """An institute's own programmes."""

    q = django_filters.CharFilter(method="search", label=_("Nama program"), widget=forms.TextInput(SEARCH))
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=ProgrammeState.choices, label=_("Keadaan"), empty_label=_("Semua")
    )

    class Meta:
        model = Programme
        fields: list[str] = []

    def search(self, rows: QuerySet[Programme], name: str, value: str) -> QuerySet[Programme]:
        text = one_line(value)[:LONGEST]
        found = Q(title__icontains=text) | Q(institute__name__icontains=text)
        return rows.filter(found) if text else rows


class PricingFilter(ProgrammeFilter):
    """What the cost desk looks at: of every institute."""

    q = django_filters.CharFilter(method="search", label=_("Program atau lembaga"), widget=forms.TextInput(SEARCH))
    golongan = django_filters.ChoiceFilter(
        method="group", choices=(), label=_("Golongan jabatan"), empty_label=_("Semua golongan")
    )
    provinsi = django_filters.ModelChoiceFilter(
        field_name="institute__province",
        queryset=Region.objects.filter(parent=None).order_by("name"),
        label=_("Provinsi"),
        empty_label=_("Semua provinsi"),
        method="in_province",
    )
    cara = django_filters.ChoiceFilter(
        field_name="mode", choices=Mode.choices, label=_("Cara belajar"), empty_label=_("Semua cara")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        majors = [(code, f"{code} {group}") for code, group in groups().items() if len(code) == 1]
        self.filters["golongan"].extra["choices"] = majors

    def group(self, rows: QuerySet[Programme], name: str, value: str) -> QuerySet[Programme]:
        return rows.filter(group__startswith=value)

    def in_province(self, rows: QuerySet[Programme], name: str, value: Region) -> QuerySet[Programme]:
        return rows.filter(institute__province=value.pk)


class InterestFilter(ListFilter):
    """Officers' ties to institutes."""

    q = django_filters.CharFilter(method="search", label=_("Lembaga atau petugas"), widget=forms.TextInput(SEARCH))

    class Meta:
        model = Interest
        fields: list[str] = []

    def search(self, rows: QuerySet[Interest], name: str, value: str) -> QuerySet[Interest]:
        text = one_line(value)[:LONGEST]
        found = Q(institute__name__icontains=text) | Q(officer__full_name__icontains=text)
        return rows.filter(found) if text else rows
