"""Who has a tie to an employer, and so decides nothing about it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from participants.models import EmployerStaff, PhkEvent


def acted_for(user: User, employer_id: UUID) -> bool:
    """Acts or acted for the employer."""
    return EmployerStaff.objects.filter(user=user, employer=employer_id).exists()


def tied_to(user: User, employer_id: UUID | None) -> bool:
    """Acts or acted for the employer, or lost a job there."""
    return employer_id is not None and any_row(*ties(user, employer_id))


def ties(user: User, employer_id: UUID) -> tuple[QuerySet[Any], ...]:
    """The rows that tie them, for questions that ask for more than that."""
    return (
        EmployerStaff.objects.filter(user=user, employer=employer_id).values("user"),
        PhkEvent.objects.filter(person__user=user, employer=employer_id).values("person__user"),
    )


def any_row(*rows: QuerySet[Any]) -> bool:
    """Whether one of them has a row, in one question: a page asks this for each of its buttons."""
    first, *others = (row.order_by() for row in rows)
    return first.union(*others, all=True).exists()
