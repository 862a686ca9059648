"""Leave with what falls into it, and the hours of a week."""

from datetime import date, time

import pytest

from core.errors import Conflict, Invalid
from counseling.enums import LeaveReason, RequestState, SessionState
from counseling.models import Counsellor, Leave, Session
from counseling.operations import booking, leave
from counseling.operations.counsellors import ORDINARY_WEEK, Certificate, appoint_counsellor
from counseling.operations.hours import Hours, set_hours
from counseling.selectors.leave import touched_by
from tests.counseling.test_asking import told
from tests.factories.accounts import officer
from tests.factories.counseling import agreed_session, counsellor, jobseeking, really_asked, wib
from tests.factories.participants import MORNING

pytestmark = pytest.mark.django_db
NINE_TO_NOON = tuple(Hours(day, time(9), time(12)) for day in range(5))


@pytest.fixture
def one():
    return counsellor()


def recorded(one, first=17, last=18) -> Leave:
    days = {"first": date(2026, 11, first), "last": date(2026, 11, last)}
    return leave.record_leave(one, **days, reason=LeaveReason.LEAVE, actor=one.user, at=MORNING)


def code_of(work) -> str:
    with pytest.raises((Conflict, Invalid)) as refused:
        work()
    return refused.value.code


def test_leave_is_recorded_once_and_taken_back_once(one):
    first = recorded(one)
    assert recorded(one) == first
    assert code_of(lambda: recorded(one, 18, 20)) == "on_leave_already"
    leave.take_back_leave(first, actor=one.user, at=MORNING)
    leave.take_back_leave(first, actor=one.user, at=MORNING)
    assert not Leave.objects.exists()


def test_leave_that_cannot_be_is_refused(one):
    assert code_of(lambda: recorded(one, 18, 17)) == "ends_before_it_begins"
    assert code_of(lambda: recorded(one, 12, 13)) == "in_the_past"
    assert recorded(one, 12, 16).last == date(2026, 11, 16)


def test_leave_that_is_over_stays(one):
    old = recorded(one, 16, 16)
    assert code_of(lambda: leave.take_back_leave(old, actor=one.user, at=wib(17, 9))) == "leave_over"


def test_a_session_in_a_leave_goes_to_somebody_free_at_the_same_time(one):
    other = counsellor("3374")
    session = agreed_session(jobseeking(), by=one, starts_at=wib(17, 10))
    outside = agreed_session(jobseeking(), by=one, starts_at=wib(19, 10))
    away = recorded(one)
    assert touched_by(away, MORNING).sessions == [session]
    assert leave.reassign(away, actor=one.user, at=MORNING) == leave.Reassigned(kept=1)
    session.refresh_from_db()
    new = Session.objects.get(request=session.request, state=SessionState.AGREED)
    assert (session.state, new.counsellor, new.starts_at) == (SessionState.MOVED, other, wib(17, 10))
    assert new.request.counsellor == other
    assert (told(session.person.user, "counselling_moved"), told(other.user, "counselling_taken_over")) == (1, 1)
    outside.refresh_from_db()
    assert outside.counsellor == one
    assert leave.reassign(away, actor=one.user, at=MORNING) == leave.Reassigned()


def test_who_asked_for_a_language_is_handed_to_somebody_who_speaks_it(one):
    counsellor("3374")
    sundanese = counsellor("1271", languages=["Indonesia", "Sunda"])
    session = agreed_session(jobseeking(), by=one, starts_at=wib(17, 10))
    type(session.request).objects.filter(pk=session.request_id).update(language="Sunda")
    assert leave.reassign(recorded(one), actor=one.user, at=MORNING) == leave.Reassigned(kept=1)
    assert Session.objects.get(request=session.request, state=SessionState.AGREED).counsellor == sundanese


