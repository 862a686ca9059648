"""Sessions as the two people of each read them."""

from uuid import UUID

from accounts.models import User
from counseling.models import Session


def session_for(user: User, pk: UUID | str) -> Session | None:
    """The session with its two people, for one of the two; None for everybody else."""
    rows = Session.objects.visible_to(user).select_related("person__user", "counsellor__user", "counsellor__region")
    return rows.filter(pk=pk).first()
