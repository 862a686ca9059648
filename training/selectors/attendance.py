"""Attendance: which share of the minutes somebody was there."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from core.prepared import prepared
from participants.models import Person
from training.models import Attendance

FOUR_DIGITS = Decimal("0.0001")
Minutes = tuple[int, int]  # there, planned


def attendance(person: Person, first: date, last: date) -> str | None:
    """The share of one person, as `attendances` tells it of many."""
    return share(_meetings(person.pk, first, last))


@prepared
def _meetings(person_id: UUID, first: date, last: date) -> QuerySet[Attendance, Minutes]:
    return Attendance.objects.filter(person_id=person_id, on__range=(first, last)).values_list("minutes", "planned")


def has_attended(person_column: str) -> Exists:
    """Whether attendance of the person of another query was ever written down: so that it need not be asked for."""
    return Exists(Attendance.objects.filter(person=OuterRef(person_column)))


def attendances(asked: Sequence[tuple[UUID, date, date]]) -> list[str | None]:
    """The share of minutes that each person attended from first to last, both inclusive: "0.8". None without meetings.

    Of all classes together, as far as somebody has recorded them: what nobody wrote down counts neither way. Cut off
    after four digits, never rounded up: 79.99 % does not become the 80 % of Permenaker 2/2025 Pasal 13.
    """
    if len(asked) == 1:
        return [share(_meetings(*asked[0]))]
    if not asked:
        return []
    span = (min(first for _person, first, _last in asked), max(last for _person, _first, last in asked))
    held: dict[UUID, list[tuple[date, Minutes]]] = {}
    found = Attendance.objects.filter(person__in={person for person, _first, _last in asked}, on__range=span)
    for person, on, there, planned in found.values_list("person_id", "on", "minutes", "planned"):
        held.setdefault(person, []).append((on, (there, planned)))
    return [
        share([minutes for on, minutes in held.get(person, []) if first <= on <= last]) for person, first, last in asked
    ]


def share(meetings: Sequence[Minutes]) -> str | None:
    """Minutes there of minutes planned, cut off after four digits; None when nothing was planned."""
    planned = sum(length for _there, length in meetings)
    if not planned:
        return None
    attended = Decimal(sum(there for there, _length in meetings))
    return f"{(attended / planned).quantize(FOUR_DIGITS, ROUND_DOWN).normalize():f}"
