"""Who has a tie to an employer, and so decides nothing about it."""

from uuid import UUID

from accounts.models import User
from participants.models import EmployerStaff, PhkEvent


def acted_for(user: User, employer_id: UUID) -> bool:
    """Acts or acted for the employer."""
    return EmployerStaff.objects.filter(user=user, employer=employer_id).exists()


def tied_to(user: User, employer_id: UUID | None) -> bool:
    """Acts or acted for the employer, or lost a job there."""
    if employer_id is None:
        return False
    return acted_for(user, employer_id) or PhkEvent.objects.filter(person__user=user, employer=employer_id).exists()
