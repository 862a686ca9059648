"""Requests of institutes for locked rosters: those that wait, and what became of one."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from training.models import InstituteStaff, Interest, Meeting, UnlockRequest


def requests_desk() -> QuerySet[UnlockRequest]:
    """All of the nation, the oldest first, with everything that the list shows. One query."""
    rows = UnlockRequest.objects.select_related("meeting__training_class__programme__institute__region", "asked_by")
    return rows.order_by("asked_at", "pk")


def waiting_requests() -> int:
    return UnlockRequest.objects.waiting().count()


def requests_for(officer: User, on: date) -> QuerySet[UnlockRequest]:
    """Those that wait and that this reviewer may answer: of institutes to which nothing ties them on a day."""
    house = OuterRef("meeting__training_class__programme__institute")
    tied = Exists(Interest.objects.in_force(on).filter(officer=officer, institute=house))
    staff = Exists(InstituteStaff.objects.in_force(on).filter(user=officer, institute=house))
    return UnlockRequest.objects.waiting().exclude(tied | staff | Q(asked_by=officer))


def latest_request(meeting: Meeting) -> UnlockRequest | None:
    """The one that waits, else the last that was answered."""
    rows = meeting.unlock_requests.select_related("asked_by", "decided_by")
    return rows.order_by("-asked_at", "-pk").first()


def asked_for(meetings: Iterable[Meeting]) -> set[UUID]:
    """Those of the meetings whose request waits."""
    rows = UnlockRequest.objects.waiting().filter(meeting__in=[one.pk for one in meetings])
    return set(rows.values_list("meeting_id", flat=True))
