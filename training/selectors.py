"""Reads of training."""

from datetime import date
from decimal import ROUND_DOWN, Decimal

from django.db.models import Count, Q

from participants.models import Person
from training.models import Presence

FOUR_DIGITS = Decimal("0.0001")


def attendance(person: Person, first: date, last: date) -> str | None:
    """The share of sessions attended from `first` to `last`, both inclusive: "0.8". None when none was held.

    Cut off after four digits, never rounded up: 79.99 % does not become the 80 % of Permenaker 2/2025 Pasal 13.
    """
    count = Presence.objects.filter(person=person, on__range=(first, last)).aggregate(
        held=Count("pk"), attended=Count("pk", filter=Q(present=True))
    )
    if not count["held"]:
        return None
    share = (Decimal(count["attended"]) / count["held"]).quantize(FOUR_DIGITS, ROUND_DOWN)
    return f"{share.normalize():f}"
