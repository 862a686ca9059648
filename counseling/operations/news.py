"""Who is told what of counselling. Keys make each said once, however often the operation runs."""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.models import User
from counseling.models import CounsellingRequest, Counsellor, Session
from notices.operations import Telling, notify, notify_many
from notices.selectors import wishes_of


def to_participant(event: str, session: Session, *, at: datetime) -> None:
    """About a session, with its time by the clock of the person's home."""
    user = session.person.user
    if user is not None:
        facts = {"when": session.starts_at, "zone": wishes_of(user).zone}
        page = "jawab/" if event == "counselling_proposed" else ""
        notify(event=event, user=user, at=at, link=_own(session.request_id) + page, key=str(session.pk), **facts)


def to_counsellor(event: str, session: Session, *, at: datetime, **facts: object) -> None:
    when = {"when": session.starts_at, "zone": session.counsellor.zone}
    link = _desk(session.request_id)
    notify(event=event, user=session.counsellor.user, at=at, link=link, key=str(session.pk), **when, **facts)


def request_received(request: CounsellingRequest, *, at: datetime) -> None:
    user, due = request.person.user, request.answer_due_on
    if user is not None:
        notify(event="counselling_asked", user=user, at=at, link=_own(request.pk), key=str(request.pk), due=due)


def request_routed(request: CounsellingRequest, *, at: datetime) -> None:
    """The counsellor hears of what was sent to them."""
    if request.counsellor is not None:
        tell_routed(request.counsellor, [request], at=at)


def tell_routed(counsellor: Counsellor, requests: Sequence[CounsellingRequest], *, at: datetime) -> None:
    tellings = [
        Telling(counsellor.user, _desk(one.pk), f"{one.pk}:{one.answer_due_on}", {"due": one.answer_due_on})
        for one in requests
    ]
    notify_many("counselling_new", tellings, at=at)


def request_returned(request: CounsellingRequest, session: Session, *, at: datetime) -> None:
    """The office cannot keep the time: it looks for another, and says until when."""
    user = request.person.user
    if user is not None:
        due: date = request.answer_due_on
        notify(event="counselling_returned", user=user, at=at, link=_own(request.pk), key=str(session.pk), due=due)


def session_missed(session: Session, *, at: datetime) -> None:
    user: User | None = session.person.user
    if user is not None:
        notify(event="counselling_missed", user=user, at=at, link=_own(session.request_id), key=str(session.pk))


def _own(request_id: object) -> str:
    return f"/konseling/{request_id}/"


def _desk(request_id: object) -> str:
    return f"/konselor/antrian/{request_id}/"
