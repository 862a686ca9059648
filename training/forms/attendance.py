"""What an institute types about meetings: when they are, who was there, why something changes. Never writes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DateTripleField, Form, Pick, PickMany
from training.models import TrainingClass
from training.models.attendance import LONGEST_REASON
from training.operations import Written
from training.selectors.meetings import RosterRow, fingerprint

WHOLE, ABSENT, PART = "penuh", "tidak", "sebagian"
_ANSWERS = (
    (WHOLE, gettext_lazy("Hadir penuh")),
    (ABSENT, gettext_lazy("Tidak hadir")),
    (PART, gettext_lazy("Sebagian")),
)
WEEK = (
    ("0", gettext_lazy("Senin")),
    ("1", gettext_lazy("Selasa")),
    ("2", gettext_lazy("Rabu")),
    ("3", gettext_lazy("Kamis")),
    ("4", gettext_lazy("Jumat")),
    ("5", gettext_lazy("Sabtu")),
    ("6", gettext_lazy("Minggu")),
)
_CLOCK = ("%H.%M", "%H:%M")


class RosterForm(Form):
    """One answer and a number of minutes for everybody; a reason as soon as something was written down before."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, rows: Sequence[RosterRow], length: int, whole: bool = False, **kwargs: Any) -> None:
        self.rows, self.length = rows, length
        kwargs["initial"] = {"fingerprint": fingerprint(rows)}
        super().__init__(*args, **kwargs)
        for row in rows:
            answer, minutes = _names(row)
            said = _answer_of(row.minutes, length) or (WHOLE if whole else "")
            self.fields[answer] = forms.ChoiceField(
                label=row.enrolment.person.full_name, choices=_ANSWERS, required=False, initial=said,
                widget=Pick(slim=True),
            )  # fmt: skip
            self.fields[minutes] = forms.IntegerField(
                label=_("Menit hadir %(name)s") % {"name": row.enrolment.person.full_name},
                required=False,
                min_value=0,
                max_value=length,
                initial=row.minutes if said == PART else None,
                widget=forms.NumberInput({"class": "w3", "inputmode": "numeric"}),
                error_messages=_minutes_errors(row, length),
            )
        if any(row.minutes is not None for row in rows):
            self.fields["reason"] = forms.CharField(
                label=gettext_lazy("Alasan perubahan"),
                required=False,
                max_length=LONGEST_REASON,
                help_text=gettext_lazy("Isi bila Anda mengubah yang sudah tercatat. Yang lama tetap tersimpan."),
                widget=forms.Textarea({"rows": "2"}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for row in self.rows:
            answer, minutes = _names(row)
            if minutes in self.errors:
                if data.get(answer) not in (WHOLE, ABSENT):
                    continue
                del self.errors[minutes]  # who was there all the time, or not at all, has no minutes to write
            if data.get(minutes) and not data.get(answer):
                data[answer] = PART
            name = row.enrolment.person.full_name
            if not data.get(answer):
                self.add_error(answer, _("Pilih kehadiran %(name)s.") % {"name": name})
            elif data[answer] == PART and data.get(minutes) is None:
                self.add_error(minutes, _("Isi menit hadir %(name)s.") % {"name": name})
        return data

    def written(self) -> Written:
        minutes = {row.enrolment.pk: self._minutes_of(row) for row in self.rows}
        return Written(minutes, self.cleaned_data["fingerprint"], self.cleaned_data.get("reason", ""))

    def _minutes_of(self, row: RosterRow) -> int:
        answer, minutes = _names(row)
        said = self.cleaned_data[answer]
        return self.length if said == WHOLE else 0 if said == ABSENT else self.cleaned_data[minutes]

    @property
    def is_stale(self) -> bool:
        """Whether somebody wrote something since the page was made."""
        return self.is_bound and self.data.get("fingerprint") != fingerprint(self.rows)

    def afresh(self) -> "RosterForm":
        """What was typed, on top of what stands there now: sent again, it is no conflict."""
        self.data = {**self.data.dict(), "fingerprint": fingerprint(self.rows)}  # type: ignore[attr-defined]
        return self

    def lines(self) -> list[dict[str, Any]]:
        """For the page: somebody, the two fields, what stands there."""
        return [
            {"row": row, "answer": self[_names(row)[0]], "minutes": self[_names(row)[1]], "n": n}
            for n, row in enumerate(self.rows, start=1)
        ]


def _minutes_errors(row: RosterRow, length: int) -> dict[str, str]:
    """Each names its person: the summary of thirty lines says who is meant."""
    who = {"name": row.enrolment.person.full_name, "minutes": length}
    return {
        "max_value": _("%(name)s: paling lama %(minutes)s menit.") % who,
        "min_value": _("%(name)s: menit tidak dapat kurang dari nol.") % who,
        "invalid": _("%(name)s: tulis menit dengan angka.") % who,
    }


def _names(row: RosterRow) -> tuple[str, str]:
    key = short(row.enrolment.pk)
    return f"h{key}", f"m{key}"


def short(key: UUID) -> str:
    """Twelve characters tell the people of a class apart, and a page of thirty stays small."""
    return key.hex[-12:]


def _answer_of(minutes: int | None, length: int) -> str:
    if minutes is None:
        return ""
    return WHOLE if minutes == length else ABSENT if minutes == 0 else PART


class ReasonForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": "2"})
    )


class AskUnlockForm(Form):
    """What the institute tells the officer."""

    reason = forms.CharField(
        label=gettext_lazy("Mengapa presensi ini perlu dibuka?"),
        help_text=gettext_lazy("Tulis apa yang terjadi dan apa yang akan diisi atau diperbaiki."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": "4"}),
    )


class RefuseUnlockForm(Form):
    """What the officer answers. The prefix keeps it apart from the form beside it."""

    prefix = "tolak"
    answer = forms.CharField(
        label=gettext_lazy("Alasan tidak dibuka"),
        help_text=gettext_lazy("Lembaga membaca kalimat ini."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": "2"}),
    )


class UnlockForm(ReasonForm):
    """Until the end of a day."""

    until = DateTripleField(
        label=gettext_lazy("Dibuka sampai"), help_text=gettext_lazy("Paling lama 14 hari; sampai akhir hari itu.")
    )
    field_order = ("until", "reason")


# --- when meetings are -------------------------------------------------------------------------------------------


class _HoursForm(Form):
    start = forms.TimeField(
        label=gettext_lazy("Mulai jam"),
        input_formats=_CLOCK,
        widget=forms.TimeInput({"class": "w6", "inputmode": "decimal"}, format="%H.%M"),
        error_messages={"invalid": gettext_lazy("Tulis jam seperti 08.00.")},
    )
    end = forms.TimeField(
        label=gettext_lazy("Selesai jam"),
        input_formats=_CLOCK,
        widget=forms.TimeInput({"class": "w6", "inputmode": "decimal"}, format="%H.%M"),
        error_messages={"invalid": gettext_lazy("Tulis jam seperti 15.00.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("start") and data.get("end") and data["end"] <= data["start"]:
            self.add_error("end", _("Jam selesai harus sesudah jam mulai."))
        return data

    @property
    def minutes(self) -> int:
        start, end = (datetime.combine(date(2000, 1, 3), self.cleaned_data[name]) for name in ("start", "end"))
        return (end - start) // timedelta(minutes=1)


class PlanForm(_HoursForm):
    """Every week on the same days, from a day to a day, without holidays."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("Hari apa?"),
        choices=WEEK,
        widget=PickMany(slim=True),
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu hari.")},
    )
    first = DateTripleField(label=gettext_lazy("Dari tanggal"))
    last = DateTripleField(label=gettext_lazy("Sampai tanggal"))
    holidays = forms.BooleanField(
        label=gettext_lazy("Lewati hari libur dan cuti bersama"), required=False, initial=True
    )
    field_order = ("days", "start", "end", "first", "last", "holidays")

    def __init__(self, *args: Any, held: TrainingClass, today: date, **kwargs: Any) -> None:
        first = max(held.starts_on, min(today, held.ends_on))
        kwargs["initial"] = {"days": list("01234"), "first": first, "last": held.ends_on, "holidays": True}
        super().__init__(*args, **kwargs)
        _within(self, ("first", "last"), held)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("Tanggal selesai tidak boleh sebelum tanggal mulai."))
        return data

    def starts(self, zone: str, days_off: Collection[date]) -> tuple[list[datetime], list[date]]:
        """The moments, and the days that were left out because they are holidays."""
        data = self.cleaned_data
        wanted = [data["first"] + timedelta(days=n) for n in range((data["last"] - data["first"]).days + 1)]
        wanted = [day for day in wanted if str(day.weekday()) in data["days"]]
        left_out = [day for day in wanted if data["holidays"] and day in days_off]
        return [_moment(day, data["start"], zone) for day in wanted if day not in left_out], left_out


class OneMeetingForm(_HoursForm):
    """A single meeting, with what is taught in it."""

    on = DateTripleField(label=gettext_lazy("Tanggal"))
    topic = forms.CharField(label=gettext_lazy("Materi"), required=False, max_length=150)
    field_order = ("on", "start", "end", "topic")

    def __init__(self, *args: Any, held: TrainingClass, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": max(held.starts_on, min(today, held.ends_on))}
        super().__init__(*args, **kwargs)
        _within(self, ("on",), held)

    def starts(self, zone: str, days_off: Collection[date]) -> tuple[list[datetime], list[date]]:
        return [_moment(self.cleaned_data["on"], self.cleaned_data["start"], zone)], []


def _within(form: Form, names: tuple[str, ...], held: TrainingClass) -> None:
    for name in names:
        form.fields[name].earliest, form.fields[name].latest = held.starts_on, held.ends_on  # type: ignore[attr-defined]


def _moment(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone))


# --- what comes of it --------------------------------------------------------------------------------------------


class CertificationForm(Form):
    """A certificate of competence of an LSP; both empty takes it out."""

    lsp_name = forms.CharField(label=gettext_lazy("Nama LSP"), max_length=150, required=False)
    lsp_number = forms.CharField(label=gettext_lazy("Nomor sertifikat kompetensi"), max_length=60, required=False)


class CheckInForm(Form):
    code = forms.CharField(
        label=gettext_lazy("Enam angka yang tampil di kelas"),
        max_length=20,
        widget=forms.TextInput({"class": "w6 otp", "inputmode": "numeric", "autocomplete": "off"}),
    )
