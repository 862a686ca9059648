"""Times at which counselling can be: pure, without database or clock.

A time begins on the hour or half hour, inside a counsellor's hours and the office's (POL-14), both by the clock of the
counsellor's zone, on a working day, some working hours ahead and not too many days ahead.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.clock import legal_date
from rules import parameters as law
from rules.calendar import Calendar

GRID = timedelta(minutes=30)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers of POL-14 on a day. `notice` is working time, `horizon` calendar days."""

    length: timedelta
    first: time
    last: time
    notice: timedelta
    horizon: int

    @classmethod
    def at(cls, moment: datetime) -> "Terms":
        day = legal_date(moment)
        return cls(
            length=timedelta(minutes=law.COUNSELLING_SESSION_MINUTES.on(day).value),
            first=time(law.COUNSELLING_FIRST_HOUR.on(day).value),
            last=time(law.COUNSELLING_LAST_HOUR.on(day).value),
            notice=timedelta(hours=law.COUNSELLING_NOTICE_HOURS.on(day).value),
            horizon=law.COUNSELLING_HORIZON_DAYS.on(day).value,
        )


def is_open(day: date, calendar: Calendar) -> bool:
    """A working day of a year whose holidays are known."""
    return calendar.holds(day.year) and calendar.is_working_day(day)


def days_ahead(at: datetime, zone: str, terms: Terms, calendar: Calendar) -> list[date]:
    """The working days that can be chosen, by the date in the zone."""
    today = at.astimezone(ZoneInfo(zone)).date()
    ahead = (today + _DAY * n for n in range(terms.horizon + 1))
    return [day for day in ahead if is_open(day, calendar)]


def earliest(at: datetime, zone: str, terms: Terms, calendar: Calendar) -> datetime:
    """When the notice has passed, counting office hours of working days in the zone."""
    here, left = at.astimezone(ZoneInfo(zone)), terms.notice
    for day in (here.date() + _DAY * n for n in range(terms.horizon + 1)):
        if not is_open(day, calendar):
            continue
        begins, ends = (datetime.combine(day, clock, here.tzinfo) for clock in (terms.first, terms.last))
        begins = max(begins, here)
        if begins + left < ends:
            return begins + left
        left -= max(ends - begins, timedelta())
    return here + _DAY * (terms.horizon + 1)


@lru_cache(maxsize=4096)
def starts(day: date, begins: time, ends: time, zone: str, terms: Terms) -> tuple[datetime, ...]:
    """Where a session can begin on a day between two moments of the wall clock, in UTC."""
    here = ZoneInfo(zone)
    moment = datetime.combine(day, max(begins, terms.first), here)
    over = datetime.combine(day, min(ends, terms.last), here)
    late = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond) % GRID
    moment += (GRID - late) % GRID
    found = []
    while moment + terms.length <= over:
        found.append(moment.astimezone(ZoneInfo("UTC")))
        moment += GRID
    return tuple(found)


def blocked(begins: datetime, ends: datetime, length: timedelta) -> Iterator[datetime]:
    """The starts on the grid whose session would overlap a stretch of time, its end not included."""
    moment = begins.astimezone(ZoneInfo("UTC")).replace(minute=0, second=0, microsecond=0) - length
    while moment < ends:
        if moment + length > begins:
            yield moment
        moment += GRID


def week_of(moment: datetime, zone: str) -> date:
    """The Monday of the week in the zone."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return day - _DAY * day.weekday()


def by_day(moments: Iterable[datetime], zone: str) -> dict[date, list[datetime]]:
    """Moments under their date in a zone, in order."""
    found: dict[date, list[datetime]] = {}
    for moment in sorted(moments):
        found.setdefault(moment.astimezone(ZoneInfo(zone)).date(), []).append(moment)
    return found
