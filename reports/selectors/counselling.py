"""Counselling in numbers: how long people wait, what becomes of sessions, whether it helped.

Requests are counted where the person lives; sessions and answers at the counsellor's office.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Left, TruncMonth

from accounts.selectors import RegionScope
from core import clock
from counseling.enums import LIVE_REQUESTS, Rating, SessionState, Side
from counseling.models import CounsellingRequest, Counsellor, Session, SessionRating

S = SessionState
_PERCENTILES = """
SELECT count(*), count(answered), count(met),
       percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY answered - asked_at),
       percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY met - asked_at)
FROM ({rows}) AS asked
"""
# What becomes of a session, by the name of its column.
ENDS: dict[str, Q] = {
    "held": Q(state=S.HELD),
    "missed_by_participant": Q(state=S.MISSED, absent=Side.PARTICIPANT),
    "missed_by_counsellor": Q(state=S.MISSED, absent=Side.COUNSELLOR),
    "cancelled_by_participant": Q(state=S.CANCELLED, cancelled_by=Side.PARTICIPANT),
    "cancelled_by_counsellor": Q(state=S.CANCELLED, cancelled_by=Side.COUNSELLOR),
}


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are part of it, by the clock of Jakarta."""

    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment, and the one after the last day."""
        return clock.start_of_day(self.first), clock.start_of_day(self.last + timedelta(days=1))

    def q(self, column: str) -> Q:
        begin, end = self.moments
        return Q(**{f"{column}__gte": begin, f"{column}__lt": end})


def last_days(today: date, days: int) -> Period:
    return Period(today - timedelta(days=days - 1), today)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of `asked` requests, `answered` got a time and `met` were counselled; the median and the 90th percentile of how
    long that took. `waiting` are still open.
    """

    asked: int
    answered: int
    met: int
    waiting: int
    to_answer: tuple[timedelta, timedelta] | None
    to_meet: tuple[timedelta, timedelta] | None


def waiting_times(scope: RegionScope, period: Period) -> Waiting:
    rows = CounsellingRequest.objects.filter(scope.q("region__code"), period.q("asked_at")).order_by()
    rows = rows.annotate(
        answered=Min("sessions__booked_at"), met=Min("sessions__opened_at", filter=Q(sessions__state=S.HELD))
    )
    sql, params = rows.values("asked_at", "answered", "met").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_PERCENTILES.format(rows=sql), params)
        asked, answered, met, to_answer, to_meet = cursor.fetchone()
    still = rows.filter(state__in=LIVE_REQUESTS).count()
    return Waiting(asked, answered, met, still, _pair(to_answer), _pair(to_meet))


def _pair(values: Any) -> tuple[timedelta, timedelta] | None:
    return (values[0], values[1]) if values and values[0] is not None else None


def _sessions(scope: RegionScope, period: Period) -> QuerySet[Session]:
    return Session.objects.filter(scope.q("counsellor__region__code"), period.q("starts_at")).order_by()


def _ends() -> dict[str, Count]:
    return {name: Count("pk", filter=which) for name, which in ENDS.items()}


@dataclass(frozen=True, slots=True)
class Month:
    """`ends` counts sessions by the names of ENDS."""

    first: date
    ends: dict[str, int]


def sessions_by_month(scope: RegionScope, period: Period) -> list[Month]:
    """Every month that the period touches, the oldest first."""
    rows = _sessions(scope, period).annotate(month=TruncMonth("starts_at", tzinfo=clock.JAKARTA))
    counted = {row["month"].date(): row for row in rows.values("month").annotate(**_ends())}
    found, month = [], period.first.replace(day=1)
    while month <= period.last:
        found.append(Month(month, {name: counted.get(month, {}).get(name, 0) for name in ENDS}))
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def held_by_province(scope: RegionScope, period: Period) -> dict[str, int]:
    """Sessions that were held, by the province of the counsellor's office."""
    rows = _sessions(scope, period).filter(state=S.HELD).annotate(province=Left("counsellor__region__code", 2))
    return dict(rows.values("province").annotate(n=Count("pk")).values_list("province", "n"))


def ratings(scope: RegionScope, period: Period) -> dict[str, int]:
    """Answers to the question of one tap; every answer is named."""
    rows = SessionRating.objects.filter(session__in=_sessions(scope, period)).order_by()
    found = dict(rows.values("answer").annotate(n=Count("pk")).values_list("answer", "n"))
    return {answer: found.get(answer, 0) for answer in Rating.values}


@dataclass(frozen=True, slots=True)
class CounsellorNumbers:
    """`answers` of participants, `helped` of them with yes."""

    counsellor_id: UUID
    name: str
    office: str
    ends: dict[str, int]
    answers: int
    helped: int


def by_counsellor(scope: RegionScope, period: Period) -> list[CounsellorNumbers]:
    """Everybody with an office in the scope, in the order of the alphabet: nobody is ranked."""
    people = Counsellor.objects.filter(scope.q("region__code")).select_related("user", "region")
    ends = {row["counsellor"]: row for row in _sessions(scope, period).values("counsellor").annotate(**_ends())}
    rated = SessionRating.objects.filter(session__in=_sessions(scope, period)).order_by()
    answers = {
        row["who"]: row
        for row in rated.annotate(who=F("session__counsellor"))
        .values("who")
        .annotate(n=Count("pk"), yes=Count("pk", filter=Q(answer=Rating.YES)))
    }
    return [
        CounsellorNumbers(
            row.pk,
            row.user.full_name,
            str(row.region),
            {end: ends.get(row.pk, {}).get(end, 0) for end in ENDS},
            answers.get(row.pk, {}).get("n", 0),
            answers.get(row.pk, {}).get("yes", 0),
        )
        for row in people.order_by("user__full_name", "pk")
    ]
