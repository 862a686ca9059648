"""The working-day calendar as the database holds it: rules get it as data."""

from datetime import date

from rules.calendar import WorkingCalendar

from core.models import Holiday


def working_calendar() -> WorkingCalendar:
    """All stored holidays. A year without any is an error when a deadline reaches into it (POL-23)."""
    return WorkingCalendar.of(_days())


def _days() -> frozenset[date]:
    return Holiday.objects.days()
