"""Reads of the search for work: for the month that is judged, for the person's mission, for the officer's desk."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from core.clock import end_of_day, start_of_day
from core.prepared import prepared
from ipk.enums.activities import ActivityKind, ActivityState
from ipk.models import Activity, ActivityLog, ActivityQuerySet, FilePrint, MissionPeriod
from ipk.prints import look_alike
from participants.models import Person
from rules import parameters as law
from rules.facts import JobSearchItem
from rules.jobsearch import Tally, tally

DAYS_WITHOUT_PERIOD = 31
MOST_ALIKE = 5
_MOST_CANDIDATES = 500


# --- for the law -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One application or interview, as the question of the month asks for it."""

    id: UUID
    company: str
    on: date
    state: str
    used_for: UUID | None


@dataclass(frozen=True, slots=True)
class JobSearch:
    """What somebody did to find work in a period, by day: what is submitted, accepted or asked for again."""

    applications: tuple[Item, ...]
    interviews: tuple[Item, ...]


def job_search(person: Person, first: date, last: date) -> JobSearch:
    """The activities dated from `first` to `last`, both inclusive (POL-17)."""
    rows = Activity.objects.standing().filter(person=person, on__range=(first, last)).order_by("on", "added_at", "pk")
    items: dict[str, list[Item]] = {kind: [] for kind in ActivityKind.values}
    for row in rows:
        items[row.kind].append(Item(row.pk, row.company, row.on, row.state, row.used_for))
    return JobSearch(tuple(items[ActivityKind.APPLICATION]), tuple(items[ActivityKind.INTERVIEW]))


def every_activity(person: Person) -> QuerySet[Activity]:
    """All that somebody ever sent, the latest first, also what was withdrawn or not accepted."""
    return Activity.objects.filter(person=person).order_by("-on", "-added_at", "pk")


def counted_activities(kind: ActivityKind) -> QuerySet[Activity]:
    """Accepted activities of a kind that a month has used up, of everybody."""
    return Activity.objects.filter(kind=kind, state=ActivityState.ACCEPTED, used_for__isnull=False)


def told_of(people: Collection[UUID], vacancies: Collection[UUID]) -> dict[tuple[UUID, UUID], Activity]:
    """By person and vacancy what was told of applying at another site and still stands: a call before an application,
    the latest before the earlier. One query, none without vacancies.
    """
    if not vacancies:
        return {}
    rows = Activity.objects.standing().filter(person__in=people, vacancy__in=vacancies).order_by("on", "added_at", "pk")
    found = sorted(rows, key=lambda row: row.kind == ActivityKind.INTERVIEW)
    return {(row.person_id, row.vacancy_id): row for row in found}


# --- the mission -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MissionRow:
    """One activity; `why` says why it does not count: "" when it does, repeated, outside, used, not_accepted, asked.

    `same_as` names the company under which a repeated one counts already.
    """

    activity: Activity
    why: str
    same_as: str = ""

    @property
    def counts(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True)
class Mission:
    """The rule of the month as somebody sees it on the way there (POL-10): points are a view, never a second rule.

    `counted` are accepted applications at different companies, `checking` those that an officer still looks at and
    that would count; the same for interviews. `last` is None while the end is open.
    """

    first: date
    last: date | None
    needed: int
    interviews_needed: int
    counted: int
    checking: int
    interviews: int
    interviews_checking: int
    rows: tuple[MissionRow, ...]

    @property
    def is_complete(self) -> bool:
        return self.counted >= self.needed or self.interviews >= self.interviews_needed

    @property
    def points(self) -> int:
        """20 for each application, 100 when the rule is met: one interview is enough."""
        return 100 if self.is_complete else self.counted * 100 // self.needed

    @property
    def missing(self) -> int:
        return max(self.needed - self.counted, 0)

    @property
    def would_miss(self) -> int:
        """Applications still to be sent, should everything under review be accepted."""
        return max(self.needed - self.counted - self.checking, 0)


def mission(person: Person, first: date, last: date | None, *, today: date) -> Mission:
    """How far somebody is in the period; without a `last` day it is open until `today`."""
    rows = _standing_or_judged(person.pk)
    until = last or today
    distinct = law.DISTINCT_COMPANIES.on(until).value
    sure = _tallies(rows, (ActivityState.ACCEPTED,), first, until, distinct)
    hoped = _tallies(rows, (ActivityState.ACCEPTED, ActivityState.SUBMITTED), first, until, distinct)
    sent, invited = ActivityKind.APPLICATION, ActivityKind.INTERVIEW
    return Mission(
        first=first,
        last=last,
        needed=law.APPLICATIONS_NEEDED.on(until).value,
        interviews_needed=law.INTERVIEWS_NEEDED.on(until).value,
        counted=sure[sent].sure,
        checking=hoped[sent].sure - sure[sent].sure,
        interviews=sure[invited].sure,
        interviews_checking=hoped[invited].sure - sure[invited].sure,
        rows=_explained(rows, first, until, distinct),
    )


@prepared
def _standing_or_judged(person_id: UUID) -> QuerySet[Activity]:
    kept = Activity.objects.filter(person_id=person_id).exclude(state=ActivityState.WITHDRAWN)
    return kept.select_related("file").order_by("-on", "-added_at", "pk")


