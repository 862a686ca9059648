"""What both pages with a room do: the participant's own, and the counsellor's beside the worksheet."""

from contextlib import suppress
from datetime import datetime

from django.http import HttpRequest

from core.errors import Conflict
from counseling.forms.room import MessageForm
from counseling.models import Session
from counseling.operations.attendance import enter_room
from counseling.presentation.room import Room, room_of

LARGEST_NUMBER = 2**31 - 1


def entered(request: HttpRequest, session: Session, now: datetime) -> Session:
    """With who opens the page in the room, if it is open. A HEAD is nobody's visit."""
    if request.method != "GET":
        return session
    with suppress(Conflict):
        return enter_room(session, user=request.user, at=now)
    return session


def shown_room(request: HttpRequest, session: Session, now: datetime, *, form: MessageForm | None = None) -> Room:
    """The room as asked for: `?sebelum=40` earlier messages, `?segarkan=1` it loads itself again."""
    return room_of(
        session,
        request.user,
        now,
        form=form,
        refreshing=request.GET.get("segarkan") == "1",
        before=message_number(request.GET.get("sebelum")),
    )


def message_number(text: str | None) -> int:
    """A number of a message, 0 for anything else."""
    number = int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 20 else 0
    return min(number, LARGEST_NUMBER)
