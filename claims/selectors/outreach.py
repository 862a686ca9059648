"""Who could claim and has not: the officers' list, its numbers, and what became of whom was found week by week."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek

from accounts.models import User
from claims.enums import OUTREACH_OPEN, OutreachState
from claims.models import OutreachEntry
from claims.models.outreach import OutreachQuerySet

WEEKS = 12
SOON = timedelta(days=30)
S = OutreachState


def outreach_for_desk(user: User, today: date) -> OutreachQuerySet:
    return OutreachEntry.objects.visible_to(user, today)


def by_time_left(rows: QuerySet[OutreachEntry]) -> QuerySet[OutreachEntry]:
    known = ("person", "phk__employer", "phk__region")
    return rows.select_related(*known).order_by("lapses_on", "pk")


@dataclass(frozen=True, slots=True)
class OutreachNumbers:
    """Of what is open: for an officer, reminded or about to be, without an account, and lapsing within 30 days."""

    doubtful: int
    reminded: int
    without_account: int
    soon: int


def outreach_numbers(rows: QuerySet[OutreachEntry], today: date) -> OutreachNumbers:
    open_ = rows.filter(state__in=OUTREACH_OPEN)
    counts = open_.aggregate(
        doubtful=Count("pk", filter=Q(state=S.DOUBTFUL)),
        reminded=Count("pk", filter=Q(state__in=(S.FOUND, S.REMINDED))),
        without_account=Count("pk", filter=Q(person__user=None)),
        soon=Count("pk", filter=Q(lapses_on__lte=today + SOON)),
    )
    return OutreachNumbers(**counts)


@dataclass(frozen=True, slots=True)
class FoundWeek:
    """Whom the sweep found in one week from Monday on, and what became of them by now."""

    monday: date
    claimed: int
    waiting: int
    lapsed: int
    other: int

    @property
    def found(self) -> int:
        return self.claimed + self.waiting + self.lapsed + self.other


def found_weeks(rows: QuerySet[OutreachEntry], today: date, weeks: int = WEEKS) -> list[FoundWeek]:
    """The latest weeks, the oldest first; a week in which nobody was found is there too."""
    this = today - timedelta(days=today.weekday())
    first = this - timedelta(weeks=weeks - 1)
    counted = (
        rows.filter(found_on__gte=first)
        .order_by()
        .annotate(week=TruncWeek("found_on"))
        .values("week")
        .annotate(
            claimed=Count("pk", filter=Q(state=S.CLAIMED)),
            waiting=Count("pk", filter=Q(state__in=(S.DOUBTFUL, S.FOUND, S.REMINDED))),
            lapsed=Count("pk", filter=Q(state=S.LAPSED)),
            other=Count("pk", filter=Q(state__in=(S.DECLINED, S.DROPPED))),
        )
    )
    known = {row.pop("week"): row for row in counted}
    empty = {"claimed": 0, "waiting": 0, "lapsed": 0, "other": 0}
    mondays = [first + timedelta(weeks=n) for n in range(weeks)]
    return [FoundWeek(monday, **known.get(monday, empty)) for monday in mondays]


def own_outreach(user: User) -> OutreachQuerySet:
    return OutreachEntry.objects.of(user)
