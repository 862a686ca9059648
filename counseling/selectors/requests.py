"""Requests as their people read them: what stands now, and what was."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q

from accounts.models import User
from counseling.enums import LIVE_REQUESTS, TAKEN, RequestState, SessionState
from counseling.models import CounsellingRequest, Session, Wish
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


def _with_sessions() -> "Prefetch[str]":
    rows = Session.objects.filter(state__in=TAKEN).select_related("counsellor__user", "counsellor__region")
    return Prefetch("sessions", rows, to_attr="taking")


def standing_of(person: Person) -> Standing | None:
    """What this person has asked for and not yet finished. Two queries."""
    live = CounsellingRequest.objects.live().filter(person=person)
    request = live.prefetch_related(_with_sessions()).first()
    return _standing(request, person) if request is not None else None


def _standing(request: CounsellingRequest, person: Person) -> Standing:
    session = next(iter(request.taking), None)  # type: ignore[attr-defined]
    if session is not None:
        session.person, session.request = person, request
    return Standing(request, session)


def own_request(person: Person, pk: UUID) -> Standing | None:
    """A request of this person, also one that is over, by its own id or by that of one of its sessions."""
    rows = CounsellingRequest.objects.filter(Q(pk=pk) | Q(sessions=pk), person=person).distinct()
    request = rows.select_related("counsellor__user", "region").prefetch_related(_with_sessions()).first()
    return _standing(request, person) if request is not None else None


def own_session(user: User, pk: UUID) -> Session | None:
    """A session of one of its two people."""
    rows = Session.objects.visible_to(user).select_related("person__user", "counsellor__user", "request")
    return rows.filter(pk=pk).first()


def wishes_of_request(request: CounsellingRequest) -> list[Wish]:
    """The newest round, the most wanted first."""
    rows = list(request.wishes.order_by("-round", "n"))
    return [wish for wish in rows if wish.round == rows[0].round]


def history_of(person: Person) -> list[Session]:
    """Sessions that took place or were missed, the latest first."""
    rows = Session.objects.filter(person=person, state__in=_OVER)
    return list(rows.select_related("counsellor__user", "request").order_by("-starts_at", "pk"))


def sessions_of(request: CounsellingRequest) -> list[Session]:
    """Every time that was ever booked for a request, in the order of booking."""
    return list(request.sessions.select_related("counsellor__user").order_by("booked_at", "pk"))
