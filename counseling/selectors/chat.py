"""Reading a room: what was said after a message."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from core.prepared import prepared
from counseling.models import Message, Session

PAGE = 100


@prepared
def _after(session_id: UUID, n: int) -> QuerySet[Message]:
    return Message.objects.filter(session_id=session_id, n__gt=n).order_by("n")[: PAGE + 1]


def messages_after(session: Session, n: int) -> tuple[list[Message], bool]:
    """The next messages after number `n` (0: from the beginning), in order, and whether there are more still."""
    found = _after(session.pk, n)
    return found[:PAGE], len(found) > PAGE


def message_counts(session_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many messages each session has: the number of its last one."""
    return dict(Session.objects.filter(pk__in=session_ids).values_list("pk", "messages"))
