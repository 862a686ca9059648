"""What a verifier may narrow the queue by. Nothing personal in the address."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.models import Claim


class QueueFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search", label=_("Nomor klaim atau perusahaan"), widget=forms.TextInput)
    hasil = django_filters.ChoiceFilter(
        field_name="outcome",
        label=_("Hasil aturan"),
        empty_label=_("Semua hasil"),
        choices=[
            ("eligible", _("Layak")),
            ("needs_officer", _("Perlu petugas")),
            ("ineligible", _("Tidak layak")),
            ("held", _("Ditahan")),
        ],
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state",
        label=_("Keadaan"),
        empty_label=_("Semua keadaan"),
        choices=[
            ("submitted", _("Menunggu data")),
            ("in_review", _("Siap diputus")),
            ("needs_fix", _("Menunggu peserta")),
        ],
    )

    class Meta:
        model = Claim
        fields = ("q", "hasil", "keadaan")

    def search(self, rows: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        value = value.replace("\x00", "").strip()[:60]
        return rows.filter(Q(number__iexact=value) | Q(phk__employer__name__icontains=value)) if value else rows
