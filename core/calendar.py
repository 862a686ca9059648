"""The working-day calendar as the database holds it: rules get it as data."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from core.models import Holiday
from rules.calendar import Calendar

_read: ContextVar[Calendar | None] = ContextVar("calendar_read", default=None)


def working_calendar() -> Calendar:
    """All stored holidays. A deadline that reaches into a year without any is an error (POL-23)."""
    return _read.get() or _from_database()


@contextmanager
def calendar_read_once() -> Iterator[None]:
    """Inside, every deadline is counted by the calendar of this moment: for one transaction over many rows."""
    token = _read.set(_from_database())
    try:
        yield
    finally:
        _read.reset(token)


def _from_database() -> Calendar:
    days = Holiday.objects.days()
    return Calendar(days, {day.year for day in days})
