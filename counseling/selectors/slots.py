"""Free times: who of the certified counsellors can take which, nearest first.

Everything is read once for the days ahead (`Roster`), however many counsellors and times there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from fractions import Fraction
from functools import cached_property
from itertools import chain
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max

from core.calendar import working_calendar
from core.clock import legal_date
from counseling import times
from counseling.enums import TAKEN, CounsellorState, RequestState, SessionState
from counseling.models import CounsellingRequest, Counsellor, Leave, Session, Wish, WorkingHours
from notices.selectors import wishes_of
from participants.models import Person

_COUNTED = (*TAKEN, SessionState.HELD, SessionState.MISSED)  # what fills a week
INDONESIAN = "Indonesia"  # everybody speaks it
_AROUND = timedelta(days=8)  # a week on both sides, in any zone


class Near(IntEnum):
    """How near the counsellor of a time is."""

    REGENCY = 0
    PROVINCE = 1
    ONLINE = 2


@dataclass(frozen=True, slots=True)
class Time:
    """A time that can be chosen: how near its counsellor is, and how many can still take it."""

    starts_at: datetime
    near: Near
    left: int


@dataclass(frozen=True, slots=True)
class Day:
    """The times of one day by the reader's clock."""

    on: date
    times: tuple[Time, ...]


def near(office: str, home: str | None) -> Near:
    """By codes of regions: the office's and the person's."""
    if not home or office[:2] != home[:2]:
        return Near.ONLINE
    return Near.REGENCY if office == home else Near.PROVINCE


