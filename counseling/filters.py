"""What the queue of requests may be narrowed by."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SEARCH, ListFilter
from core.text import one_line
from counseling.enums import Channel
from counseling.models import CounsellingRequest
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
