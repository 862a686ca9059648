"""Ending a session from inside its room."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Conflict, NotAllowed
from counseling.enums import MessageKind, SessionState, Side
from counseling.models import Attendance, Session
from counseling.operations.broadcast import tell_closed
from counseling.operations.chat import send_note
from counseling.operations.closing import close_session
from counseling.policies import side_of


@transaction.atomic
def end_session(session: Session, *, actor: User, at: datetime) -> Session:
    """One of the two ends a session that both came to; ended already is the same answer. Both rooms are told.

    Raises NotAllowed for anybody else, Conflict("nobody_came") while one of the two has not been there, and
    Conflict("room_closed" | "wrong_state") for a session that is neither going on nor held.
    """
    if side_of(session, actor) is None:
        raise NotAllowed("not_your_room")
    fresh = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if fresh.state == SessionState.HELD:
        return fresh
    if Attendance.objects.filter(session_id=session.pk).count() < len(Side):
        raise Conflict("nobody_came", _("Konseling belum dimulai: yang satu belum masuk ruang."))
    send_note(session, MessageKind.ENDED, by=actor, at=at)
    held = close_session(session, actor=actor, at=at)
    tell_closed(held)
    return held