def test_with_nobody_free_the_request_waits_again_and_its_person_is_told(one):
    session = agreed_session(jobseeking(), by=one, starts_at=wib(17, 10))
    away = recorded(one)
    assert leave.reassign(away, actor=one.user, at=MORNING) == leave.Reassigned(returned=1)
    session.refresh_from_db()
    assert (session.state, session.request.state) == (SessionState.CANCELLED, RequestState.WAITING)
    assert told(session.person.user, "counselling_returned") == 1


def test_one_substitute_takes_one_of_two_sessions_at_the_same_time(one):
    other, third = counsellor("3374"), counsellor()
    agreed_session(jobseeking(), by=third, starts_at=wib(17, 10))
    first = agreed_session(jobseeking(), by=one, starts_at=wib(17, 10))
    second = agreed_session(jobseeking(), by=one, starts_at=wib(17, 11))
    agreed_session(jobseeking(), by=other, starts_at=wib(17, 11))
    assert leave.reassign(recorded(one), actor=one.user, at=MORNING).kept == 2
    new = Session.objects.filter(request__in=(first.request, second.request), state=SessionState.AGREED)
    taken = {row.starts_at: row.counsellor for row in new}
    assert taken == {wib(17, 10): other, wib(17, 11): third}


def test_a_proposal_stays_a_proposal_with_the_substitute(one, person):
    other = counsellor("3374")
    request = really_asked(person)
    booking.propose_time(request, starts_at=wib(17, 14), by=one, actor=one.user, at=MORNING)
    leave.reassign(recorded(one), actor=one.user, at=MORNING)
    new = Session.objects.get(state=SessionState.PROPOSED)
    request.refresh_from_db()
    assert (new.counsellor, request.state) == (other, RequestState.PROPOSED)


def test_waiting_requests_of_a_leave_go_to_the_next(one, person):
    other = counsellor("3374")
    request = really_asked(person, wib(17, 10))
    assert request.counsellor == one
    assert leave.reassign(recorded(one), actor=one.user, at=MORNING) == leave.Reassigned(routed=1)
    request.refresh_from_db()
    assert request.counsellor == other


def test_hours_are_replaced_as_a_whole(one):
    set_hours(one, hours=NINE_TO_NOON, weekly_capacity=12, actor=one.user, at=MORNING)
    assert [(row.weekday, row.start) for row in one.hours.all()] == [(day, time(9)) for day in range(5)]
    one.refresh_from_db()
    assert one.weekly_capacity == 12


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ((Hours(0, time(7), time(9)),), "outside_office_hours"),
        ((Hours(0, time(14), time(17)),), "outside_office_hours"),
        ((Hours(5, time(9), time(12)),), "outside_office_hours"),
        ((Hours(0, time(12), time(9)),), "outside_office_hours"),
        ((Hours(0, time(9, 10), time(12)),), "not_on_the_half_hour"),
        ((Hours(0, time(9), time(12)), Hours(0, time(11), time(13))), "hours_overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused(one, hours, code):
    assert code_of(lambda: set_hours(one, hours=hours, weekly_capacity=20, actor=one.user, at=MORNING)) == code
    assert one.hours.count() == 5


def test_hours_leave_no_agreed_session_outside(one):
    agreed_session(jobseeking(), by=one, starts_at=wib(17, 14))
    work = {"hours": NINE_TO_NOON, "weekly_capacity": 20, "actor": one.user}
    assert code_of(lambda: set_hours(one, **work, at=MORNING)) == "sessions_in_the_way"
    assert set_hours(one, **work, at=wib(18, 9)).hours.count() == 5


def test_a_counsellor_is_appointed_once_with_an_ordinary_week():
    user = officer("KNS", region="3372")
    certificate = Certificate("BNSP-1", date(2025, 2, 3), date(2025, 3, 3), date(2028, 3, 2))
    how = {"kind": "staff", "region_id": "3372", "certificate": certificate, "actor": None, "at": MORNING}
    made = appoint_counsellor(user, **how)
    assert appoint_counsellor(user, **how) == made
    assert made.hours.count() == len(ORDINARY_WEEK) == 10
    assert set(Counsellor.objects.certified(date(2026, 11, 16))) == {made}
