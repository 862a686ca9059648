"""What the page of a room reads: the last of what was said, and whether the other one came."""

from dataclasses import dataclass
from datetime import datetime

from counseling.enums import MessageKind, Side
from counseling.models import Attendance, Message, Session
from counseling.models.sessions import JUST_NOW

# A page holds so many messages, and fewer when they are long: it has to open on a weak line.
MOST_LINES, MOST_CHARACTERS = 50, 12_000


@dataclass(frozen=True, slots=True)
class Other:
    """Of the other one: whether they are here now, and whether they ever were."""

    here: bool = False
    came: bool = False


def last_messages(session: Session, *, before: int = 0) -> tuple[list[Message], int]:
    """The last messages, or those before number `before`, in order; and the number of the first if more precede."""
    rows = Message.objects.filter(session_id=session.pk)
    if before:
        rows = rows.filter(n__lt=before)
    found: list[Message] = []
    characters = 0
    for message in rows.order_by("-n")[:MOST_LINES]:
        characters += len(message.body)
        if found and characters > MOST_CHARACTERS:
            break
        found.append(message)
    found.reverse()
    return found, found[0].n if found and found[0].n > 1 else 0


def other_of(session: Session, side: Side, at: datetime) -> Other:
    """How it stands with `side`."""
    last = Attendance.objects.filter(session_id=session.pk, side=side).values_list("last_at", flat=True).first()
    return Other(here=last is not None and last > at - JUST_NOW, came=last is not None)


def has_asked_for_phone(session: Session) -> bool:
    return Message.objects.filter(session_id=session.pk, kind=MessageKind.PHONE).exists()
