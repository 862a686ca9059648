"""Reads of training."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.db.models import QuerySet

from core.prepared import prepared
from participants.models import Person
from training.models import Presence

FOUR_DIGITS = Decimal("0.0001")


def attendance(person: Person, first: date, last: date) -> str | None:
    """The share of one person, as `attendances` tells it of many."""
    return _share(_sessions(person.pk, first, last))


@prepared
def _sessions(person_id: UUID, first: date, last: date) -> QuerySet[Presence, bool]:
    return Presence.objects.filter(person_id=person_id, on__range=(first, last)).values_list("present", flat=True)


def attendances(asked: Sequence[tuple[UUID, date, date]]) -> list[str | None]:
    """The share of sessions attended by each person from first to last, both inclusive: "0.8". None when none was held.

    Cut off after four digits, never rounded up: 79.99 % does not become the 80 % of Permenaker 2/2025 Pasal 13.
    """
    if len(asked) == 1:
        return [_share(_sessions(*asked[0]))]
    if not asked:
        return []
    span = (min(first for _person, first, _last in asked), max(last for _person, _first, last in asked))
    held: dict[UUID, list[tuple[date, bool]]] = {}
    found = Presence.objects.filter(person__in={person for person, _first, _last in asked}, on__range=span)
    for person, on, present in found.values_list("person_id", "on", "present"):
        held.setdefault(person, []).append((on, present))
    return [
        _share([present for on, present in held.get(person, []) if first <= on <= last])
        for person, first, last in asked
    ]


def _share(sessions: Sequence[bool]) -> str | None:
    if not sessions:
        return None
    share = (Decimal(sum(sessions)) / len(sessions)).quantize(FOUR_DIGITS, ROUND_DOWN)
    return f"{share.normalize():f}"
