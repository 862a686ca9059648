"""What the policy simulator is asked: a number of the law, its new value, from which day, and about whom."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.filters import SEARCH, ListFilter
from core.forms import DateTripleField, Form, Pick, RupiahField
from core.text import ascii_digits, one_line
from reports.enums import Population, SimulationState
from reports.models import SimulationRun
from reports.operations.simulations import FIRST_PHK, LARGEST_SEED, LAST_PHK, Question, read_change
from rules import parameters as law
from rules.changes import BY_MONTHS_AND_MONEY, Change
from rules.law import Parameter

COUNTS: Final = ((10_000, "10.000"), (100_000, "100.000"), (1_000_000, "1.000.000"), (2_000_000, "2.000.000"))
YES, NO = ("ya", "termasuk", "yes", "true"), ("tidak", "bukan", "no", "false")
ANCHOR_WORDS: Final = {
    "di mana saja": "any",
    "anywhere": "any",
    "sampai bulan phk": "ending_at_phk",
    "up to the month of phk": "ending_at_phk",
}
BY_NAME: Final[dict[str, Parameter[Any]]] = {parameter.name: parameter for parameter in BY_MONTHS_AND_MONEY}
_CHOICES = [(parameter.name, parameter.label) for parameter in BY_MONTHS_AND_MONEY]


def read_value(name: str, typed: str) -> object:
    """The value as `rules.changes.change_of` takes it. Raises ValidationError with what to write instead."""
    words = ascii_digits(one_line(typed)).strip().casefold()
    if name == law.BENEFIT_RATES.name:
        return [str(share) for share in _shares(words)]
    if name == law.WAGE_CEILING.name:
        return RupiahField().clean(words)
    if name == law.WINDOW_INCLUDES_PHK_MONTH.name:
        if words not in (*YES, *NO):
            raise ValidationError(_("Tulis ya atau tidak."))
        return words in YES
    if name == law.CONSECUTIVE_ANCHOR.name:
        if words not in ANCHOR_WORDS:
            raise ValidationError(_("Tulis: di mana saja, atau: sampai bulan PHK."))
        return ANCHOR_WORDS[words]
    if not re.fullmatch(r"\d{1,3}( bulan| months?)?", words):
        raise ValidationError(_("Tulis banyaknya bulan dengan angka, misalnya 9."))
    return int(words.split()[0])


def _shares(words: str) -> list[Fraction]:
    """ "50%" for every month, or one a month: "60%; 60%; 40%"."""
    try:
        parts = [
            Decimal(part.rstrip("% ").replace(",", ".")) for part in re.split(r"[;\s]+", words) if part.strip("% ")
        ]
    except InvalidOperation as error:
        raise ValidationError(
            _("Tulis persennya, misalnya 50%, atau satu untuk setiap bulan: 60%; 60%; 40%.")
        ) from error
    if not parts or not all(part.is_finite() and 0 <= part <= 100 for part in parts):
        raise ValidationError(_("Tulis persen di antara 0 dan 100, misalnya 50%."))
    return [Fraction(part) / 100 for part in parts]


class SimulationForm(Form):
    """One change, perhaps a second one of the same day. What was typed stays; `question` is what is asked."""

    ketentuan = forms.ChoiceField(label=_("Ketentuan yang diubah"), choices=_CHOICES)
    nilai = forms.CharField(
        label=_("Nilai barunya"),
        help_text=_("Misalnya 50%, Rp6.000.000, atau 9 bulan. Persen yang berbeda tiap bulan: 60%; 60%; 40%."),
        max_length=120,
        widget=forms.TextInput({"class": "w24"}),
    )
    ketentuan_2 = forms.ChoiceField(
        label=_("Ketentuan kedua"), required=False, choices=[("", _("Tidak ada")), *_CHOICES]
    )
    nilai_2 = forms.CharField(
        label=_("Nilai ketentuan kedua"), required=False, max_length=120, widget=forms.TextInput({"class": "w24"})
    )
    sejak = DateTripleField(
        label=_("Berlaku sejak"),
        help_text=_("Dihitung orang yang di-PHK enam bulan sebelum sampai enam bulan sesudahnya."),
    )
    populasi = forms.ChoiceField(
        label=_("Tentang siapa"),
        choices=Population.choices,
        initial=Population.INVENTED,
        widget=Pick(
            slim=True,
            hints={
                Population.INVENTED: _("Acak dari angka awal, tidak menyerupai siapa pun"),
                Population.REGISTER: _("Semua PHK di portal dengan bulan iurannya; kelompok kecil disembunyikan"),
            },
        ),
    )
    orang = forms.TypedChoiceField(
        label=_("Banyaknya orang rekaan"), choices=COUNTS, coerce=int, initial=2_000_000, required=False
    )
    angka_awal = forms.IntegerField(
        label=_("Angka awal"),
        help_text=_("Angka yang sama memberi orang rekaan yang sama."),
        min_value=0,
        max_value=LARGEST_SEED,
        initial=1,
        required=False,
        widget=forms.NumberInput({"class": "w12"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["sejak"].earliest = FIRST_PHK  # type: ignore[attr-defined]
        self.fields["sejak"].latest = LAST_PHK  # type: ignore[attr-defined]
        for name in ("orang", "angka_awal"):
            self.fields[name].conditional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._changes: list[Change] = []
        since = data.get("sejak")
        for name, value in (("ketentuan", "nilai"), ("ketentuan_2", "nilai_2")):
            if data.get(name) and not data.get(value) and value not in self.errors:
                self.add_error(value, _("Isi nilai barunya."))
            if data.get(value) and not data.get(name) and name not in self.errors:
                self.add_error(name, _("Pilih ketentuannya."))
            if data.get(name) and data.get(value):
                self._read(data[name], data[value], since, value)
        if data.get("ketentuan") and data.get("ketentuan") == data.get("ketentuan_2"):
            self.add_error("ketentuan_2", _("Pilih ketentuan yang lain daripada yang pertama."))
        missing = data.get("populasi") == Population.INVENTED and data.get("angka_awal") is None
        if missing and "angka_awal" not in self.errors:
            self.add_error("angka_awal", _("Isi angka awal."))
        return data

    def _read(self, name: str, typed: str, since: date | None, field: str) -> None:
        try:
            value = read_value(name, typed)
            if since is not None:
                self._changes.append(read_change(name, value, since))
        except ValidationError as error:
            self.add_error(field, error)
        except Invalid as error:
            self.add_error(field, error.message)

    @property
    def question(self) -> Question:
        """After `is_valid`. One share of the wage stands for every month."""
        data = self.cleaned_data
        invented = data["populasi"] == Population.INVENTED
        return Question(
            tuple(self._spread(change) for change in self._changes),
            Population(data["populasi"]),
            people=(data["orang"] or COUNTS[-1][0]) if invented else None,
            seed=data["angka_awal"] if invented else None,
        )

    def _spread(self, change: Change) -> Change:
        if change.parameter is not law.BENEFIT_RATES or len(change.value) > 1:
            return change
        months = next((one.value for one in self._changes if one.parameter is law.BENEFIT_MONTHS), None)
        return change._replace(value=change.value * (months or law.BENEFIT_MONTHS.on(change.since).value))


class SimulationFilter(ListFilter):
    q = django_filters.CharFilter(
        method="search",
        label=_("Ketentuan atau nama"),
        widget=forms.TextInput(SEARCH),
    )
    populasi = django_filters.ChoiceFilter(
        field_name="population", choices=Population.choices, label=_("Tentang siapa"), empty_label=_("Semua")
    )
    keadaan = django_filters.ChoiceFilter(
        field_name="state", choices=SimulationState.choices, label=_("Keadaan"), empty_label=_("Semua")
    )

    class Meta:
        model = SimulationRun
        fields: list[str] = []

    def search(self, rows: QuerySet[SimulationRun], name: str, value: str) -> QuerySet[SimulationRun]:
        text = one_line(value).strip()[:120]
        return rows.filter(Q(names__icontains=text) | Q(asked_by_name__icontains=text)) if text else rows
