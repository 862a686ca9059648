"""What counsellors recommended somebody to learn, and whether it opens the training benefit."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from participants.models import Person
from rules.parameters import RECOMMENDATION_FOR_TRAINING
from training.models import Programme, RecommendationQuerySet, TrainingRecommendation


def recommendations_of(person: Person) -> RecommendationQuerySet:
    """All of somebody's with programme, institute and counsellor, the latest first."""
    rows = TrainingRecommendation.objects.filter(person=person)
    return rows.select_related("programme__institute__region", "made_by").order_by("-made_at", "-pk")


def in_force_with_classes(person: Person, *, on: date) -> list[TrainingRecommendation]:
    """Those that may be used now; each programme with its `upcoming` classes. Two queries."""
    programmes = Programme.objects.select_related("institute__region").with_upcoming(on)
    rows = TrainingRecommendation.objects.filter(person=person).in_force(on).select_related("made_by")
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
