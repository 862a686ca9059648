"""The only place that reads the time.

The legal day is the day in Asia/Jakarta. In the demo the day may be moved (`/pola/waktu`); the shift is a row, so that
web, workers and beat agree within two seconds.
"""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.utils import timezone

JAKARTA = ZoneInfo("Asia/Jakarta")
_SHIFT_LIFETIME_SECONDS = 2.0
_shift: tuple[float, timedelta] | None = None


def now() -> datetime:
    """The present moment, aware, shifted in the demo."""
    moment = timezone.now()  # noqa: TID251
    return moment + _demo_shift() if settings.DEMO_MODE else moment


def today() -> date:
    """The legal date: the day in Jakarta."""
    return legal_date(now())


def legal_date(moment: datetime) -> date:
    """The Jakarta date of an aware moment: what a deadline is compared with."""
    return moment.astimezone(JAKARTA).date()


def end_of_day(day: date) -> datetime:
    """The last second of a legal day: deadlines are inclusive until 23.59.59 WIB."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=JAKARTA)


def start_of_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=JAKARTA)


def forget_shift() -> None:
    """Drop the remembered shift, after it was changed in this process."""
    global _shift
    _shift = None


def _demo_shift() -> timedelta:
    global _shift
    if _shift is None or time.monotonic() - _shift[0] > _SHIFT_LIFETIME_SECONDS:
        demo_clock = apps.get_model("core", "DemoClock")
        row = demo_clock.objects.filter(pk=1).values_list("shift", flat=True).first()
        _shift = (time.monotonic(), row or timedelta())
    return _shift[1]
