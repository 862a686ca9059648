"""How a room speaks: frames of JSON with their type in `t`, and messages as both sides get them.

docs/counselling-room.md is the protocol. Everything here is text; a page shows it as text.
"""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from counseling.cards import cards_of
from counseling.enums import MessageKind, Side
from counseling.models import Message, Session

CARDS = (MessageKind.VACANCY, MessageKind.TRAINING)
PORTAL = "portal"


def frame(kind: str, **fields: Any) -> str:
    return json.dumps({"t": kind, **fields}, ensure_ascii=False, separators=(",", ":"))


def room_of(session_id: UUID) -> str:
    """The name of the group that hears a room."""
    return f"room.{session_id.hex}"


def items(messages: Sequence[Message], session: Session) -> list[dict[str, Any]]:
    """Messages as frames and the JSON of the page without sockets carry them; cards in the language that is active."""
    cards = cards_of([message for message in messages if message.kind in CARDS], session)
    return [_item(message, session, cards) for message in messages]


def _item(message: Message, session: Session, cards: dict[UUID, dict[str, str]]) -> dict[str, Any]:
    item = {
        "n": message.n,
        "key": str(message.key),
        "from": said_by(message, session),
        "kind": str(message.kind),
        "body": message.body,
        "at": message.at.isoformat(timespec="milliseconds"),
    }
    card = cards.get(message.pk)
    return item if card is None else item | {"card": card}


def said_by(message: Message, session: Session) -> str:
    if message.sender_id is None:
        return PORTAL
    return str(Side.COUNSELLOR if message.sender_id == session.counsellor.user_id else Side.PARTICIPANT)
