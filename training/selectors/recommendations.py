"""What counsellors recommended somebody to learn, and whether it opens the training benefit."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from participants.models import Person
from rules.parameters import RECOMMENDATION_FOR_TRAINING
from training.enums import ClassState, EnrolmentState, RecommendationState
from training.models import Enrolment, Programme, RecommendationQuerySet, TrainingRecommendation

CALLED_OFF = Q(state=EnrolmentState.WITHDRAWN, training_class__state=ClassState.CANCELLED)


def recommendations_of(person: Person) -> RecommendationQuerySet:
    """All of somebody's with programme, institute and counsellor, the latest first."""
    rows = TrainingRecommendation.objects.filter(person=person)
    return rows.select_related("programme__institute__region", "made_by").order_by("-made_at", "-pk")


def may_be_used(on: date) -> Q:
    """In force; or used for classes that were all called off, while its days last."""
    seats = Enrolment.objects.filter(voucher__recommendation=OuterRef("pk"))
    lost = Exists(seats.filter(CALLED_OFF)) & ~Exists(seats.exclude(CALLED_OFF))
    open_or_lost = Q(state=RecommendationState.OPEN) | Q(lost, state=RecommendationState.USED)
    return Q(open_or_lost, valid_until__gte=on)


def usable_with_classes(person: Person, *, on: date) -> list[TrainingRecommendation]:
    """Those that may be used now; each programme with its `upcoming` classes. Two queries."""
    programmes = Programme.objects.select_related("institute__region").with_upcoming(on)
    rows = TrainingRecommendation.objects.filter(may_be_used(on), person=person).select_related("made_by")
    rows = rows.prefetch_related(Prefetch("programme", queryset=programmes))
    return list(rows.order_by("-made_at", "-pk"))


def has_recommendation(person: Person, *, on: date) -> bool:
    """Whether the training benefit is open to somebody: a recommendation is in force, or the policy of the day
    (POL-14, `recommendation_for_training`) asks for none."""
    if not RECOMMENDATION_FOR_TRAINING.on(on).value:
        return True
    return TrainingRecommendation.objects.filter(person=person).in_force(on).exists()


def may_enrol(person: Person, programme: Programme, *, on: date) -> bool:
    """Whether somebody may take this programme: it is recommended, or the policy of the day asks for none."""
    if not RECOMMENDATION_FOR_TRAINING.on(on).value:
        return True
    return TrainingRecommendation.objects.filter(person=person, programme=programme).in_force(on).exists()


def recommended_in(session_ref: UUID) -> RecommendationQuerySet:
    """What came out of one session of counselling, in the order in which it was said."""
    rows = TrainingRecommendation.objects.filter(session_ref=session_ref)
    return rows.select_related("programme__institute__region").order_by("made_at", "pk")


def recommendations(refs: Iterable[UUID]) -> dict[UUID, TrainingRecommendation]:
    """By their identity, with programme and institute; what does not exist is left out."""
    rows = TrainingRecommendation.objects.select_related("programme__institute__region")
    return rows.in_bulk(list(refs))
