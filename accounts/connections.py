"""Who is at the other end of a connection that is no request: what the chain of middleware decides, for a socket.

The same session, the same account, the same limits and the same second factor; a page of an officer who has none is
not reached either.
"""

from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest

from accounts import sessions
from accounts.middleware import is_over, keep_alive
from accounts.models import User
from accounts.selectors import is_officer
from accounts.session_store import SessionStore
from core import clock


def person_of(session_key: str, *, active: bool = False) -> User | None:
    """The user of a session that may go on; None when it has ended, is too old, or lacks its second factor.

    `active`: the person has done something since the last look, so the session's idle time begins anew. Looking alone
    never prolongs it.
    """
    if not session_key:
        return None
    request = HttpRequest()
    request.session = SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, User) or is_over(request.session, user):
        return None
    if is_officer(user, clock.today()) and not sessions.has_second_factor(request):
        return None
    return user if not active or _kept_alive(request.session) else None


def _kept_alive(session: SessionBase) -> bool:
    """Whether the session is still there to be prolonged: it may have been ended in this very moment."""
    try:
        if keep_alive(session):
            session.save()
    except UpdateError:
        return False
    return True
