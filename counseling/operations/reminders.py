"""Reminders of what is agreed: the day before and a quarter of an hour before, each said once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from core.chunks import Step, do_chunk
from core.clock import legal_date, start_of_day
from counseling.enums import SessionState
from counseling.models import Session
from notices.enums import Zone
from notices.operations import Telling, notify_many
from notices.selectors import told

ALONE = "counseling.remind_one"
SOON = timedelta(minutes=15)


def _tomorrow(at: datetime) -> Q:
    """Of tomorrow; who agreed today heard of it today."""
    today = start_of_day(legal_date(at))
    begins, ends = today + timedelta(days=1), today + timedelta(days=2)
    return Q(starts_at__gte=begins, starts_at__lt=ends, booked_at__lt=today)


def _soon(at: datetime) -> Q:
    return Q(starts_at__gt=at, starts_at__lte=at + SOON)


def _step(event: str, when: Callable[[datetime], Q], *, counsellor: bool = False) -> Step:
    side = "counsellor__user" if counsellor else "person__user"

    def due(at: datetime) -> QuerySet[Session]:
        rows = Session.objects.filter(when(at), state=SessionState.AGREED, **{f"{side}__isnull": False})
        said = told(event, key=Cast(OuterRef("pk"), TextField()), user=OuterRef(side))
        rows = rows.exclude(said).order_by("pk")
        return rows.select_related("person__user__notice_preference", "counsellor__user")

    def remind(sessions: list[Session], at: datetime) -> None:
        notify_many(event, [_telling(session, counsellor=counsellor) for session in sessions], at=at)

    return Step(event, due, remind, ALONE)


def _telling(session: Session, *, counsellor: bool) -> Telling:
    if counsellor:
        facts = {"when": session.starts_at, "zone": session.counsellor.zone}
        return Telling(session.counsellor.user, f"/konselor/antrian/{session.request_id}/", str(session.pk), facts)
    preference = getattr(session.person.user, "notice_preference", None)
    zone = preference.zone if preference is not None else Zone.WIB.value
    facts = {"when": session.starts_at, "zone": zone}
    return Telling(session.person.user, f"/konseling/{session.request_id}/", str(session.pk), facts)


STEPS = (
    _step("counselling_tomorrow", _tomorrow),
    _step("counselling_soon", _soon),
    _step("counselling_next", _soon, counsellor=True),
)


def remind(*, at: datetime) -> int:
    """Tell everybody whose session is tomorrow or begins within a quarter of an hour. Returns how many."""
    return sum(done for step in STEPS for done in iter(lambda step=step: do_chunk(step, at=at), 0))
