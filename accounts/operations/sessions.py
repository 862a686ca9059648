"""Sessions end: too many at once, at the person's wish, on switching off, on a change of role, contact or password."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from accounts.models import User

AT_ONCE = 3
AT_ONCE_FOR_OFFICERS = 1


@transaction.atomic
def end_all_sessions(user: User) -> None:
    """End every session, wherever it is stored. The caller signs its own request in again when that one may stay."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    _delete(list(UserSession.objects.filter(user=user)))


def end_session(user: User, session_id: int) -> bool:
    """End one session of this user. False when there is none with this id."""
    rows = list(UserSession.objects.filter(user=user, pk=session_id))
    _delete(rows)
    return bool(rows)


def keep_newest_sessions(user: User, *, officer: bool, current: str) -> int:
    """End the oldest sessions over the limit; the one with key `current` stays. Returns how many ended."""
    others = UserSession.objects.filter(user=user).exclude(session_key=current).order_by("-created_at", "-pk")
    doomed = list(others[(AT_ONCE_FOR_OFFICERS if officer else AT_ONCE) - 1 :])
    _delete(doomed)
    return len(doomed)


def _delete(rows: list[UserSession]) -> None:
    Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
    UserSession.objects.filter(pk__in=[row.pk for row in rows]).delete()
