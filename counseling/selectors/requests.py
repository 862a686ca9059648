"""Requests as their people read them: what stands now, and what was."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from core.prepared import prepared
from counseling.enums import LIVE_REQUESTS, TAKEN, RequestState, SessionState, WorksheetState
from counseling.models import CounsellingRequest, Session, Wish, Worksheet
from participants.models import Person

_OVER = (SessionState.HELD, SessionState.MISSED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A live request with the session that takes up its time, if there is one."""

    request: CounsellingRequest
    session: Session | None

    @property
    def is_live(self) -> bool:
        return self.request.state in LIVE_REQUESTS

    @property
    def is_proposed(self) -> bool:
        return self.request.state == RequestState.PROPOSED and self.session is not None

    @property
    def is_agreed(self) -> bool:
        return self.request.state == RequestState.SCHEDULED and self.session is not None


def _taking() -> QuerySet[Session]:
    return Session.objects.filter(state__in=TAKEN).select_related("counsellor__user", "counsellor__region")


@prepared
def _live_sessions(person_id: UUID) -> QuerySet[Session]:
    of_person = _taking().filter(request__person_id=person_id, request__state__in=LIVE_REQUESTS)
    return of_person.select_related("request", "counsellor__user", "counsellor__region")[:1]


@prepared
def _live_requests(person_id: UUID) -> QuerySet[CounsellingRequest]:
    return CounsellingRequest.objects.live().filter(person_id=person_id)


def is_counselled(person_column: str) -> Exists:
    """Whether the person of another query has a live request: so that it need not be asked for."""
    return Exists(CounsellingRequest.objects.live().filter(person=OuterRef(person_column)))


def was_counselled(person_column: str) -> Exists:
    """Whether the person of another query met a counsellor."""
    return Exists(Session.objects.filter(person=OuterRef(person_column), state=SessionState.HELD))


def has_sheet_to_answer(person_column: str) -> Exists:
    """Whether a counsellor signed a worksheet that the person of another query has not answered."""
    rows = Worksheet.objects.filter(session__person=OuterRef(person_column), state=WorksheetState.SENT)
    return Exists(rows)


def standing_of(person: Person) -> Standing | None:
    """What this person has asked for and not yet finished. One query when a time is agreed or proposed, else two."""
    for session in _live_sessions(person.pk):
        session.person = person
        return Standing(session.request, session)
    return next((Standing(request, None) for request in _live_requests(person.pk)), None)


def own_request(person: Person, pk: UUID) -> Standing | None:
    """A request of this person, also one that is over, by its own id or by that of one of its sessions."""
    rows = CounsellingRequest.objects.filter(Q(pk=pk) | Q(sessions=pk), person=person).distinct()
    sessions = Prefetch("sessions", _taking(), to_attr="taking")
    request: Any = rows.select_related("counsellor__user", "region").prefetch_related(sessions).first()
    if request is None:
        return None
    session = next(iter(request.taking), None)
    if session is not None:
        session.person, session.request = person, request
    return Standing(request, session)


def own_session(user: User, pk: UUID) -> Session | None:
    """A session of one of its two people."""
    rows = Session.objects.visible_to(user).select_related("person__user", "counsellor__user", "request")
    return rows.filter(pk=pk).first()


def wishes_of_request(request: CounsellingRequest) -> list[Wish]:
    """The newest round, the most wanted first."""
    rows = list(request.wishes.order_by("-round", "n"))
    return [wish for wish in rows if wish.round == rows[0].round]


def history_of(person: Person) -> list[Session]:
    """Sessions that took place or were missed, each with its worksheet, the latest first."""
    rows = Session.objects.filter(person=person, state__in=_OVER)
    return list(rows.select_related("counsellor__user", "request", "worksheet").order_by("-starts_at", "pk"))


def sessions_of(request: CounsellingRequest) -> list[Session]:
    """Every time that was ever booked for a request, in the order of booking."""
    return list(request.sessions.select_related("counsellor__user").order_by("booked_at", "pk"))
