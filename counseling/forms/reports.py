"""Forms of referrals and reports, and the filter of the verifier's queue."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import SEARCH, ListFilter
from core.forms import Form, Pick
from core.text import one_line
from counseling.enums import REFERRALS, ReportKind, ReportState
from counseling.forms.worksheets import NotesField
from counseling.models import Report
from counseling.operations.reports import LONGEST

TO_BPJS = [(kind.value, kind.label) for kind in ReportKind if kind not in REFERRALS]


class WriteReportForm(Form):
    """What was seen, in words that the participant reads too."""

    kind = forms.ChoiceField(label=_("Apa yang Anda catat?"), choices=ReportKind.choices, widget=Pick(slim=True))
    text = NotesField(
        label=_("Keterangan"),
        help_text=_("Yang Anda lihat atau dengar, tanpa dugaan. Peserta membaca kalimat ini."),
        max_length=LONGEST,
        required=True,
        rows=4,
    )


class CloseReportForm(Form):
    """What came of it."""

    outcome = NotesField(
        label=_("Hasil"),
        help_text=_("Peserta dan konselor membaca kalimat ini."),
        max_length=LONGEST,
        required=True,
        rows=4,
    )


class ReportFilter(ListFilter):
    """Without a state: what waits for an officer."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Peserta, konselor, atau keterangan"),
        widget=forms.TextInput(SEARCH),
    )
    jenis = django_filters.ChoiceFilter(
        field_name="kind", choices=TO_BPJS, label=_("Jenis"), empty_label=_("Semua jenis")
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state",
        choices=[(ReportState.CLOSED.value, ReportState.CLOSED.label)],
        label=_("Keadaan"),
        empty_label=_("Menunggu petugas"),
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def search(self, rows: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        text = one_line(value)[:120]
        if not text:
            return rows
        found = Q(session__person__full_name__icontains=text) | Q(session__counsellor__user__full_name__icontains=text)
        return rows.filter(found | Q(text__icontains=text))

    @property
    def rows(self) -> QuerySet[Report]:
        """What the filter leaves; without a state, what waits."""
        return self.qs if self.data.get("keadaan") else self.qs.filter(state=ReportState.OPEN)
