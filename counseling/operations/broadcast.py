"""Telling the sockets of a room, after the commit. Who does not hear it asks for what is stored."""

from typing import Any

from django.db import transaction

from core.live import tell
from counseling import wire
from counseling.models import Message, Session


def tell_message(session: Session, message: Message) -> None:
    """A stored message, to both. A card is drawn by each socket in the language of its reader."""
    if message.kind in wire.CARDS:
        tell(wire.room_of(session.pk), {"type": "room.card", "n": message.n})
    else:
        frame = wire.frame("msgs", items=wire.items([message], session), more=False)
        tell(wire.room_of(session.pk), {"type": "room.frame", "text": frame})


def tell_closed(session: Session) -> None:
    """The session has ended: both see it at once. Call it in the operation's transaction."""
    _after_commit(session, {"type": "room.closed"})


def tell_worksheet(session: Session, state: str) -> None:
    """The worksheet was sent, agreed or commented. Call it in the operation's transaction."""
    _after_commit(session, {"type": "room.frame", "text": wire.frame("worksheet", state=state)})


def _after_commit(session: Session, event: dict[str, Any]) -> None:
    transaction.on_commit(lambda: tell(wire.room_of(session.pk), event))
