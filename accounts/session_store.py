"""The portal's sessions: Django's rows, read with a query that is compiled once (ADR 0015). Every page asks for one."""

import time
from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from core.prepared import prepared


@prepared
def _kept(session_key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=at)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        found = next(iter(_kept(self.session_key, datetime.fromtimestamp(time.time(), UTC))), None)
        if found is None:
            self._session_key = None  # a key that nobody was given is not taken over
        return found
