"""What a verifier may narrow the queue by. Nothing personal in the address."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.enums import OverpaymentState
from claims.models import Claim, ClaimMonth, Overpayment
from core.filters import ListFilter

CLAIMS_ONLY = "klaim"
KINDS = [(CLAIMS_ONLY, _("Klaim pertama")), ("bulan", _("Bulan 2 sampai 6"))]
# What the choices about claims mean for a month.
_MONTH_OUTCOMES = {
    "eligible": "payable",
    "needs_officer": "needs_officer",
    "ineligible": "not_payable",
    "held": "hold",
}
_MONTH_STATES = {"submitted": "submitted", "in_review": "in_review", "needs_fix": "held"}


class QueueFilter(ListFilter):
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

    jenis = django_filters.ChoiceFilter(
        method="of_kind", label=_("Jenis"), empty_label=_("Klaim dan bulan"), choices=KINDS
    )

    class Meta:
        model = Claim
        fields = ("q", "hasil", "keadaan", "jenis")

    def search(self, rows: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        value = value.replace("\x00", "").strip()[:60]
        return rows.filter(Q(number__iexact=value) | Q(phk__employer__name__icontains=value)) if value else rows

    def of_kind(self, rows: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        return rows if value == CLAIMS_ONLY else rows.none()


class MonthQueueFilter(QueueFilter):
    """The same questions about months 2 to 6."""

    hasil = django_filters.ChoiceFilter(method="with_outcome", choices=list(_MONTH_OUTCOMES.items()))
    keadaan = django_filters.ChoiceFilter(method="in_state", choices=list(_MONTH_STATES.items()))

    class Meta:
        model = ClaimMonth
        fields = ("q", "hasil", "keadaan", "jenis")

    def search(self, rows: QuerySet[ClaimMonth], name: str, value: str) -> QuerySet[ClaimMonth]:
        value = value.replace("\x00", "").strip()[:60]
        named = Q(claim__number__iexact=value) | Q(claim__phk__employer__name__icontains=value)
        return rows.filter(named) if value else rows

    def with_outcome(self, rows: QuerySet[ClaimMonth], name: str, value: str) -> QuerySet[ClaimMonth]:
        return rows.filter(outcome=_MONTH_OUTCOMES[value])

    def in_state(self, rows: QuerySet[ClaimMonth], name: str, value: str) -> QuerySet[ClaimMonth]:
        return rows.filter(state=_MONTH_STATES[value])

    def of_kind(self, rows: QuerySet[ClaimMonth], name: str, value: str) -> QuerySet[ClaimMonth]:
        return rows.none() if value == CLAIMS_ONLY else rows


class OverpaymentFilter(ListFilter):
    """Without a state: what is to be confirmed or paid back."""

    q = django_filters.CharFilter(method="search", label=_("Nomor, klaim, atau peserta"), widget=forms.TextInput)
    keadaan = django_filters.ChoiceFilter(
        field_name="state",
        label=_("Keadaan"),
        empty_label=_("Belum selesai"),
        choices=OverpaymentState.choices,
    )

    class Meta:
        model = Overpayment
        fields = ("q", "keadaan")

    def search(self, rows: QuerySet[Overpayment], name: str, value: str) -> QuerySet[Overpayment]:
        value = value.replace("\x00", "").strip()[:60]
        named = Q(number__iexact=value) | Q(claim__number__iexact=value) | Q(claim__person__full_name__icontains=value)
        return rows.filter(named) if value else rows
