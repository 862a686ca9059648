"""What an officer narrows the list of outreach by, and the word on one of them. Nothing personal in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.enums import OutreachState
from claims.models import OutreachEntry
from core.filters import SEARCH, ListFilter
from core.forms import Form, Pick
from core.models import Region
from core.text import one_line

LONGEST_NOTE = 500


class OutreachFilter(ListFilter):
    """Without a state: what an officer has to look at, or who is being reminded."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Nomor PHK atau perusahaan"),
        widget=forms.TextInput(SEARCH),
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=OutreachState.choices, label=_("Keadaan"), empty_label=_("Belum selesai")
    )
    provinsi = django_filters.ChoiceFilter(label=_("Provinsi"), empty_label=_("Semua provinsi"), method="in_province")
    akun = django_filters.ChoiceFilter(
        choices=[("ada", _("Punya akun")), ("belum", _("Belum punya akun"))],
        label=_("Akun"),
        empty_label=_("Semua"),
        method="with_account",
    )

    class Meta:
        model = OutreachEntry
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = Region.objects.filter(parent=None).order_by("name").values_list("pk", "name")
        self.filters["provinsi"].field.choices = [("", _("Semua provinsi")), *provinces]

    def search(self, rows: QuerySet[OutreachEntry], name: str, value: str) -> QuerySet[OutreachEntry]:
        text = one_line(value).strip()[:120]
        if not text:
            return rows
        return rows.filter(Q(phk__number__iexact=text) | Q(phk__employer__name__icontains=text))

    def in_province(self, rows: QuerySet[OutreachEntry], name: str, value: str) -> QuerySet[OutreachEntry]:
        return rows.filter(phk__region__code__startswith=value)

    def with_account(self, rows: QuerySet[OutreachEntry], name: str, value: str) -> QuerySet[OutreachEntry]:
        return rows.filter(person__user__isnull=value != "ada")


class OutreachForm(Form):
    """An officer's word on one entry. `may_pass`: it is doubtful, so that it can be given to the reminders."""

    PASS, DROP = "ingatkan", "kesampingkan"

    verdict = forms.ChoiceField(
        label=_("Keputusan Anda"), widget=Pick(slim=True), error_messages={"required": _("Pilih satu keputusan.")}
    )
    note = forms.CharField(
        label=_("Dasarnya"),
        help_text=_("Tersimpan dalam riwayat. Orangnya tidak membaca ini, dan haknya tidak berubah."),
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST_NOTE,
        error_messages={"required": _("Tulis dasar keputusan Anda.")},
    )

    def __init__(self, *args: Any, may_pass: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give = [(self.PASS, _("Ingatkan orang ini seperti yang lain"))] if may_pass else []
        self.fields["verdict"].choices = [*give, (self.DROP, _("Kesampingkan: tidak perlu dijangkau"))]  # type: ignore[attr-defined]