def _tallies(
    rows: list[Activity], states: tuple[ActivityState, ...], first: date, last: date, distinct: bool
) -> dict[str, Tally]:
    return {
        kind: tally(
            tuple(
                JobSearchItem(row.company, row.on, row.used_for is not None)
                for row in rows
                if row.kind == kind and row.state in states
            ),
            first,
            last,
            distinct,
        )
        for kind in ActivityKind.values
    }


def _explained(rows: list[Activity], first: date, last: date, distinct: bool) -> tuple[MissionRow, ...]:
    """Why each does not count. Of one company the earliest accepted stands for it, or else the earliest sent."""
    seen: dict[tuple[str, str], str] = {}
    why: dict[UUID, str] = {}
    for row in sorted(rows, key=lambda r: (r.state != ActivityState.ACCEPTED, r.on, r.added_at)):
        company = (row.kind, row.company_key)
        why[row.pk] = _not_counted(row, first, last) or ("repeated" if distinct and company in seen else "")
        if not why[row.pk]:
            seen.setdefault(company, row.company)
    named = {row.pk: seen[row.kind, row.company_key] for row in rows if why[row.pk] == "repeated"}
    return tuple(MissionRow(row, why[row.pk], named.get(row.pk, "")) for row in rows)


def _not_counted(row: Activity, first: date, last: date) -> str:
    if row.state in (ActivityState.REJECTED, ActivityState.NEEDS_FIX):
        return "not_accepted" if row.state == ActivityState.REJECTED else "asked"
    if row.used_for is not None:
        return "used"
    return "" if first <= row.on <= last else "outside"


def current_period(person: Person) -> MissionPeriod | None:
    """The month that activities are being collected for, as the claim has told."""
    return MissionPeriod.objects.filter(person=person).first()


def recent_days(today: date) -> tuple[date, date]:
    """What a mission shows while no month asks for activities."""
    return today - timedelta(days=DAYS_WITHOUT_PERIOD - 1), today


# --- the same evidence before ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Earlier:
    """An activity with the same file, or with a picture that looks alike: something to look at, never a verdict."""

    activity: Activity
    same_file: bool
    same_person: bool


def earlier_use(person: Person, file_id: UUID, *, but: UUID | None = None) -> Activity | None:
    """The person's own standing activity with this very file; `but` leaves one out."""
    return (
        Activity.objects.standing().filter(person=person, file_id=file_id).exclude(pk__in=[but] if but else []).first()
    )


def seen_before(activity: Activity) -> list[Earlier]:
    """Who sent the same file or a look-alike, anybody, in any state: for the officer only. The same file first."""
    if activity.file is None:
        return []
    alike = _look_alikes(activity.file_id)
    others = (
        Activity.objects.filter(Q(file__sha256=activity.file.sha256) | Q(file__in=alike))
        .exclude(pk=activity.pk)
        .select_related("file", "person")
        .order_by("-added_at", "pk")
    )
    found = [
        Earlier(other, other.file.sha256 == activity.file.sha256, other.person_id == activity.person_id)
        for other in others[:_MOST_CANDIDATES]
        if other.file is not None
    ]
    return sorted(found, key=lambda e: not e.same_file)[:MOST_ALIKE]


def _look_alikes(file_id: UUID | None) -> list[UUID]:
    own = FilePrint.objects.filter(file=file_id).first()
    if own is None or not own.pattern:
        return []
    candidates = FilePrint.objects.filter(pieces__overlap=own.pieces).exclude(file=file_id)
    rows = candidates.order_by("-file__created_at").values_list("file_id", "pattern")[:_MOST_CANDIDATES]
    return [other for other, pattern in rows if look_alike(own.pattern, pattern)]


# --- the desk ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeskNumbers:
    late: int
    today: int
    waiting: int
    asked: int
    mine: int


def evidence_queue(user: User, today: date) -> ActivityQuerySet:
    """All evidence that a counsellor may judge, what is due first on top."""
    seen = Activity.objects.visible_to(user, today).exclude(state=ActivityState.WITHDRAWN)
    return seen.exclude(person__user=user).select_related("person__region").order_by("due_on", "submitted_at", "pk")


def next_evidence(user: User, today: date, *, but: Iterable[UUID] = ()) -> Activity | None:
    """What waits longest for this officer."""
    return evidence_queue(user, today).awaiting_officer().exclude(pk__in=list(but)).first()


def desk_numbers(user: User, today: date) -> DeskNumbers:
    waiting = Q(state=ActivityState.SUBMITTED)
    numbers = (
        evidence_queue(user, today)
        .order_by()
        .aggregate(
            late=Count("pk", filter=waiting & Q(due_on__lt=today)),
            today=Count("pk", filter=waiting & Q(due_on=today)),
            waiting=Count("pk", filter=waiting),
            asked=Count("pk", filter=Q(state=ActivityState.NEEDS_FIX)),
        )
    )
    judged = ActivityLog.objects.filter(
        actor=user, move__in=("accept", "ask", "reject"), at__range=(start_of_day(today), end_of_day(today))
    )
    return DeskNumbers(**numbers, mine=judged.count())
