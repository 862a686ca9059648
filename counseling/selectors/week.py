"""A week of many counsellors: what is taken, what is free, who is away. Four queries for a page of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.selectors import RegionScope
from core import clock
from core.calendar import working_calendar
from counseling.enums import TAKEN, SessionState
from counseling.models import Counsellor, Leave, Session, WorkingHours
from rules import parameters as law
from rules.calendar import Calendar

DAYS, SATURDAY = 7, 5
FAR = timedelta(days=366)
# What took up, or takes up, a counsellor's time: the load of a week.
SPENT = (*TAKEN, SessionState.HELD, SessionState.MISSED)


@dataclass(frozen=True, slots=True)
class Day:
    """`taken` sessions, `free` slots that can still be given away. `closed` is "leave", "holiday" or "" ("no hours"
    are neither taken nor free).
    """

    on: date
    taken: int
    free: int
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """One counsellor's week; `load` is sessions in whole percent of the capacity."""

    counsellor: Counsellor
    days: tuple[Day, ...]
    is_certified: bool

    @property
    def taken(self) -> int:
        return sum(day.taken for day in self.days)

    @property
    def free(self) -> int:
        """What can still be given away in the week, within the capacity."""
        room = max(0, self.counsellor.weekly_capacity - self.taken)
        return min(room, sum(day.free for day in self.days)) if self.is_certified else 0

    @property
    def load(self) -> int:
        return 100 * self.taken // self.counsellor.weekly_capacity


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_asked(typed: str, today: date) -> date:
    """The Monday of the week of a typed day within a year; for anything else this week, on a weekend the next one."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = date.min
    if abs(day - today) > FAR:
        day = today + timedelta(days=2) if today.weekday() >= SATURDAY else today
    return monday_of(day)


def counsellors_in(scope: RegionScope) -> QuerySet[Counsellor]:
    """Those whose office lies in the scope, by name."""
    rows = Counsellor.objects.filter(scope.q("region__code")).select_related("user", "region")
    return rows.order_by("user__full_name", "pk")


def weeks_of(counsellors: Sequence[Counsellor], monday: date, *, at: datetime) -> list[Week]:
    """In the order in which they are given."""
    ids = [row.pk for row in counsellors]
    hours = _by_counsellor(WorkingHours.objects.filter(counsellor__in=ids).order_by("weekday", "start"))
    last = monday + timedelta(days=DAYS - 1)
    leaves = _by_counsellor(
        Leave.objects.filter(counsellor__in=ids, first__lte=last, last__gte=monday).order_by("first")
    )
    # A day more at each end: weeks begin at different moments in the three zones.
    begin, end = clock.start_of_day(monday) - timedelta(days=1), clock.end_of_day(last) + timedelta(days=1)
    rows = Session.objects.filter(counsellor__in=ids, state__in=SPENT, starts_at__gte=begin, starts_at__lt=end)
    taken = _by_counsellor(rows.only("counsellor_id", "starts_at", "ends_at", "state").order_by("starts_at"))
    calendar = working_calendar()
    found = []
    for counsellor in counsellors:
        days = tuple(
            _day(
                counsellor,
                monday + timedelta(days=n),
                hours.get(counsellor.pk, []),
                leaves.get(counsellor.pk, []),
                taken.get(counsellor.pk, []),
                is_holiday=_is_off(monday + timedelta(days=n), calendar),
                at=at,
            )
            for n in range(DAYS)
        )
        found.append(Week(counsellor, days, counsellor.is_certified(clock.legal_date(at))))
    return found


def _is_off(day: date, calendar: Calendar) -> bool:
    """No working day; in a year that the calendar does not hold yet only weekends are known."""
    return not calendar.is_working_day(day) if calendar.holds(day.year) else day.weekday() >= SATURDAY


def _by_counsellor(rows: QuerySet) -> dict[UUID, list]:  # type: ignore[type-arg]
    found: dict[UUID, list] = {}  # type: ignore[type-arg]
    for row in rows:
        found.setdefault(row.counsellor_id, []).append(row)
    return found


def _day(
    counsellor: Counsellor,
    day: date,
    hours: Sequence[WorkingHours],
    leaves: Sequence[Leave],
    sessions: Sequence[Session],
    *,
    is_holiday: bool,
    at: datetime,
) -> Day:
    zone = ZoneInfo(counsellor.zone)
    todays = [row for row in sessions if row.starts_at.astimezone(zone).date() == day]
    closed = "leave" if any(row.first <= day <= row.last for row in leaves) else ""
    closed = closed or ("holiday" if is_holiday and day.weekday() < SATURDAY else "")
    if closed or is_holiday:
        return Day(day, len(todays), 0, closed)
    minutes = timedelta(minutes=law.COUNSELLING_SESSION_MINUTES.on(day).value)
    earliest = at + timedelta(hours=law.COUNSELLING_NOTICE_HOURS.on(day).value)
    busy = [(row.starts_at, row.ends_at) for row in todays if row.state in TAKEN]
    free = sum(
        begin >= earliest and not any(start < begin + minutes and begin < end for start, end in busy)
        for row in hours
        if row.weekday == day.weekday()
        for begin in _slots(day, row, zone, minutes)
    )
    return Day(day, len(todays), free)


def _slots(day: date, hours: WorkingHours, zone: ZoneInfo, minutes: timedelta) -> list[datetime]:
    """The beginnings inside the hours, and inside the hours of counselling, by the counsellor's clock."""
    first = max(hours.start, time(law.COUNSELLING_FIRST_HOUR.on(day).value))
    last = min(hours.end, time(law.COUNSELLING_LAST_HOUR.on(day).value))
    begin, end = datetime.combine(day, first, zone), datetime.combine(day, last, zone)
    found = []
    while begin + minutes <= end:
        found.append(begin)
        begin += minutes
    return found
