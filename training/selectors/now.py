"""Where somebody stands with training now, in at most two queries: for a page that asks about much else as well."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from core.clock import legal_date
from core.prepared import prepared
from participants.models import Person
from training.enums import EnrolmentState, MeetingState, RecommendationState, VoucherState
from training.models import Attendance, Enrolment, Meeting, TrainingRecommendation, Voucher
from training.selectors.meetings import Tally
from training.selectors.recommendations import CALLED_OFF, may_be_used

E, M = EnrolmentState, MeetingState


@dataclass(frozen=True, slots=True)
class SeatNow:
    """A seat, with programme and institute; where its attendance stands, and the meeting that comes."""

    enrolment: Enrolment
    tally: Tally
    following: Meeting | None

    @property
    def runs(self) -> bool:
        return self.enrolment.state == E.ENROLLED


@dataclass(frozen=True, slots=True)
class OfferNow:
    """A recommendation, with the voucher that can be used and its last day."""

    recommendation: TrainingRecommendation
    voucher_id: UUID | None
    until: date


def is_seated(person_column: str) -> Exists:
    """Whether the person of another query has, or had, a seat: so that it need not be asked for."""
    return Exists(Enrolment.objects.filter(person=OuterRef(person_column)).exclude(state=E.WITHDRAWN))


def is_offered(person_column: str) -> Exists:
    """Whether the person of another query may have a recommendation or a voucher in force, or lost a class."""
    usable = Exists(Voucher.objects.filter(recommendation=OuterRef("pk"), state=VoucherState.ACTIVE))
    lost = Exists(Enrolment.objects.filter(CALLED_OFF, voucher__recommendation=OuterRef("pk")))
    rows = TrainingRecommendation.objects.filter(person=OuterRef(person_column))
    return Exists(rows.filter(Q(state=RecommendationState.OPEN) | usable | lost))


def training_now(
    person: Person, at: datetime, *, seated: bool = True, offered: bool = True
) -> SeatNow | OfferNow | None:
    """The seat in a class that runs; else a recommendation in force, its voucher first; else the last seat.

    What is known not to be (`is_seated`, `is_offered`) is not asked for.
    """
    seat = next(map(_seat_now, _latest_seats(person.pk, at)), None) if seated else None
    if seat is not None and seat.runs:
        return seat
    return (next(map(_offer_now, _in_force(person.pk, legal_date(at))), None) if offered else None) or seat


@prepared
def _latest_seats(person_id: UUID, at: datetime) -> QuerySet[Enrolment]:
    """One that runs first, then the last that was not left."""
    meetings = Meeting.objects.filter(training_class=OuterRef("training_class")).exclude(state=M.CANCELLED)
    ends = ExpressionWrapper(F("starts_at") + F("minutes") * timedelta(minutes=1), output_field=DateTimeField())
    ahead = meetings.filter(state=M.PLANNED).annotate(ends=ends).filter(ends__gt=at).order_by("starts_at", "pk")
    stays = Q(enrolment__ended_on=None) | Q(on__lte=F("enrolment__ended_on"))
    there = Attendance.objects.filter(stays, enrolment=OuterRef("pk"), meeting__state=M.RECORDED)
    rows = Enrolment.objects.filter(person_id=person_id).exclude(state=E.WITHDRAWN).annotate(
        attended=_sum(there.order_by().values("enrolment")),
        held=_sum(meetings.filter(state=M.RECORDED).order_by().values("training_class")),
        planned=_sum(meetings.order_by().values("training_class")),
        next_at=Subquery(ahead.values("starts_at")[:1]),
        next_minutes=Subquery(ahead.values("minutes")[:1]),
        rank=Case(When(state=E.ENROLLED, then=0), default=1),
    )  # fmt: skip
    rows = rows.select_related("training_class__programme__institute")
    return rows.order_by("rank", "-enrolled_at", "pk")[:1]


def _seat_now(row: Any) -> SeatNow:
    following = Meeting(starts_at=row.next_at, minutes=row.next_minutes) if row.next_at else None
    return SeatNow(row, Tally(row.attended, row.held, row.planned), following)


def _sum(rows: QuerySet[Any, Any]) -> Coalesce:
    """Minutes of rows that are already grouped."""
    return Coalesce(Subquery(rows.annotate(all=Sum("minutes")).values("all"), output_field=IntegerField()), 0)


@prepared
def _in_force(person_id: UUID, today: date) -> QuerySet[TrainingRecommendation]:
    """One with a voucher stands first; those that were used for a class that was called off stand among them."""
    usable = Voucher.objects.filter(recommendation=OuterRef("pk")).active(today)
    rows = TrainingRecommendation.objects.filter(person_id=person_id).annotate(
        voucher_id=Subquery(usable.values("pk")[:1]), voucher_until=Subquery(usable.values("valid_until")[:1])
    )
    rows = rows.filter(may_be_used(today) | Q(voucher_id__isnull=False))
    rows = rows.select_related("programme__institute")
    return rows.order_by(F("voucher_until").asc(nulls_last=True), "-made_at", "pk")[:1]


def _offer_now(row: Any) -> OfferNow:
    return OfferNow(row, row.voucher_id, row.voucher_until or row.valid_until)
