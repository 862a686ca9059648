"""Forms of a work plan: the board's filters, one activity's year, the yearly evaluation."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from compliance.enums import ActivityKind, PlanYearState
from compliance.forms.fields import WordsField
from compliance.models import PlanYear
from core.filters import SEARCH, ListFilter
from core.forms import DateTripleField, Form
from core.text import one_line
from files.forms import EvidenceField


class BoardFilter(ListFilter):
    """The search knows activities, outputs and responsible offices."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Kegiatan atau perangkat daerah"),
        widget=forms.TextInput(SEARCH),
    )
    jenis = django_filters.ChoiceFilter(
        field_name="activity__kind", choices=ActivityKind.choices, label=_("Jenis"), empty_label=_("Semua jenis")
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=PlanYearState.choices, label=_("Keadaan"), empty_label=_("Semua keadaan")
    )

    class Meta:
        model = PlanYear
        fields: list[str] = []

    def search(self, rows: QuerySet[PlanYear], name: str, value: str) -> QuerySet[PlanYear]:
        text = one_line(value)[:120]
        if not text:
            return rows
        of_activity = Q(activity__title__icontains=text) | Q(activity__output__icontains=text)
        return rows.filter(of_activity | Q(activity__first_offices__icontains=text))


class TargetForm(Form):
    target = forms.IntegerField(label=_("Target tahun ini"), min_value=1, max_value=1_000_000)


class ProgressForm(Form):
    """`submission` names this form, so that sent twice it is one entry."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    on = DateTripleField(label=_("Tanggal kegiatan"))
    count = forms.IntegerField(
        label=_("Jumlah"),
        min_value=-1_000_000,
        max_value=1_000_000,
        help_text=_("Untuk membetulkan catatan sebelumnya, isi angka minus."),
    )
    text = WordsField(label=_("Apa yang dilakukan"), rows=3)
    file = EvidenceField(label=_("Bukti"), required=False)


class OutcomeForm(Form):
    came_of_it = WordsField(label=_("Hasil yang terlihat"), rows=3)


class ReasonForm(Form):
    why = WordsField(label=_("Alasan"), rows=2, max_length=1000)


class EvaluationForm(Form):
    findings = WordsField(label=_("Temuan tahun ini"), rows=6)
    next_steps = WordsField(label=_("Langkah berikutnya"), rows=4)

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("findings", "next_steps")}
