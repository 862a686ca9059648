"""What a counsellor's lists and the calendar of counsellors may be narrowed by."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.clock import start_of_day
from core.filters import SEARCH, ListFilter
from core.text import one_line
from counseling.enums import Channel
from counseling.models import CounsellingRequest, Counsellor, Session
from counseling.selectors import desk

GROUPS = (
    (str(desk.YOURS), _("Untuk Anda")),
    (str(desk.REGION), _("Wilayah Anda")),
    (str(desk.ANYWHERE), _("Wilayah lain")),
)


class QueueFilter(ListFilter):
    """Without anything: all that wait in reach."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Peserta atau wilayah"),
        widget=forms.TextInput(SEARCH),
    )
    untuk = django_filters.ChoiceFilter(
        field_name="place", choices=GROUPS, label=_("Untuk siapa"), empty_label=_("Semua")
    )
    cara = django_filters.ChoiceFilter(
        field_name="channel", choices=Channel.choices, label=_("Cara bertemu"), empty_label=_("Semua cara")
    )

    class Meta:
        model = CounsellingRequest
        fields: list[str] = []

    def search(self, rows: QuerySet[CounsellingRequest], name: str, value: str) -> QuerySet[CounsellingRequest]:
        text = one_line(value)[:120]
        return desk.search(rows, text) if text else rows


class FollowUpFilter(ListFilter):
    """A counsellor's own held sessions by name and time; by what came of them through the chips."""

    q = django_filters.CharFilter(method="search", label=_("Nama peserta"), widget=forms.TextInput(SEARCH))
    sejak = django_filters.ChoiceFilter(
        method="since",
        choices=[("7", _("7 hari terakhir")), ("30", _("30 hari terakhir")), ("90", _("90 hari terakhir"))],
        label=_("Waktu konseling"),
        empty_label=_("Semua"),
    )

    class Meta:
        model = Session
        fields: list[str] = []

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def search(self, rows: QuerySet[Session], name: str, value: str) -> QuerySet[Session]:
        text = one_line(value)[:120]
        return rows.filter(person__full_name__icontains=text) if text else rows

    def since(self, rows: QuerySet[Session], name: str, value: str) -> QuerySet[Session]:
        return rows.filter(starts_at__gte=start_of_day(self.today - timedelta(days=int(value) - 1)))


class CalendarFilter(ListFilter):
    """Counsellors by name and by one of the `provinces` that have an office."""

    q = django_filters.CharFilter(method="search", label=_("Nama konselor"), widget=forms.TextInput(SEARCH))
    provinsi = django_filters.ChoiceFilter(
        field_name="region__code", lookup_expr="startswith", choices=(), label=_("Provinsi"), empty_label=_("Semua")
    )

    class Meta:
        model = Counsellor
        fields: list[str] = []

    def __init__(self, *args: Any, provinces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["provinsi"].extra["choices"] = provinces

    def search(self, rows: QuerySet[Counsellor], name: str, value: str) -> QuerySet[Counsellor]:
        text = one_line(value)[:120]
        return rows.filter(user__full_name__icontains=text) if text else rows
