"""Signals of integrity for those who decide and those who audit them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core import clock
from rules.signals import SIGNAL_PRECISION, SIGNAL_PRECISION_DAYS
from training.enums import InvoiceState, MeetingState, RecommendationState, SignalKind, SignalState
from training.models import (
    Attendance,
    Enrolment,
    Interest,
    Invoice,
    Meeting,
    Programme,
    Signal,
    TrainingRecommendation,
    WaitingPlace,
)

S = SignalState
LEAST_DECIDED = 10  # decided ones below which a share says nothing


def desk(user: User, on: date) -> QuerySet[Signal]:
    """All that the user may read: open ones first, the soonest due on top, then the latest decided."""
    undecided = Case(When(state=S.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Signal.objects.visible_to(user, on).select_related("institute__region", "counsellor", "decided_by")
    return rows.annotate(rest=undecided).order_by("rest", _due(), F("decided_at").desc(nulls_last=True), "pk")


def _due() -> Case:
    return Case(When(state=S.OPEN, then=F("due_on")), default=None)


def open_signals(user: User, on: date) -> QuerySet[Signal]:
    """What waits for this officer: of institutes to which they declared no tie."""
    tied = Interest.objects.in_force(on).filter(officer=user).values("institute")
    return Signal.objects.visible_to(user, on).filter(state=S.OPEN).exclude(institute__in=tied)


def own_queue(user: User, on: date) -> QuerySet[Signal]:
    """What waits for this officer, who decides it, in the order of the desk."""
    rows = open_signals(user, on) if has_role(user, Role.INTEGRITY, on=on) else Signal.objects.none()
    return rows.order_by("due_on", "pk")


def others_about(signal: Signal, user: User, on: date) -> int:
    """How many other signals there are about the same institute, decided ones too."""
    rows = Signal.objects.visible_to(user, on).filter(institute=signal.institute_id)
    return rows.exclude(pk=signal.pk).count()


@dataclass(frozen=True, slots=True)
class DeskNumbers:
    open: int
    soon: int
    late: int
    decided: int


def desk_numbers(user: User, on: date, *, soon_days: int) -> DeskNumbers:
    """`soon`: due within so many days and not late; `decided` within the days of the precision."""
    since = clock.start_of_day(on - timedelta(days=SIGNAL_PRECISION_DAYS.on(on).value))
    waiting = Q(state=S.OPEN)
    counted = Signal.objects.visible_to(user, on).aggregate(
        open=Count("pk", filter=waiting),
        soon=Count("pk", filter=waiting & Q(due_on__range=(on, on + timedelta(days=soon_days)))),
        late=Count("pk", filter=waiting & Q(due_on__lt=on)),
        decided=Count("pk", filter=~waiting & Q(decided_at__gte=since)),
    )
    return DeskNumbers(**counted)


@dataclass(frozen=True, slots=True)
class Precision:
    """Of `decided` signals of a rule, `referred` went on. `share` is None for too few; `weak`: the rule is reviewed."""

    kind: SignalKind
    open: int
    decided: int
    referred: int
    share: Fraction | None
    weak: bool


def precision(on: date) -> list[Precision]:
    """One row a rule, over what was decided in the days that `rules.signals` names."""
    since = clock.start_of_day(on - timedelta(days=SIGNAL_PRECISION_DAYS.on(on).value))
    least = SIGNAL_PRECISION.on(on).value
    late = Q(decided_at__gte=since)
    counted: dict[str, dict[str, Any]] = {
        row["kind"]: dict(row)
        for row in Signal.objects.order_by()
        .values("kind")
        .annotate(
            waiting=Count("pk", filter=Q(state=S.OPEN)),
            decided=Count("pk", filter=~Q(state=S.OPEN) & late),
            referred=Count("pk", filter=Q(state=S.REFERRED) & late),
        )
    }
    return [_precision(kind, counted.get(kind.value, {}), least) for kind in SignalKind]


def _precision(kind: SignalKind, row: dict[str, Any], least: Fraction) -> Precision:
    decided, referred = row.get("decided", 0), row.get("referred", 0)
    share = Fraction(referred, decided) if decided >= LEAST_DECIDED else None
    return Precision(kind, row.get("waiting", 0), decided, referred, share, share is not None and share < least)


# --- what lies behind one ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rosters:
    """Meetings of a class and the seats in it, in the order of enrolment; `minutes` by seat and meeting.

    Nobody is named: a pattern needs no names, and lines of the invoice lead to them.
    """

    meetings: list[Meeting]
    seats: list[UUID]
    minutes: dict[tuple[UUID, UUID], int]


def rosters_of(class_id: str, meetings: Iterable[str] = ()) -> Rosters:
    """The recorded meetings of a class, or only the named ones, as the institute wrote them."""
    held = Meeting.objects.filter(training_class=UUID(class_id), state=MeetingState.RECORDED).order_by(
        "starts_at", "pk"
    )
    named = list(meetings)
    if named:
        held = held.filter(pk__in=named)
    rows = Attendance.objects.filter(meeting__in=held).values_list("enrolment_id", "meeting_id", "minutes")
    minutes = {(seat, meeting): count for seat, meeting, count in rows}
    seats = Enrolment.objects.filter(training_class=UUID(class_id)).order_by("enrolled_at", "pk")
    there = {seat for seat, _meeting in minutes}
    return Rosters(list(held), [pk for pk in seats.values_list("pk", flat=True) if pk in there], minutes)


def invoices_of(class_ids: Iterable[str]) -> dict[UUID, Invoice]:
    """The latest invoice that reached the offices, by class."""
    rows = Invoice.objects.filter(training_class__in=list(class_ids))
    rows = rows.exclude(state__in=[InvoiceState.DRAFT, InvoiceState.CANCELLED]).order_by("made_at", "pk")
    return {row.training_class_id: row for row in rows}


def waited_for(class_ids: Iterable[str]) -> dict[UUID, int]:
    """How many ever stood in line for a seat, by class; classes for which nobody did are left out."""
    rows = WaitingPlace.objects.filter(training_class__in=list(class_ids)).values_list("training_class")
    return dict(rows.annotate(count=Count("pk")))


@dataclass(frozen=True, slots=True)
class Field:
    """A counsellor's recommendations in one field of work.

    `here`: to the institute of the signal; `elsewhere`: to others. `others`: other institutes that teach it there.
    """

    group: str
    here: int
    elsewhere: int
    others: int


def fields_of(signal: Signal) -> list[Field]:
    """Of FR18, over the days that it looked at; where most went to the institute comes first. Two queries."""
    first, last = (date.fromisoformat(signal.facts[name]) for name in ("first", "last"))
    here = Q(programme__institute=signal.institute_id)
    made = (
        TrainingRecommendation.objects.exclude(state=RecommendationState.WITHDRAWN)
        .filter(made_by=signal.counsellor_id, made_at__gte=clock.start_of_day(first))
        .filter(made_at__lt=clock.start_of_day(last + timedelta(days=1)))
        .values("programme__group")
        .annotate(here=Count("pk", filter=here), elsewhere=Count("pk", filter=~here))
        .order_by("-here", "programme__group")
    )
    taught = Programme.objects.listed().filter(institute__region=signal.facts["region"])
    taught = taught.exclude(institute=signal.institute_id).order_by().values_list("group")
    others = dict(taught.annotate(count=Count("institute", distinct=True)))
    groups = ((row["programme__group"], row) for row in made)
    return [Field(group, row["here"], row["elsewhere"], others.get(group, 0)) for group, row in groups]
