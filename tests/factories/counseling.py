"""Counselling in every state.

counsellor()                       certified, works Monday to Friday 08.00 to 16.00 in 3372
counsellor("9471", zone=Zone.WIT)  in another place
really_asked(person, wib(17, 10))  a request made by the operation: routed to a counsellor, told
asked(person)                      a request that waits, with three wishes
agreed_session()                   tomorrow at 10.00, both agreed
proposed_session()                 waits for the participant's answer
open_session()                     going on
held_session()                     over
"""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.calendar import working_calendar
from counseling.enums import AskReason, Channel, CounsellorKind, LeaveReason, RequestState, SessionState, Side
from counseling.models import CounsellingRequest, Counsellor, Leave, OfficeCall, Session, WorkingHours
from counseling.operations.booking import propose_time
from counseling.operations.closing import record_absence
from counseling.operations.leave import record_leave
from counseling.operations.requests import Asked, ask
from notices.enums import Zone
from participants.models import Person
from rules.deadlines import counselling_answer_due
from tests.factories.accounts import officer
from tests.factories.ipk_profile import jobseeker
from tests.factories.participants import MORNING, PersonFactory

TOMORROW_AT_TEN = MORNING.replace(hour=3, minute=0, second=0, microsecond=0) + timedelta(days=1)  # 10.00 WIB


def counsellor(region: str = "3372", *, hours: bool = True, user: User | None = None, **fields: Any) -> Counsellor:
    """Certified and on duty. `uncertified=True` leaves the competence assessment out."""
    assessed = None if fields.pop("uncertified", False) else date(2025, 3, 3)
    full_name = fields.pop("full_name", "Maya Lestari")
    made = Counsellor.objects.create(
        user=user or officer(Role.COUNSELLOR, region=region, full_name=full_name),
        region_id=region,
        **{
            "kind": CounsellorKind.CIVIL_SERVANT,
            "bimtek_on": date(2025, 2, 3),
            "assessed_on": assessed,
            "certified_until": date(2028, 3, 2),
            "zone": Zone.WIB,
            **fields,
        },
    )
    if hours:
        WorkingHours.objects.bulk_create(
            WorkingHours(counsellor=made, weekday=day, start=time(8), end=time(16)) for day in range(5)
        )
    return made


def coordinator(region: str | None = "33", **fields: Any) -> User:
    return officer(Role.COUNSELLOR_COORDINATOR, region=region, **fields)


def jobseeking(region: str = "3372", **fields: Any) -> Person:
    """Somebody who is registered as jobseeker, as asking for counselling needs."""
    person = PersonFactory(region_id=region, **fields)
    jobseeker(person)
    return person


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 by the clock in Jakarta."""
    return datetime(2026, 11, day, hour, minute, tzinfo=clock.JAKARTA)


def really_asked(person: Person | None = None, *wishes: datetime, at: datetime = MORNING, **fields: Any) -> Any:
    """A request as the operation makes it: routed, with notices."""
    person = person or jobseeking()
    told = Asked(reason=AskReason.DIRECTION, wishes=wishes or (wib(17, 10),), **fields)
    return ask(person, asked=told, actor=person.user, at=at)


def asked(
    person: Person | None = None,
    *,
    at: datetime = MORNING,
    wishes: tuple[datetime, ...] = (),
    to: Counsellor | None = None,
    **fields: Any,
) -> CounsellingRequest:
    """A request that waits for a counsellor."""
    person = person or PersonFactory()
    request = CounsellingRequest.objects.create(
        person=person,
        region_id=person.region_id,
        counsellor=to,
        asked_at=at,
        answer_due_on=counselling_answer_due(clock.legal_date(at), working_calendar()),
        **{"reason": AskReason.DIRECTION, "channel": Channel.CHAT, **fields},
    )
    first = TOMORROW_AT_TEN
    for n, starts_at in enumerate(wishes or (first, first + timedelta(hours=1), first + timedelta(hours=2)), 1):
        request.wishes.create(n=n, starts_at=starts_at)
    return request


def agreed_session(
    person: Person | None = None,
    *,
    by: Counsellor | None = None,
    starts_at: datetime = TOMORROW_AT_TEN,
    minutes: int = 30,
    at: datetime = MORNING,
    **fields: Any,
) -> Session:
    """A time that both agreed to."""
    by = by or counsellor()
    request = asked(person, at=at, to=by)
    session = Session.objects.create(
        request=request,
        person=request.person,
        counsellor=by,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        state=SessionState.AGREED,
        booked_at=at,
        **fields,
    )
    CounsellingRequest.workflow.move(request, "schedule", actor=by.user, at=at)
    return session


def proposed_session(person: Person | None = None, *, by: Counsellor | None = None, at: datetime = MORNING) -> Session:
    """A time that the counsellor offers and the participant has not answered: the day after tomorrow at 10.00."""
    by = by or counsellor()
    starts_at = TOMORROW_AT_TEN + timedelta(days=1)
    return propose_time(asked(person, at=at, to=by), starts_at=starts_at, by=by, actor=by.user, at=at)


def leave(of: Counsellor, first: date = date(2026, 11, 19), last: date = date(2026, 11, 20)) -> Leave:
    return record_leave(of, first=first, last=last, reason=LeaveReason.LEAVE, actor=of.user, at=MORNING)


def office_call(person: Person | None = None) -> OfficeCall:
    """Somebody who did not appear three times."""
    person = person or PersonFactory()
    for day in (11, 12, 13):
        session = agreed_session(person, starts_at=wib(day, 10), at=wib(10, 9))
        at = session.starts_at + timedelta(minutes=15)
        record_absence(session, absent=Side.PARTICIPANT, note="", actor=session.counsellor.user, at=at)
    return OfficeCall.objects.get(person=person)


def open_session(person: Person | None = None, **how: Any) -> Session:
    """Going on since its time; moments of it are `session.starts_at` and later."""
    session = agreed_session(person, **how)
    return Session.workflow.move(
        session, "open", actor=session.counsellor.user, at=session.starts_at, opened_at=session.starts_at
    )


def held_session(person: Person | None = None, **how: Any) -> Session:
    """Over, at the end of its time."""
    session = open_session(person, **how)
    held = Session.workflow.move(
        session, "hold", actor=session.counsellor.user, at=session.ends_at, closed_at=session.ends_at
    )
    request = CounsellingRequest.objects.get(pk=session.request_id)
    if request.state == RequestState.SCHEDULED:
        CounsellingRequest.workflow.move(request, "finish", actor=session.counsellor.user, at=session.ends_at)
    return held


def key() -> uuid.UUID:
    return uuid.uuid4()
