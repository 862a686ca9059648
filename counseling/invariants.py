"""What must always be true of requests and sessions."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from core.invariants import Invariant
from counseling.enums import TAKEN, RequestState, SessionState
from counseling.models import CounsellingRequest, Session

_AHEAD = (SessionState.PROPOSED, SessionState.AGREED)
_BOOKED = (RequestState.PROPOSED, RequestState.SCHEDULED)


def _ahead(at: datetime) -> QuerySet[Session]:
    rows = Session.objects.filter(state__in=_AHEAD, starts_at__gt=at).order_by("pk")
    return rows.select_related("counsellor").prefetch_related("counsellor__hours")


def _outside_hours(at: datetime) -> Iterator[str]:
    for session in _ahead(at):
        here = ZoneInfo(session.counsellor.zone)
        begins, ends = session.starts_at.astimezone(here), session.ends_at.astimezone(here)
        hours = [row for row in session.counsellor.hours.all() if row.weekday == begins.weekday()]
        if not any(row.start <= begins.time() and ends.time() <= row.end for row in hours):
            yield f"session {session.pk} at {begins:%Y-%m-%d %H:%M} is outside the hours of its counsellor"


def _uncertified(at: datetime) -> Iterator[str]:
    for session in _ahead(at):
        day = session.starts_at.astimezone(ZoneInfo(session.counsellor.zone)).date()
        if not session.counsellor.is_certified(day):
            yield f"session {session.pk} is with counsellor {session.counsellor_id}, not certified on {day}"


def _differs_from_its_session(at: datetime) -> Iterator[str]:
    taken = Exists(Session.objects.filter(request=OuterRef("pk"), state__in=TAKEN))
    without = Q(state__in=_BOOKED) & ~taken
    beside = ~Q(state__in=_BOOKED) & taken
    for pk, state in CounsellingRequest.objects.filter(without | beside).order_by("pk").values_list("pk", "state"):
        yield f"request {pk} is {state}, its sessions say otherwise"


def _without_deadline(at: datetime) -> Iterator[str]:
    rows = CounsellingRequest.objects.waiting().filter(answer_due_on__lt=F("asked_at__date"))
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"request {pk} was to be answered before it was asked"


INVARIANTS = (
    Invariant("I17", "Every request for counselling that waits has its deadline", _without_deadline),
    Invariant("I26", "Every session ahead lies in the hours of its counsellor", _outside_hours),
    Invariant("I26", "Every session ahead is with a counsellor certified on its day", _uncertified),
    Invariant("I26", "A request is booked exactly when a session takes up its time", _differs_from_its_session),
)
