"""Whether somebody may have a voucher, with every reason; the vouchers somebody has; where a code leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from notices.enums import LetterKind
from notices.models import Letter
from participants.models import Person
from rules.decision import Reason
from rules.money import Rupiah
from rules.training import VoucherFacts, voucher_reasons
from training.enums import RecommendationState
from training.models import (
    CERTIFIED_MOVES,
    Enrolment,
    EnrolmentLog,
    ProgrammePrice,
    TrainingPeriod,
    TrainingRecommendation,
    Voucher,
    VoucherQuerySet,
)
from training.selectors.pricing import approved_prices
from training.selectors.recommendations import CALLED_OFF


def period_on(person: Person, day: date) -> TrainingPeriod | None:
    """The stretch of the benefit in which somebody may begin a training on this day."""
    return TrainingPeriod.objects.filter(person=person).containing(day).first()


def has_period(claim: Any) -> Exists:
    """Whether training knows the months of a claim, for a question about many: `claim` is an OuterRef to its key."""
    return Exists(TrainingPeriod.objects.filter(claim_ref=claim))


def contains(period: TrainingPeriod, day: date) -> bool:
    """As `TrainingPeriod.objects.containing`, for one that was read."""
    return period.opens_on <= day <= period.closes_on and (period.ended_on is None or period.ended_on > day)


def nearest_period(periods: Sequence[TrainingPeriod], day: date) -> TrainingPeriod | None:
    """The one of today, else the next, else the last: what a page says about when. None: no benefit is known."""
    now = [one for one in periods if contains(one, day)]
    ahead = [one for one in periods if one.opens_on > day and (one.ended_on is None or one.ended_on > day)]
    if now:
        return now[0]
    if ahead:
        return min(ahead, key=lambda one: one.opens_on)
    return max(periods, key=lambda one: one.closes_on, default=None)


def is_recommended(recommendation: TrainingRecommendation, on: date) -> bool:
    """In force; or used for a class that the institute then called off, while its days last."""
    if recommendation.valid_until < on:
        return False
    if recommendation.state == RecommendationState.USED:
        return called_off(recommendation)
    return bool(recommendation.state == RecommendationState.OPEN)


def called_off(recommendation: TrainingRecommendation) -> bool:
    """Whether every seat that it led to was in a class that was cancelled."""
    seats = Enrolment.objects.filter(voucher__recommendation=recommendation)
    return seats.exists() and not seats.exclude(CALLED_OFF).exists()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules ask about somebody on a day, whatever the programme."""

    on: date
    periods: tuple[TrainingPeriod, ...]
    holds_another: bool


def standing(person: Person, *, on: date) -> Standing:
    """Three queries."""
    return Standing(on, tuple(TrainingPeriod.objects.filter(person=person)), holds_one(person, on))


def reasons_for(recommendation: TrainingRecommendation, *, on: date) -> tuple[Reason, ...]:
    """VOU-01 to VOU-04; a voucher is issued when every one is met."""
    (found,) = reasons_of([recommendation], standing(recommendation.person, on=on))
    return found


def reasons_of(rows: Sequence[TrainingRecommendation], known: Standing) -> list[tuple[Reason, ...]]:
    """As `reasons_for`, for several of one person, whose programme and institute were read along."""
    prices = approved_prices([row.programme_id for row in rows], on=known.on)
    return [voucher_reasons(_facts(row, prices.get(row.programme_id), known)) for row in rows]


def _facts(row: TrainingRecommendation, price: ProgrammePrice | None, known: Standing) -> VoucherFacts:
    programme = row.programme
    return VoucherFacts(
        on=known.on,
        recommended=is_recommended(row, known.on),
        in_period=any(contains(one, known.on) for one in known.periods) if known.periods else None,
        holds_another=known.holds_another,
        offered=price is not None and programme.is_offered,
        cost=Rupiah(price.cost if price else programme.cost),
    )


def holds_one(person: Person, on: date) -> bool:
    """A voucher that leads somewhere, or a class that runs."""
    usable = Voucher.objects.filter(person=person).usable(on)
    return usable.exists() or Enrolment.objects.filter(person=person).running().exists()


def vouchers_of(person: Person) -> VoucherQuerySet:
    """All of somebody's, the latest first, with programme, institute and the seat it became."""
    rows = Voucher.objects.filter(person=person)
    return rows.select_related("recommendation__programme__institute__region", "enrolment__training_class", "person")


def seats_of(person: Person) -> QuerySet[Enrolment]:
    """Every class that somebody takes or took, however it ended, the latest first.

    `certificate` is the number that the one in force bears, None without one.
    """
    completed = EnrolmentLog.objects.filter(subject=OuterRef(OuterRef("pk")), move__in=CERTIFIED_MOVES)
    letters = Letter.objects.filter(
        kind=LetterKind.TRAINING_CERTIFICATE,
        subject_kind=EnrolmentLog._meta.label_lower,
        subject_id__in=completed.order_by().values(key=Cast("pk", CharField())),
        revoked_at=None,
    )
    rows = Enrolment.objects.filter(person=person)
    rows = rows.annotate(
        certificate=Subquery(letters.order_by("-issued_at").values("facts__number")[:1], output_field=JSONField())
    )
    return rows.select_related("training_class__programme__institute").order_by("-training_class__ends_on", "pk")


def voucher_for(person: Person, pk: object) -> Voucher | None:
    """One's own voucher."""
    return vouchers_of(person).filter(pk=pk).first()
