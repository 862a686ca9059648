"""Who is in the room, as rows: for "konselor terlambat", for not appearing, and for presence while Redis is away."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import User
from core.errors import Conflict
from core.statements import Statement
from counseling.enums import MessageKind, SessionState
from counseling.models import Session
from counseling.models.sessions import JUST_NOW
from counseling.operations.chat import room_closed, send_note
from counseling.policies import ENTERABLE, is_enterable, side_of

_SEEN = Statement(
    "seen",
    """
    WITH seen AS (
        INSERT INTO counseling_attendance AS known (session_id, user_id, side, first_at, last_at)
        SELECT id, $user, $side, $at, $at FROM counseling_session WHERE id = $session AND state = ANY($enterable)
        ON CONFLICT (session_id, side) DO UPDATE SET last_at = GREATEST(known.last_at, excluded.last_at)
        RETURNING xmax = 0 AS is_first
    )
    SELECT seen.is_first, session.messages, EXISTS (
        SELECT 1 FROM counseling_attendance
        WHERE session_id = session.id AND side <> $side AND last_at > $recently
    )
    FROM seen CROSS JOIN counseling_session AS session WHERE session.id = $session
    """,
    session="uuid",
    user="uuid",
    side="text",
    at="timestamptz",
    recently="timestamptz",
    enterable="text[]",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """How a room stands for one who is in it: for the first time, how many messages, whether the other one is there."""

    is_first: bool
    messages: int
    other_is_here: bool


def enter_room(session: Session, *, user: User, at: datetime) -> Session:
    """One of the two comes in. The first opens the session; each is noted once. Entering again changes nothing else.

    Returns the session as it is now, with its two people. Raises Conflict("room_closed") outside the hours, for a
    session that is not agreed, and for somebody who is none of the two.
    """
    come_in(session, user=user, at=at)
    return session


def come_in(session: Session, *, user: User, at: datetime) -> Seen:
    """`enter_room`, and how the room stands. One statement for somebody who was in it before."""
    if side_of(session, user) is None or not is_enterable(session, at):
        raise room_closed()
    if session.state == SessionState.AGREED:
        _open(session, user, at)
    seen = mark_seen(session, user=user, at=at)
    if not seen.is_first:
        return seen
    note = send_note(session, MessageKind.JOINED, by=user, at=at)
    return replace(seen, messages=max(seen.messages, note.n))


def mark_seen(session: Session, *, user: User, at: datetime) -> Seen:
    """Somebody of the two is in the room now. One statement. Raises Conflict("room_closed") when it is not open."""
    side = side_of(session, user)
    if side is None or not is_enterable(session, at):
        raise room_closed()
    facts = {"session": session.pk, "user": user.pk, "side": str(side), "at": at, "recently": at - JUST_NOW}
    row = _SEEN.row(**facts, enterable=[str(state) for state in ENTERABLE])
    if row is None:
        raise room_closed()
    return Seen(*row)


def _open(session: Session, user: User, at: datetime) -> None:
    """The other one may have opened it in the same moment, or it was cancelled meanwhile."""
    with suppress(Conflict):
        Session.workflow.move(session, "open", actor=user, at=at, opened_at=at)
    session.refresh_from_db(fields=["state", "opened_at"])
    if session.state != SessionState.OPEN:
        raise room_closed()
