"""Choosing one of many times: radio buttons by day, which fold away and need no script."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.formatting import long_date, number
from core.language import language
from counseling.selectors.slots import Day, Near, Time
from notices.enums import Zone

_FORMAT = "%Y%m%dT%H%MZ"


def moment_code(moment: datetime) -> str:
    """How a moment stands in a form: 20261117T0300Z."""
    return moment.astimezone(UTC).strftime(_FORMAT)


def moment_of(code: str) -> datetime:
    """Raises ValueError."""
    return datetime.strptime(code, _FORMAT).replace(tzinfo=UTC)


class TimePick(forms.RadioSelect):
    """Times under their days; the day of the chosen time stands open, otherwise the first one if `first_open`."""

    template_name = "counseling/widgets/times.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, first_open: bool = False) -> None:
        super().__init__(attrs)
        self.first_open = first_open
        self.days: list[Day] = []
        self.zone = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        nearest = min((time.near for day in self.days for time in day.times), default=Near.ONLINE)
        chosen, id_ = str(value or ""), context["widget"]["attrs"].get("id", f"id_{name}")
        days, count = [], 0
        for place, day in enumerate(self.days):
            times = []
            for time in day.times:
                times.append(self._time(time, chosen, nearest) | {"id": f"{id_}_{count}"})
                count += 1
            days.append(
                {
                    "label": long_date(day.on, language()),
                    "count": _times(len(times)),
                    "times": times,
                    "open": any(time["checked"] for time in times) or (self.first_open and not chosen and place == 0),
                }
            )
        context["widget"]["days"] = days
        return context

    def _time(self, time: Time, chosen: str, nearest: Near) -> dict[str, Any]:
        code = moment_code(time.starts_at)
        said = {Near.PROVINCE: _("provinsi"), Near.ONLINE: _("daerah lain")}
        return {
            "value": code,
            "label": wall_clock(time.starts_at, self.zone),
            "hint": said.get(time.near, "") if time.near > nearest else "",
            "checked": code == chosen,
        }

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first time: where the summary of errors leads."""
        return f"{id_}_{index or 0}"


class TimeField(forms.Field):
    """A moment out of the days that are offered. Whether it still is, the operation decides."""

    widget = TimePick
    default_error_messages = {"invalid": gettext_lazy("Pilih waktu dari daftar.")}

    def offer(self, days: list[Day], zone: str) -> None:
        self.widget.days, self.widget.zone = days, zone

    def prepare_value(self, value: Any) -> Any:
        return moment_code(value) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            return moment_of(str(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


def wall_clock(moment: datetime, zone: str) -> str:
    """ "10.00" on the wall of a zone."""
    return f"{moment.astimezone(ZoneInfo(zone or Zone.WIB)):%H.%M}"


def _times(count: int) -> str:
    return ngettext("%(n)s waktu", "%(n)s waktu", count) % {"n": number(count, language())}
