"""Classes as the institute and the participant see them: who is in, who waits, which can still be joined."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from training.enums import ClassState, EnrolmentState, WaitingState
from training.models import (
    Enrolment,
    Institute,
    Programme,
    TrainingClass,
    TrainingPeriod,
    TrainingRecommendation,
    Voucher,
    WaitingPlace,
)

RUNNING, AHEAD, PAST, OFF = "berjalan", "akan-datang", "selesai", "dibatalkan"


def classes_of(institute: Institute, on: date) -> QuerySet[TrainingClass]:
    """Every class of an institute: what runs or is to come first, by its first day. `in_class`, `in_line`: people."""
    seated = Count("enrolments", filter=~Q(enrolments__state=EnrolmentState.WITHDRAWN), distinct=True)
    line = Count("waiting", filter=Q(waiting__state=WaitingState.WAITING), distinct=True)
    rows = TrainingClass.objects.filter(programme__institute=institute).select_related("programme")
    rows = rows.annotate(in_class=seated, in_line=line, is_over=Q(ends_on__lt=on) | Q(state=ClassState.CANCELLED))
    return rows.order_by("is_over", "starts_on", "pk")


def enrolling(institute: Institute, on: date) -> QuerySet[TrainingClass]:
    """Classes of an institute that take participants now, the soonest first; full ones too, to be told so."""
    rows = TrainingClass.objects.filter(programme__institute=institute, state=ClassState.OPEN, starts_on__gte=on)
    return rows.select_related("programme__institute").order_by("starts_on", "programme__title", "pk")


def narrowed(rows: QuerySet[TrainingClass], which: str, on: date) -> QuerySet[TrainingClass]:
    """Those of one stage; anything else leaves them all."""
    if which == OFF:
        return rows.filter(state=ClassState.CANCELLED)
    held = {
        RUNNING: Q(starts_on__lte=on, ends_on__gte=on),
        AHEAD: Q(starts_on__gt=on),
        PAST: Q(ends_on__lt=on),
    }
    return rows.filter(held[which]).exclude(state=ClassState.CANCELLED) if which in held else rows


def people_in(training_class: TrainingClass) -> QuerySet[Enrolment]:
    """Everybody who got a seat, who stopped last; by name."""
    rows = training_class.enrolments.select_related("person__user", "voucher")
    gone = Q(state=EnrolmentState.WITHDRAWN)
    return rows.annotate(is_gone=gone).order_by("is_gone", "person__full_name", "pk")


def line_of(training_class: TrainingClass) -> list[WaitingPlace]:
    """Who waits for a seat, the first in line first."""
    rows = training_class.waiting.filter(state=WaitingState.WAITING).select_related("voucher__person")
    return list(rows.order_by("asked_at", "pk"))


def joinable(voucher: Voucher, *, on: date) -> list[TrainingClass]:
    """Classes of the recommended programme that a voucher can still lead into, full ones too, the soonest first."""
    period = TrainingPeriod.objects.filter(person=voucher.person_id).containing(on).first()
    if period is None:
        return []
    rows = TrainingClass.objects.filter(programme__in=_offered(voucher)).upcoming(on)
    rows = rows.filter(state=ClassState.OPEN, starts_on__lte=period.closes_on).exclude(
        enrolments__person=voucher.person_id
    )
    return list(rows.select_related("programme__institute__region"))


def _offered(voucher: Voucher) -> QuerySet[Programme]:
    """The programme of a voucher; none while it is not offered."""
    return Programme.objects.listed().filter(pk=voucher.recommendation.programme_id)


@dataclass(frozen=True, slots=True)
class CalledOff:
    """A class that the institute cancelled, and what it said."""

    held: TrainingClass
    why: str


def called_off_by(held: TrainingClass) -> CalledOff | None:
    """None: it was not."""
    if held.state != ClassState.CANCELLED:
        return None
    return CalledOff(held, held.log.filter(move="cancel").values_list("note", flat=True).last() or "")


def lost_class(recommendation: TrainingRecommendation) -> CalledOff | None:
    """The last class that a recommendation led to, when the institute called it off."""
    seats = Enrolment.objects.filter(voucher__recommendation=recommendation).select_related("training_class")
    seat = seats.order_by("-enrolled_at", "-pk").first()
    return called_off_by(seat.training_class) if seat is not None and seat.was_called_off else None


def places_of(voucher: Voucher) -> dict[object, int]:
    """Where somebody waits: the place in line, counted from 1, by class."""
    rows = WaitingPlace.objects.filter(voucher=voucher, state=WaitingState.WAITING)
    ahead = Count(
        "training_class__waiting",
        filter=Q(training_class__waiting__state=WaitingState.WAITING)
        & (
            Q(training_class__waiting__asked_at__lt=F("asked_at"))
            | Q(training_class__waiting__asked_at=F("asked_at"), training_class__waiting__pk__lt=F("pk"))
        ),
    )
    return {row.training_class_id: row.ahead + 1 for row in rows.annotate(ahead=ahead)}
