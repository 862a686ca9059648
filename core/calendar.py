"""The working-day calendar as the database holds it: rules get it as data."""

from core.models import Holiday
from rules.calendar import Calendar


def working_calendar() -> Calendar:
    """All stored holidays. A deadline that reaches into a year without any is an error (POL-23)."""
    days = Holiday.objects.days()
    return Calendar(days, {day.year for day in days})
