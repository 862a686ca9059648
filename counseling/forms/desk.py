"""What a counsellor decides about a request, a leave, the hours of the week and a call. Never writes."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DateTripleField, Form, Pick
from counseling.enums import LeaveReason, Weekday
from counseling.forms.slots import TimeField, moment_code, moment_of
from counseling.models import Counsellor
from counseling.operations.hours import WORKING_WEEK, Hours
from counseling.operations.requests import LONGEST_REASON
from counseling.selectors.slots import Day
from counseling.times import GRID, Terms

PARTS = ("pagi", "siang")


class AcceptForm(Form):
    """One of the wished times that this counsellor can take."""

    wish = forms.ChoiceField(
        label=gettext_lazy("Waktu yang dipilih peserta"),
        widget=Pick(slim=True),
        error_messages={"required": gettext_lazy("Pilih satu waktu.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[datetime, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wish"].choices = [(moment_code(moment), label) for moment, label in choices]
        if choices:
            self.fields["wish"].initial = moment_code(choices[0][0])

    def clean_wish(self) -> datetime:
        return moment_of(self.cleaned_data["wish"])


class ProposeForm(Form):
    """Another time, with a word to the participant."""

    time = TimeField(
        label=gettext_lazy("Waktu kosong Anda"), error_messages={"required": gettext_lazy("Pilih satu waktu.")}
    )
    note = forms.CharField(
        label=gettext_lazy("Pesan kepada peserta"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Peserta membacanya bersama usulan ini."),
        widget=forms.Textarea({"rows": "2"}),
    )

    def __init__(self, *args: Any, days: list[Day], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].offer(days, zone)
        self.fields["time"].widget.first_open = True


class HandBackForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("Mengapa Anda berhalangan?"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Peserta hanya membaca bahwa konselor berhalangan."),
        widget=forms.Textarea({"rows": "2"}),
    )


class CallForm(Form):
    note = forms.CharField(
        label=gettext_lazy("Apa yang dibicarakan?"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Tulis juga bila tidak tersambung."),
        widget=forms.Textarea({"rows": "2"}),
    )


class LeaveForm(Form):
    """Days of leave; coordinators choose whose."""

    counsellor = forms.ModelChoiceField(
        label=gettext_lazy("Konselor"), queryset=Counsellor.objects.none(), empty_label=gettext_lazy("Pilih konselor")
    )
    first = DateTripleField(label=gettext_lazy("Hari pertama"), help_text=gettext_lazy("Contoh: 30 9 2026"))
    last = DateTripleField(label=gettext_lazy("Hari terakhir"), help_text=gettext_lazy("Boleh hari yang sama."))
    reason = forms.ChoiceField(label=gettext_lazy("Alasan"), choices=LeaveReason.choices, widget=Pick(slim=True))

    def __init__(self, *args: Any, counsellors: Any, today: date, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["counsellor"]
        else:
            self.fields["counsellor"].queryset = counsellors
        for name in ("first", "last"):
            self.fields[name].latest = today + timedelta(days=366)


class HoursForm(Form):
    """Two stretches for each weekday; an empty one is no counselling then."""

    weekly_capacity = forms.IntegerField(
        label=gettext_lazy("Sesi paling banyak seminggu"),
        min_value=1,
        max_value=60,
        widget=forms.NumberInput({"class": "w3", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, counsellor: Counsellor, at: datetime, **kwargs: Any) -> None:
        initial = {"weekly_capacity": counsellor.weekly_capacity, **_as_typed(counsellor)}
        super().__init__(*args, initial=initial, **kwargs)
        choices = [("", "–"), *((f"{clock:%H:%M}", f"{clock:%H.%M}") for clock in _clocks(Terms.at(at)))]
        for day in WORKING_WEEK:
            for part in PARTS:
                for side, words in (("from", _("dari")), ("to", _("sampai"))):
                    label = f"{Weekday(day).label} {part} {words}"
                    self.fields[_name(day, part, side)] = forms.ChoiceField(
                        label=label, choices=choices, required=False
                    )

    def rows(self) -> list[dict[str, Any]]:
        """A row of the page for each weekday: its name and its four selects."""
        sides = [(part, side) for part in PARTS for side in ("from", "to")]
        return [
            {"day": Weekday(day).label, "fields": [self[_name(day, part, side)] for part, side in sides]}
            for day in WORKING_WEEK
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for day in WORKING_WEEK:
            for part in PARTS:
                begins, ends = (data.get(_name(day, part, side)) for side in ("from", "to"))
                if bool(begins) != bool(ends):
                    self.add_error(_name(day, part, "to"), _("Isi dari dan sampai, atau kosongkan keduanya."))
                elif begins and begins >= ends:
                    self.add_error(_name(day, part, "to"), _("Jam selesai harus sesudah jam mulai."))
        return data

    def hours(self) -> list[Hours]:
        found = []
        for day in WORKING_WEEK:
            for part in PARTS:
                begins, ends = (self.cleaned_data[_name(day, part, side)] for side in ("from", "to"))
                if begins:
                    found.append(Hours(day, time.fromisoformat(begins), time.fromisoformat(ends)))
        return found


def _name(day: int, part: str, side: str) -> str:
    return f"d{day}_{part}_{side}"


def _as_typed(counsellor: Counsellor) -> dict[str, str]:
    """The hours as they are, the first two stretches of each day."""
    typed: dict[str, str] = {}
    rows = list(counsellor.hours.all())
    for day in WORKING_WEEK:
        for part, row in zip(PARTS, [row for row in rows if row.weekday == day], strict=False):
            typed |= {_name(day, part, "from"): f"{row.start:%H:%M}", _name(day, part, "to"): f"{row.end:%H:%M}"}
    return typed


def _clocks(terms: Terms) -> list[time]:
    """Every half hour of the office day, its end included."""
    moment = datetime.combine(date(2000, 1, 3), terms.first)
    last = datetime.combine(date(2000, 1, 3), terms.last)
    found = []
    while moment <= last:
        found.append(moment.time())
        moment += GRID
    return found
