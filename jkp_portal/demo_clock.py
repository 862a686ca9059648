"""Moving the demo's day and hour, and its night. Nothing here runs, and no address leads here, without DEMO_MODE."""

import logging
from datetime import date, datetime, time, timedelta

import httpx
from celery import current_app
from celery.schedules import crontab
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min

from accounts.models import OneTimeCode
from core import clock
from core.calendar import working_calendar
from core.models import DemoClock, Holiday, LimitHit, Lockout
from integrations.sandbox.control import Control, ControlRefused
from rules.calendar import add_working_days
from rules.errors import CalendarNotLoaded

log = logging.getLogger(__name__)


@transaction.atomic
def move_to(day: date, hour: time | None = None) -> None:
    """Make `day` the legal date for every process. Without an `hour` (WIB) the time of day goes on."""
    current, _created = DemoClock.objects.select_for_update().get_or_create(pk=1, defaults={"shift": timedelta()})
    by = day - clock.today() if hour is None else datetime.combine(day, hour, clock.JAKARTA) - clock.now()
    _forget_what_lies_ahead(by)
    current.shift += by
    current.save(update_fields=["shift"])
    transaction.on_commit(clock.forget_shift)


@transaction.atomic
def back_to_the_real_day() -> None:
    shift = DemoClock.objects.filter(pk=1).values_list("shift", flat=True).first() or timedelta()
    _forget_what_lies_ahead(-shift)
    DemoClock.objects.filter(pk=1).delete()
    transaction.on_commit(clock.forget_shift)


def _forget_what_lies_ahead(by: timedelta) -> None:
    """Before the day moves back: what was counted and sent later would refuse people until that day comes again."""
    if by >= timedelta():
        return
    moment = clock.now() + by
    LimitHit.objects.filter(at__gt=moment).delete()
    Lockout.objects.filter(until__gt=moment).delete()
    OneTimeCode.objects.filter(created_at__gt=moment).delete()


def tell_partners() -> None:
    """Move the partner sandbox's day too: its statements, receipts, signatures are dated. Away: it stays behind."""
    shift = DemoClock.objects.filter(pk=1).values_list("shift", flat=True).first() or timedelta()
    try:
        Control(settings.PARTNER_BASE_URL, settings.PARTNER_API_KEY).shift_clock(shift)
    except (httpx.HTTPError, ControlRefused):
        log.warning("the partner sandbox did not hear of the new day")


def run_the_night() -> int:
    """Ask the workers for each task of the day once, whatever the hour; how many. Each is safe to run twice.

    Beat keeps the machine's hours, so that a day that was jumped over had no night. Raises kombu's OperationalError
    when the queue cannot be reached.
    """
    found = [entry for entry in settings.CELERY_BEAT_SCHEDULE.values() if _is_of_the_day(entry["schedule"])]
    for entry in found:
        current_app.send_task(entry["task"], retry=False, **entry.get("options", {}))
    return len(found)


def _is_of_the_day(schedule: object) -> bool:
    """At one hour, on today's weekday."""
    if not isinstance(schedule, crontab) or len(schedule.hour) != 1:
        return False
    return clock.today().isoweekday() % 7 in schedule.day_of_week


def after_working_days(today: date, days: int) -> date | None:
    """The day on which a clock of `days` working days ends; None where the calendar ends before."""
    try:
        return add_working_days(today, days, working_calendar())
    except CalendarNotLoaded:
        return None


def days_off(today: date, count: int) -> list[Holiday]:
    """The next holidays and joint leaves, which no clock counts."""
    return list(Holiday.objects.filter(day__gt=today).order_by("day")[:count])


def reachable() -> tuple[date, date]:
    """The first and last day with a holiday calendar: beyond them no deadline can be computed (POL-23)."""
    years = Holiday.objects.aggregate(first=Min("day"), last=Max("day"))
    today = clock.today()
    first, last = years["first"] or today, years["last"] or today
    return date(first.year, 1, 1), date(last.year, 12, 31)
