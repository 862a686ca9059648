"""Moving the demo's day. Nothing here runs, and no address leads here, unless DEMO_MODE is on."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Min

from core import clock
from core.models import DemoClock, Holiday


@transaction.atomic
def move_to(day: date) -> None:
    """Make `day` the legal date for every process; the time of day goes on. Days between simply pass."""
    current, _created = DemoClock.objects.select_for_update().get_or_create(pk=1, defaults={"shift": timedelta()})
    current.shift += day - clock.today()
    current.save(update_fields=["shift"])
    transaction.on_commit(clock.forget_shift)


@transaction.atomic
def back_to_the_real_day() -> None:
    DemoClock.objects.filter(pk=1).delete()
    transaction.on_commit(clock.forget_shift)


def reachable() -> tuple[date, date]:
    """The first and last day with a holiday calendar: beyond them no deadline can be computed (POL-23)."""
    years = Holiday.objects.aggregate(first=Min("day"), last=Max("day"))
    today = clock.today()
    first, last = years["first"] or today, years["last"] or today
    return date(first.year, 1, 1), date(last.year, 12, 31)
