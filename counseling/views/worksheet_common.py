"""What screens of sessions and worksheets share: whose it is, and that looking at somebody's is written down."""

import uuid

from django.db import models
from django.http import Http404, HttpRequest

from accounts.enums import Role
from accounts.reading import note_reading
from core import clock
from core.models import AccessLog
from counseling.enums import Side
from counseling.models import Session, Worksheet
from counseling.policies import side_of
from counseling.selectors import session_for

GET_POST = ["GET", "HEAD", "POST"]
READERS = (Role.COUNSELLOR, Role.COUNSELLOR_COORDINATOR, Role.AUDITOR)


def counsellors_session(request: HttpRequest, session_pk: uuid.UUID) -> Session:
    """The signed-in counsellor's own session; another's, or one as participant, is not found."""
    return _own(request, session_pk, Side.COUNSELLOR)


def participants_session(request: HttpRequest, session_pk: uuid.UUID) -> Session:
    """The signed-in person's own session."""
    return _own(request, session_pk, Side.PARTICIPANT)


def _own(request: HttpRequest, session_pk: uuid.UUID, side: Side) -> Session:
    session = session_for(request.user, session_pk)  # type: ignore[arg-type]
    if session is None or side_of(session, request.user) != side:  # type: ignore[arg-type]
        raise Http404
    return session


def note_opening(request: HttpRequest, session: Session, subject: models.Model, purpose: str) -> None:
    """An officer looks at somebody's record: written down once a day for each thing, and shown to that person."""
    today = clock.start_of_day(clock.today())
    known = AccessLog.objects.filter(actor=request.user, object_id=str(subject.pk), at__gte=today)
    if not known.exists():
        note_reading(request, person=session.person, subject=subject, purpose=purpose, roles=READERS)


def readable(request: HttpRequest, worksheet: Worksheet | None) -> Worksheet:
    """Raises Http404 when there is none for this reader."""
    if worksheet is None:
        raise Http404
    return worksheet
