"""Leave, and what falls into it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from counseling.enums import SessionState
from counseling.models import CounsellingRequest, Counsellor, Leave, Session, Wish


@dataclass(frozen=True, slots=True)
class Touched:
    """Sessions that begin during a leave, and waiting requests whose wishes fall into it."""

    sessions: list[Session]
    requests: list[CounsellingRequest]

    def __bool__(self) -> bool:
        return bool(self.sessions or self.requests)


def touched_by(leave: Leave, at: datetime) -> Touched:
    """What has not begun and still lies with the counsellor of the leave. Two queries."""
    begins, ends = span(leave.first, leave.last, leave.counsellor.zone)
    during = {"starts_at__gte": max(begins, at), "starts_at__lt": ends}
    sessions = Session.objects.filter(
        counsellor=leave.counsellor_id, state__in=(SessionState.AGREED, SessionState.PROPOSED), **during
    )
    wished = Wish.objects.filter(request=OuterRef("pk"), **during)
    requests = CounsellingRequest.objects.waiting().filter(Exists(wished), counsellor=leave.counsellor_id)
    return Touched(
        list(sessions.select_related("person__user", "request", "counsellor__user").order_by("starts_at", "pk")),
        list(requests.select_related("person", "region").order_by("answer_due_on", "pk")),
    )


def span(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """From midnight to midnight by the clock of a zone, the end not included."""
    here = ZoneInfo(zone)
    begins = datetime(first.year, first.month, first.day, tzinfo=here)
    over = last + timedelta(days=1)
    return begins, datetime(over.year, over.month, over.day, tzinfo=here)


def leaves_of(counsellor: Counsellor, since: date) -> list[Leave]:
    """Those that are not over on a day, the next one first."""
    rows = Leave.objects.filter(counsellor=counsellor, last__gte=since)
    return list(rows.select_related("counsellor", "recorded_by").order_by("first"))
