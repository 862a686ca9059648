"""The desk of partnerships: the filter of its list, the checklist, measures, ties of officers."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.filters import ListFilter
from core.forms import DateTripleField, Form, Pick
from core.models import Region
from core.text import ascii_digits, one_line
from training.checklists import Item
from training.enums import InstituteState, MeasureKind, PartnershipState
from training.forms.profile import LineField
from training.models import LONGEST_REASON, Institute, Partnership
from training.operations.partnership import LONGEST_REMARK, Answer
from training.selectors.partnership import ending, for_officers

EVERYTHING, VERIFYING, SIGNING, MEASURES, ENDING = "semua", "verifikasi", "tanda-tangan", "tindakan", "berakhir"
STATES = [
    (VERIFYING, _("Menunggu verifikasi")),
    (SIGNING, _("Menunggu tanda tangan Kemnaker")),
    (MEASURES, _("Menunggu petugas kedua")),
    (ENDING, _("Perjanjian atau akreditasi berakhir")),
    *((state.value, state.label) for state in InstituteState),
    (EVERYTHING, _("Semua lembaga")),
]
LONGEST_SEARCH = 120


class InstituteFilter(ListFilter):
    """Without a state: what waits for an officer; a search goes through all."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Nama, VIN, atau nomor"),
        widget=forms.TextInput({"type": "search", "maxlength": str(LONGEST_SEARCH)}),
    )
    keadaan = django_filters.ChoiceFilter(
        method="in_state", label=_("Keadaan"), empty_label=_("Menunggu petugas"), choices=STATES
    )
    provinsi = django_filters.ChoiceFilter(
        field_name="province", label=_("Provinsi"), empty_label=_("Semua provinsi"), choices=[]
    )

    class Meta:
        model = Institute
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(Region.objects.filter(parent=None).order_by("name").values_list("pk", "name"))
        self.filters["provinsi"].extra["choices"] = names

    def search(self, rows: QuerySet[Institute], name: str, value: str) -> QuerySet[Institute]:
        text = one_line(value)[:LONGEST_SEARCH]
        if not text:
            return rows
        found = Q(name__icontains=text) | Q(training_code__iexact=text)
        vin = "".join(ascii_digits(text).split()).upper()
        numbered = Partnership.objects.filter(number__iexact=text).values("institute")
        return rows.filter(found | Q(vin=vin) | Q(pk__in=numbered))

    def in_state(self, rows: QuerySet[Institute], name: str, value: str) -> QuerySet[Institute]:
        match value:
            case "verifikasi":
                return rows.filter(step=PartnershipState.SUBMITTED)
            case "tanda-tangan":
                return rows.filter(step=PartnershipState.SIGNED)
            case "tindakan":
                return rows.filter(has_measure=True)
            case "berakhir":
                return ending(rows, clock.today())
            case "semua":
                return rows
        return rows.filter(state=value)

    @property
    def rows(self) -> QuerySet[Institute]:
        """What the filter leaves; with neither state nor words, what waits for an officer."""
        if self.data.get("keadaan") or one_line(self.data.get("q") or ""):
            return self.qs
        return for_officers(self.qs)


YES, NO = "ya", "tidak"


class ChecklistForm(Form):
    """An answer and a remark for each item of the proposal's list, and a remark about the whole."""

    remark = forms.CharField(
        label=_("Catatan untuk lembaga"),
        help_text=_("Wajib bila dikembalikan atau ditolak. Lembaga membaca kalimat ini."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 4, "form": "periksa", "accesskey": "c"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: tuple[Item, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"met_{item.code}"] = forms.ChoiceField(
                label=item.text, choices=[(YES, _("Ya")), (NO, _("Belum"))], required=False, widget=forms.RadioSelect
            )
            self.fields[f"remark_{item.code}"] = forms.CharField(
                label=_("Catatan"),
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.TextInput({"placeholder": _("Catatan")}),
            )

    @property
    def answers(self) -> dict[str, Answer]:
        data = self.cleaned_data
        said = {YES: True, NO: False}
        return {
            item.code: Answer(said.get(data[f"met_{item.code}"]), data[f"remark_{item.code}"]) for item in self.items
        }


def initial_of(answers: dict[str, Any]) -> dict[str, str]:
    """The stored answers of a proposal as the form's first values."""
    words = {True: YES, False: NO, None: ""}
    first = {f"met_{code}": words[answer["met"]] for code, answer in answers.items()}
    return first | {f"remark_{code}": answer["remark"] for code, answer in answers.items()}


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3, "accesskey": "c"}),
        help_text=_("Lembaga membacanya."),
    )


class MeasureForm(ReasonForm):
    kind = forms.ChoiceField(label=_("Tindakan"), widget=Pick(slim=True))
    field_order = ("kind", "reason")

    def __init__(self, *args: Any, kinds: list[MeasureKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]


class DecideForm(Form):
    apply = forms.ChoiceField(
        label=_("Putusan Anda"),
        choices=[("ya", _("Berlakukan")), ("tidak", _("Jangan berlakukan"))],
        widget=Pick(slim=True, keys={"ya": "y", "tidak": "t"}),
    )
    answer = forms.CharField(
        label=_("Alasan putusan"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3, "accesskey": "c"}),
    )


class InterestForm(Form):
    """A tie to an institute, named by its VIN."""

    officer = forms.EmailField(label=_("Email petugas"), help_text=_("Petugas yang mempunyai hubungan itu."))
    vin = LineField(label=_("VIN lembaga"), max_length=30, widget=forms.TextInput({"class": "w12"}))
    reason = forms.CharField(
        label=_("Hubungan"),
        help_text=_("Contoh: keluarga pimpinan, pernah bekerja atau mengajar di sana, pemilik saham."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )
    since = DateTripleField(label=_("Sejak"))

    def __init__(self, *args: Any, for_others: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].latest = today
        if not for_others:
            del self.fields["officer"]

    def clean_vin(self) -> str:
        return "".join(ascii_digits(self.cleaned_data["vin"]).split()).upper()


class EndInterestForm(Form):
    until = DateTripleField(label=_("Berakhir mulai"), help_text=_("Hari pertama Anda boleh memutus lagi."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].earliest = today
        self.fields["until"].latest = today + timedelta(days=366)
