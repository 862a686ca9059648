"""Reads of training."""

from datetime import date
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from core.prepared import prepared
from participants.models import Person
from training.models import Presence

FOUR_DIGITS = Decimal("0.0001")


def attendance(person: Person, first: date, last: date) -> str | None:
    """The share of sessions attended from `first` to `last`, both inclusive: "0.8". None when none was held.

    Cut off after four digits, never rounded up: 79.99 % does not become the 80 % of Permenaker 2/2025 Pasal 13.
    """
    for held, attended in _sessions(person.pk, first, last):
        share = (Decimal(attended) / held).quantize(FOUR_DIGITS, ROUND_DOWN)
        return f"{share.normalize():f}"
    return None


@prepared
def _sessions(person_id: UUID, first: date, last: date) -> QuerySet[Presence, tuple[int, int]]:
    """How many sessions were held and attended, as one row; no row when none was held."""
    sessions = Presence.objects.filter(person_id=person_id, on__range=(first, last)).values("person_id")
    return sessions.annotate(held=Count("pk"), attended=Count("pk", filter=Q(present=True))).values_list(
        "held", "attended"
    )
