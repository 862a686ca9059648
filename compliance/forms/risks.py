"""The filters of the risk list."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from compliance.models import RiskScore
from core.filters import SEARCH, ListFilter
from core.text import one_line

TITLES = {
    "late": _("PHK terlambat atau tidak dilaporkan perusahaan"),
    "unregistered": _("Pekerja yang di-PHK tidak punya iuran dari perusahaan ini"),
    "complaints": _("Pengaduan kepesertaan, upah, atau PHK yang belum selesai"),
    "less_wage": _("Upah di BPJS lebih kecil daripada menurut pekerja"),
    "wage_drop": _("Upah yang dilaporkan turun menjelang PHK"),
    "arrears": _("Bulan dengan iuran yang belum dibayar"),
    "same_wage": _("Pekerja dengan upah yang persis sama"),
    "rehired": _("Pekerja didaftarkan lagi sesudah PHK"),
    "reasons": _("Alasan PHK kedua pihak berbeda"),
    "shell": _("Perusahaan baru yang melepas hampir semua pekerjanya"),
    "ceiling": _("Pekerja dengan iuran tepat 12 atau 13 bulan, upah sama dan tertinggi"),
    "one_proof": _("Satu bukti untuk banyak PHK, tanpa alamat perusahaan"),
    "wage_rose": _("Upah yang dilaporkan naik tajam menjelang PHK"),
}


class RiskFilter(ListFilter):
    """By name or number, by a reason, and whether somebody inspects already."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Perusahaan atau NPP"),
        widget=forms.TextInput(SEARCH),
    )
    alasan = django_filters.ChoiceFilter(
        choices=list(TITLES.items()), label=_("Alasan"), empty_label=_("Semua alasan"), method="because"
    )

    class Meta:
        model = RiskScore
        fields: list[str] = []

    def search(self, rows: QuerySet[RiskScore], name: str, value: str) -> QuerySet[RiskScore]:
        text = one_line(value)[:120]
        return rows.filter(Q(employer__name__icontains=text) | Q(employer__npp__iexact=text)) if text else rows

    def because(self, rows: QuerySet[RiskScore], name: str, value: str) -> QuerySet[RiskScore]:
        return rows.filter(reasons__contains=[{"code": value}])
