"""What lists of workers, places of work and reports can be narrowed by. The query string holds no NIK."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SEARCH, ListFilter
from core.text import one_line
from participants.enums import EmployerFact, EmploymentState, WorkerReportKind, WorkerReportState
from participants.models import EmployerReport, Employment, WorkerReport, Workplace
from participants.worker_wording import PROGRAMMES


def _search(label: Any) -> django_filters.CharFilter:
    widget = forms.TextInput(SEARCH)
    return django_filters.CharFilter(method="search", label=label, widget=widget)


class EmploymentFilter(ListFilter):
    """An employer's workers; without a state, those who work there. Who has no places is not asked for one."""

    q = _search(_("Nama pekerja"))
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=EmploymentState.choices, label=_("Keadaan"), empty_label=_("Masih bekerja")
    )
    tanpa = django_filters.ChoiceFilter(
        choices=[(name, name) for name in PROGRAMMES],
        label=_("Tanpa program"),
        empty_label=_("Semua"),
        method="without",
    )
    tempat = django_filters.ModelChoiceFilter(
        field_name="workplace",
        queryset=lambda request: Workplace.objects.none(),
        label=_("Tempat kerja"),
        empty_label=_("Semua"),
    )

    class Meta:
        model = Employment
        fields: list[str] = []

    def __init__(self, *args: Any, places: QuerySet[Workplace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["tempat"].queryset = places
        if not places.exists():
            del self.filters["tempat"]

    def search(self, rows: QuerySet[Employment], name: str, value: str) -> QuerySet[Employment]:
        text = one_line(value)[:120]
        return rows.filter(full_name__icontains=text) if text else rows

    def without(self, rows: QuerySet[Employment], name: str, value: str) -> QuerySet[Employment]:
        return rows.exclude(programmes__contains=[value])

    def filter_queryset(self, queryset: QuerySet[Employment]) -> QuerySet[Employment]:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("keadaan") else found.current()


class WorkerReportFilter(ListFilter):
    """BPJS's desk; without a state, what waits."""

    q = _search(_("Nomor, perusahaan, NPP, atau pekerja"))
    jenis = django_filters.ChoiceFilter(
        field_name="kind", choices=WorkerReportKind.choices, label=_("Laporan"), empty_label=_("Semua")
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=WorkerReportState.choices, label=_("Keadaan"), empty_label=_("Menunggu BPJS")
    )

    class Meta:
        model = WorkerReport
        fields: list[str] = []

    def search(self, rows: QuerySet[WorkerReport], name: str, value: str) -> QuerySet[WorkerReport]:
        text = one_line(value)[:120]
        if not text:
            return rows
        employer = Q(employment__employer__name__icontains=text) | Q(employment__employer__npp=text)
        return rows.filter(Q(number__icontains=text) | employer | Q(employment__full_name__icontains=text))

    def filter_queryset(self, queryset: QuerySet[WorkerReport]) -> QuerySet[WorkerReport]:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("keadaan") else found.waiting()


class WorkplaceFilter(ListFilter):
    """An employer's places; without a choice, those in use."""

    q = _search(_("Nama, alamat, atau wilayah"))
    tutup = django_filters.ChoiceFilter(
        choices=[("ya", _("Ditutup"))], label=_("Keadaan"), empty_label=_("Masih dipakai"), method="of_state"
    )

    class Meta:
        model = Workplace
        fields: list[str] = []

    def search(self, rows: QuerySet[Workplace], name: str, value: str) -> QuerySet[Workplace]:
        text = one_line(value)[:120]
        found = Q(name__icontains=text) | Q(address__icontains=text) | Q(region__name__icontains=text)
        return rows.filter(found) if text else rows

    def of_state(self, rows: QuerySet[Workplace], name: str, value: str) -> QuerySet[Workplace]:
        return rows.exclude(until=None)

    def filter_queryset(self, queryset: QuerySet[Workplace]) -> QuerySet[Workplace]:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("tutup") else found.filter(until=None)


class EmployerReportFilter(ListFilter):
    """BPJS's desk of employers' own data; without a state, what waits."""

    q = _search(_("Nomor, perusahaan, atau NPP"))
    jenis = django_filters.ChoiceFilter(
        field_name="fact", choices=EmployerFact.choices, label=_("Data"), empty_label=_("Semua")
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=WorkerReportState.choices, label=_("Keadaan"), empty_label=_("Menunggu BPJS")
    )

    class Meta:
        model = EmployerReport
        fields: list[str] = []

    def search(self, rows: QuerySet[EmployerReport], name: str, value: str) -> QuerySet[EmployerReport]:
        text = one_line(value)[:120]
        found = Q(number__icontains=text) | Q(employer__name__icontains=text) | Q(employer__npp=text)
        return rows.filter(found) if text else rows

    def filter_queryset(self, queryset: QuerySet[EmployerReport]) -> QuerySet[EmployerReport]:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("keadaan") else found.waiting()