class Roster:
    """Who is free when, for the days that can be chosen at a moment. `only`: one counsellor instead of all."""

    def __init__(self, at: datetime, *, only: Counsellor | None = None) -> None:
        self.at, self.only = at, only
        self.terms = times.Terms.at(at)
        self.calendar = working_calendar()
        self._span = (at - _AROUND, at + timedelta(days=self.terms.horizon) + _AROUND)

    @cached_property
    def counsellors(self) -> list[Counsellor]:
        """Certified today or later; a day after the end of the certificate is not offered."""
        rows = Counsellor.objects.filter(pk=self.only.pk) if self.only else Counsellor.objects.all()
        rows = rows.filter(state=CounsellorState.ACTIVE, bimtek_on__isnull=False, assessed_on__isnull=False)
        rows = rows.filter(certified_until__gte=legal_date(self.at))
        return list(rows.order_by("pk"))

    def open_stretches(
        self, counsellor: Counsellor, days: Sequence[date] | None = None
    ) -> Iterator[tuple[datetime, ...]]:
        """When this counsellor works: certified, inside the hours, not on a holiday, with the notice. Taken or not."""
        soonest, hours = self._earliest(counsellor.zone), self._hours[counsellor.pk]
        for day in self._days(counsellor.zone) if days is None else days:
            if not counsellor.is_certified(day):
                continue
            for begins, ends in hours[day.weekday()]:
                moments = times.starts(day, begins, ends, counsellor.zone, self.terms)
                if moments and moments[0] < soonest:
                    moments = tuple(moment for moment in moments if moment >= soonest)
                yield moments

    def free_stretches(
        self, counsellor: Counsellor, days: Sequence[date] | None = None
    ) -> Iterator[tuple[datetime, ...]]:
        """When this counsellor works, is present, has room in the week and no other session."""
        busy, full = self._busy[counsellor.pk], self._full_weeks[counsellor.pk]
        free = [
            day
            for day in (self._days(counsellor.zone) if days is None else days)
            if not self.is_away(counsellor, day) and day - timedelta(days=day.weekday()) not in full
        ]
        for moments in self.open_stretches(counsellor, free):
            if busy and not busy.isdisjoint(moments):
                moments = tuple(moment for moment in moments if moment not in busy)
            yield moments

    def free_times(self, counsellor: Counsellor, days: Sequence[date] | None = None) -> Iterator[datetime]:
        return chain.from_iterable(self.free_stretches(counsellor, days))

    def free_at(self, starts_at: datetime, home: str | None, *, job: str = "") -> list[Counsellor]:
        """Who can take a time: nearest first, then who knows the job (a code of KBJI), then the least filled week."""

        def order(one: Counsellor) -> tuple[Near, bool, Fraction, str]:
            return near(one.region_id, home), not one.knows(job), self._load(one, starts_at), str(one.pk)

        able = [one for one in self.counsellors if starts_at in self.free_times(one, self._day_of(starts_at, one))]
        return sorted(able, key=order)

    def by_nearness(self, home: str | None) -> list[Counsellor]:
        """All who are certified, free or not."""
        return sorted(self.counsellors, key=lambda one: (near(one.region_id, home), str(one.pk)))

    def languages(self) -> list[str]:
        """Those besides Indonesian in which somebody counsels, in their order."""
        return sorted({language for one in self.counsellors for language in one.languages} - {INDONESIAN})

    def is_a_time(self, starts_at: datetime) -> bool:
        """Whether somebody works then, taken or not."""
        return any(
            starts_at in moments
            for one in self.counsellors
            for moments in self.open_stretches(one, self._day_of(starts_at, one))
        )

    def covers(self, counsellor: Counsellor, starts_at: datetime) -> bool:
        """Whether it is a time of the counsellor's hours, on a day that can be chosen; the notice is not looked at."""
        return any(
            starts_at in times.starts(day, begins, ends, counsellor.zone, self.terms)
            for day in self._day_of(starts_at, counsellor)
            for begins, ends in self._hours[counsellor.pk][day.weekday()]
        )

    def is_away(self, counsellor: Counsellor, day: date) -> bool:
        return any(first <= day <= last for first, last in self._away[counsellor.pk])

    def is_full(self, counsellor: Counsellor, starts_at: datetime) -> bool:
        return times.week_of(starts_at, counsellor.zone) in self._full_weeks[counsellor.pk]

    def is_busy(self, counsellor: Counsellor, starts_at: datetime) -> bool:
        return starts_at in self._busy[counsellor.pk]

    def _day_of(self, starts_at: datetime, counsellor: Counsellor) -> list[date]:
        """The day of a moment in the counsellor's zone, if it can be chosen."""
        day = starts_at.astimezone(ZoneInfo(counsellor.zone)).date()
        return [day] if day in self._days(counsellor.zone) else []

    def demand(self, without: CounsellingRequest | None = None) -> Counter[datetime]:
        """How many waiting first wishes each time has to serve. `without` leaves one request out."""
        rows = Wish.objects.filter(n=1, request__state=RequestState.WAITING, starts_at__range=self._span)
        rows = rows.annotate(last=Max("request__wishes__round")).order_by()
        found: Counter[datetime] = Counter()
        for request, turn, last, starts_at in rows.values_list("request_id", "round", "last", "starts_at"):
            if turn == last and (without is None or request != without.pk):
                found.update(times.blocked(starts_at, starts_at + self.terms.length, self.terms.length))
        return found

    @cached_property
    def _hours(self) -> dict[UUID, dict[int, list[tuple[time, time]]]]:
        """Stretches of the wall clock, by counsellor and weekday."""
        rows = WorkingHours.objects.filter(counsellor=self.only) if self.only else WorkingHours.objects.all()
        found: dict[UUID, dict[int, list[tuple[time, time]]]] = defaultdict(lambda: defaultdict(list))
        for counsellor, weekday, begins, ends in rows.order_by("start").values_list(
            "counsellor_id", "weekday", "start", "end"
        ):
            found[counsellor][weekday].append((begins, ends))
        return found

    def _load(self, counsellor: Counsellor, starts_at: datetime) -> Fraction:
        """Sessions of that week and waiting requests, as a share of what the counsellor takes in a week."""
        week = times.week_of(starts_at, counsellor.zone)
        taken = self._weeks[counsellor.pk][week] + self._routed[counsellor.pk]
        return Fraction(taken, counsellor.weekly_capacity)

    @cached_property
    def _routed(self) -> Counter[UUID]:
        rows = CounsellingRequest.objects.waiting().exclude(counsellor=None).values("counsellor_id")
        return Counter({row["counsellor_id"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by()})

    @cached_property
    def _sessions(self) -> list[tuple[UUID, datetime, datetime, str]]:
        rows = Session.objects.filter(state__in=_COUNTED, starts_at__range=self._span)
        if self.only:
            rows = rows.filter(counsellor=self.only)
        return list(rows.order_by().values_list("counsellor_id", "starts_at", "ends_at", "state"))

    @cached_property
    def _busy(self) -> dict[UUID, set[datetime]]:
        found: dict[UUID, set[datetime]] = defaultdict(set)
        for counsellor, begins, ends, state in self._sessions:
            if state in TAKEN:
                found[counsellor].update(times.blocked(begins, ends, self.terms.length))
        return found

    @cached_property
    def _weeks(self) -> dict[UUID, Counter[date]]:
        """Sessions of each counsellor by the Monday of their week."""
        zones = {one.pk: one.zone for one in self.counsellors}
        found: dict[UUID, Counter[date]] = defaultdict(Counter)
        for counsellor, begins, _ends, _state in self._sessions:
            if counsellor in zones:
                found[counsellor][times.week_of(begins, zones[counsellor])] += 1
        return found

    @cached_property
    def _full_weeks(self) -> dict[UUID, set[date]]:
        most = {one.pk: one.weekly_capacity for one in self.counsellors}
        found: dict[UUID, set[date]] = defaultdict(set)
        for counsellor, weeks in self._weeks.items():
            found[counsellor] = {week for week, count in weeks.items() if count >= most[counsellor]}
        return found

    @cached_property
    def _away(self) -> dict[UUID, list[tuple[date, date]]]:
        first, last = (legal_date(moment) for moment in self._span)
        rows = Leave.objects.filter(first__lte=last, last__gte=first).order_by()
        if self.only:
            rows = rows.filter(counsellor=self.only)
        found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
        for counsellor, begins, ends in rows.values_list("counsellor_id", "first", "last"):
            found[counsellor].append((begins, ends))
        return found

    def _days(self, zone: str) -> list[date]:
        return self._of_zone(zone)[0]

    def _earliest(self, zone: str) -> datetime:
        return self._of_zone(zone)[1]

    def _of_zone(self, zone: str) -> tuple[list[date], datetime]:
        known = self.__dict__.setdefault("_zones", {})
        if zone not in known:
            days = times.days_ahead(self.at, zone, self.terms, self.calendar)
            known[zone] = (days, times.earliest(self.at, zone, self.terms, self.calendar))
        return known[zone]


def offered(
    person: Person, at: datetime, *, request: CounsellingRequest | None = None, roster: Roster | None = None
) -> list[Day]:
    """The days with their times that this person can choose, in the zone of the person's wishes.

    A time is offered while more counsellors can take it than sessions and waiting first wishes need. `request` is the
    person's own, whose wishes do not stand in its way; `roster` what was read already.
    """
    return _days(choices(roster or Roster(at), person.region_id, request=request), wishes_of(person.user).zone)


def choices(roster: Roster, home: str | None, *, request: CounsellingRequest | None = None) -> dict[datetime, Time]:
    """Every time that somebody of a region can choose, by its moment."""
    alike = Counter(
        (near(counsellor.region_id, home), moments)
        for counsellor in roster.counsellors
        for moments in roster.free_stretches(counsellor)
    )
    able: dict[datetime, list[int]] = defaultdict(lambda: [0] * len(Near))
    for (rank, moments), count in alike.items():
        for moment in moments:
            able[moment][rank] += count
    demand = roster.demand(without=request)
    return {
        moment: Time(moment, _nearest(ranks, demand[moment]), sum(ranks) - demand[moment])
        for moment, ranks in able.items()
        if sum(ranks) > demand[moment]
    }


def _nearest(ranks: Sequence[int], taken: int) -> Near:
    """How near the next one is when the nearest are taken by those who asked before."""
    for rank, count in zip(Near, ranks, strict=True):
        if taken < count:
            return rank
        taken -= count
    return Near.ONLINE


def times_of(counsellor: Counsellor, at: datetime, *, zone: str = "") -> list[Day]:
    """When one counsellor is free, by days of the counsellor's own zone or of another."""
    roster = Roster(at, only=counsellor)
    home = counsellor.region_id
    free = {m: Time(m, near(home, home), 1) for one in roster.counsellors for m in roster.free_times(one)}
    return _days(free, zone or counsellor.zone)


def _days(found: dict[datetime, Time], zone: str) -> list[Day]:
    return [Day(on, tuple(found[m] for m in moments)) for on, moments in times.by_day(found, zone).items()]
