"""The counsellor's desk: today, the queue by age, the week, and people who are to be called."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import regions_of
from core.calendar import working_calendar
from core.clock import legal_date, start_of_day
from counseling.enums import TAKEN, SessionState
from counseling.models import CounsellingRequest, Counsellor, OfficeCall, Session, Wish
from counseling.selectors.leave import span
from rules.deadlines import counselling_open_before

YOURS, REGION, ANYWHERE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class QueueNumbers:
    """How many requests wait: past their day, with today as the last one, sent to this counsellor, all in reach."""

    late: int
    today: int
    yours: int
    all: int


def counsellor_of(user: User) -> Counsellor | None:
    return Counsellor.objects.of(user).select_related("region", "user").first()


def in_reach(user: User, at: datetime) -> QuerySet[CounsellingRequest]:
    """Waiting requests that this officer may read: their own, of their regions, and of any region after a working day.

    `place` is YOURS, REGION or ANYWHERE.
    """
    today = legal_date(at)
    scope = regions_of(user, Role.COUNSELLOR, Role.COUNSELLOR_COORDINATOR, on=today).q("region__code")
    opened = Q(asked_at__lt=start_of_day(counselling_open_before(today, working_calendar())))
    yours = Q(counsellor__user=user)
    rows = CounsellingRequest.objects.waiting().filter(yours | scope | opened).exclude(person__user=user)
    place = Case(
        When(yours, then=Value(YOURS)), When(scope, then=Value(REGION)), default=Value(ANYWHERE),
        output_field=IntegerField(),
    )  # fmt: skip
    return rows.annotate(place=place)


def queue(user: User, at: datetime) -> QuerySet[CounsellingRequest]:
    """Waiting requests in reach: one's own first, then the region's, then any; the oldest promise first in each."""
    rows = in_reach(user, at).select_related("person", "region", "counsellor__user")
    wishes = Prefetch("wishes", Wish.objects.order_by("-round", "n"), to_attr="all_wishes")
    return rows.prefetch_related(wishes).order_by("place", "answer_due_on", "asked_at", "pk")


def queue_numbers(user: User, at: datetime) -> QueueNumbers:
    today = legal_date(at)
    rows = list(in_reach(user, at).order_by().values_list("answer_due_on", "place"))
    return QueueNumbers(
        late=sum(due < today for due, _place in rows),
        today=sum(due == today for due, _place in rows),
        yours=sum(place == YOURS for _due, place in rows),
        all=len(rows),
    )


def request_for_desk(user: User, pk: UUID, at: datetime) -> CounsellingRequest | None:
    """A request that this officer may open: one in reach, or one that is or was theirs to answer."""
    reachable = in_reach(user, at).filter(pk=pk).values("pk")
    visible = CounsellingRequest.objects.visible_to(user, legal_date(at)).filter(pk=pk).exclude(person__user=user)
    found = CounsellingRequest.objects.filter(Q(pk__in=reachable) | Q(pk__in=visible.values("pk")))
    return found.exclude(person__user=user).select_related("person__user", "region", "counsellor__user").first()


def session_of_desk(request: CounsellingRequest, user: User) -> Session | None:
    """The session that takes up the time of a request, when it is this counsellor's own."""
    rows = Session.objects.filter(request=request, state__in=TAKEN, counsellor__user=user)
    return rows.select_related("person__user", "counsellor__user", "request").first()


def sessions_on(counsellor: Counsellor, day: date) -> list[Session]:
    """What is agreed, going on or over on a day of the counsellor's zone, in order."""
    begins, ends = span(day, day, counsellor.zone)
    states = (*TAKEN, SessionState.HELD, SessionState.MISSED)
    rows = Session.objects.filter(counsellor=counsellor, starts_at__gte=begins, starts_at__lt=ends, state__in=states)
    return list(rows.select_related("person", "request__region").order_by("starts_at"))


def sessions_between(counsellor: Counsellor, first: date, last: date) -> list[Session]:
    """What takes up the time of a counsellor from a day to another, both included."""
    begins, ends = span(first, last, counsellor.zone)
    rows = Session.objects.filter(counsellor=counsellor, starts_at__gte=begins, starts_at__lt=ends)
    states = (*TAKEN, SessionState.HELD, SessionState.MISSED)
    return list(rows.filter(state__in=states).select_related("person", "request").order_by("starts_at"))


def next_sessions(counsellor: Counsellor, at: datetime, days: int = 14) -> list[Session]:
    """What comes after today."""
    today = legal_date(at)
    return sessions_between(counsellor, today + timedelta(days=1), today + timedelta(days=days))


def open_calls(user: User, on: date) -> QuerySet[OfficeCall]:
    """People to be called in the officer's regions, the oldest promise first."""
    return OfficeCall.objects.visible_to(user, on).open().select_related("person__user", "region", "session")


def latest_round(request: CounsellingRequest) -> list[Wish]:
    """The newest wishes of a request that came from `queue`."""
    rows: list[Wish] = request.all_wishes  # type: ignore[attr-defined]
    return [wish for wish in rows if wish.round == rows[0].round]


def search(rows: QuerySet[CounsellingRequest], text: str) -> QuerySet[CounsellingRequest]:
    """By name of the participant or of the region."""
    found = Q(person__full_name__icontains=text) | Q(region__name__icontains=text)
    return rows.filter(found)
