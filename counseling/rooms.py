"""What a socket of a room asks the database: each call is one visit in a thread (`core.live.in_thread`)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import translation

from accounts.connections import person_of
from accounts.models import User
from core import clock
from core.errors import DomainError
from core.prepared import prepared
from counseling import wire
from counseling.enums import Side
from counseling.ice import ice_servers
from counseling.models import Session
from counseling.operations.attendance import Seen, come_in, mark_seen
from counseling.operations.chat import send_message
from counseling.policies import side_of
from counseling.selectors.chat import message_counts, messages_after

NOTHING_NEW = {"type": "room.frame", "text": wire.frame("msgs", items=[], more=False)}
OTHER = {Side.PARTICIPANT: Side.COUNSELLOR, Side.COUNSELLOR: Side.PARTICIPANT}


@dataclass(slots=True)
class Guest:
    """One of the two, at one socket."""

    session: Session
    user: User
    side: Side
    session_key: str

    @property
    def other(self) -> Side:
        return OTHER[self.side]


@dataclass(frozen=True, slots=True)
class Look:
    """How things stand: whether this socket may stay, whether the room is open, whether the other one is there."""

    welcome: bool
    is_open: bool = False
    other_is_here: bool = False


@prepared
def _room(pk: UUID) -> QuerySet[Session]:
    return Session.objects.select_related("person__user", "counsellor__user").filter(pk=pk)


def admit(pk: UUID, session_key: str) -> tuple[Guest, str] | None:
    """Let somebody in: the guest and the first frame. None for whoever is not one of the two, or not now."""
    user, at = person_of(session_key, active=True), clock.now()
    session = next(iter(_room(pk)), None) if user is not None else None
    side = side_of(session, user) if session is not None and user is not None else None
    if user is None or session is None or side is None:
        return None
    try:
        seen = come_in(session, user=user, at=at)
    except DomainError:  # not open, or closed in this very moment
        return None
    guest = Guest(session, user, side, session_key)
    return guest, hello(guest, seen)


def hello(guest: Guest, seen: Seen) -> str:
    session = guest.session
    return wire.frame(
        "hello",
        you=str(guest.side),
        last=seen.messages,
        peer=seen.other_is_here,
        ice=ice_servers(session.pk),
        until=clock.end_of_day(clock.legal_date(session.ends_at)).isoformat(),
    )


def say(guest: Guest, key: UUID, body: str) -> str:
    """Store a text; the answer to its sender: `ack` with its number, or `no` with the reason in their language."""
    with translation.override(guest.user.language):
        try:
            message = send_message(guest.session, sender=guest.user, key=key, body=body, at=clock.now())
        except DomainError as error:
            return wire.frame("no", key=str(key), code=error.code, text=str(error.message))
    return wire.frame("ack", key=str(key), n=message.n)


def read(guest: Guest, n: int) -> str:
    """The frame with what was said after message `n`."""
    found, more = messages_after(guest.session, n)
    with translation.override(guest.user.language):
        return wire.frame("msgs", items=wire.items(found, guest.session), more=more)


def news_since(questions: Sequence[tuple[UUID, int]]) -> list[dict[str, Any]]:
    """For each session and message `n` the event that tells its socket whether there is more. One statement."""
    counts = message_counts([session_id for session_id, _n in questions])
    return [
        {"type": "room.missed", "n": n} if counts.get(session_id, 0) > n else NOTHING_NEW for session_id, n in questions
    ]


def look(guests: Sequence[tuple[Guest, bool]]) -> list[dict[str, Any]]:
    """For each guest the event that tells their socket how things stand; says at the same time that they were here.

    With each guest: whether they did something since the last look.
    """
    return [{"type": "room.look", **asdict(_look(guest, active=active))} for guest, active in guests]


def _look(guest: Guest, *, active: bool) -> Look:
    user, at = person_of(guest.session_key, active=active), clock.now()
    if user is None or user.pk != guest.user.pk:
        return Look(welcome=False)
    try:
        seen = mark_seen(guest.session, user=guest.user, at=at)
    except DomainError:
        return Look(welcome=True)
    return Look(welcome=True, is_open=True, other_is_here=seen.other_is_here)
