"""The working-day calendar as the database holds it: rules get it as data."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from core.models import Holiday
from rules.calendar import Calendar

_kept: ContextVar[list[Calendar] | None] = ContextVar("calendar_kept", default=None)


def working_calendar() -> Calendar:
    """All stored holidays. A deadline that reaches into a year without any is an error (POL-23)."""
    kept = _kept.get()
    if kept is None:
        return _from_database()
    if not kept:
        kept.append(_from_database())
    return kept[0]


@contextmanager
def calendar_read_once() -> Iterator[None]:
    """Inside, every deadline is counted by the same calendar: for one transaction over many rows."""
    kept = _kept.get()
    token = _kept.set([] if kept is None else kept)
    try:
        yield
    finally:
        _kept.reset(token)


def _from_database() -> Calendar:
    days = Holiday.objects.days()
    return Calendar(days, {day.year for day in days})
