"""From a wish to an agreed time: accepting, proposing, answering, moving, handing back."""

from datetime import date, time

import pytest

from core.errors import Conflict, NotAllowed
from counseling.enums import LeaveReason, RequestState, SessionState, Side
from counseling.models import Leave
from counseling.operations import booking
from counseling.operations.requests import latest_wishes
from tests.counseling.test_asking import told
from tests.factories.counseling import agreed_session, counsellor, jobseeking, really_asked, wib
from tests.factories.participants import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return counsellor()


@pytest.fixture
def request_(one, person):
    return really_asked(person, wib(17, 10), wib(18, 9))


def accept(request, one, starts_at=None, at=MORNING):
    return booking.accept_wish(request, starts_at=starts_at or wib(17, 10), by=one, actor=one.user, at=at)


def propose(request, one, starts_at=None, at=MORNING):
    return booking.propose_time(request, starts_at=starts_at or wib(19, 14), by=one, actor=one.user, at=at)


def code_of(work) -> str:
    with pytest.raises((Conflict, NotAllowed)) as refused:
        work()
    return refused.value.code


def test_an_accepted_wish_is_a_session_of_half_an_hour(request_, one):
    session = accept(request_, one, wib(18, 9))
    request_.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (wib(18, 9), wib(18, 9, 30))
    assert (session.state, request_.state, request_.counsellor) == (SessionState.AGREED, RequestState.SCHEDULED, one)
    assert told(session.person.user, "counselling_agreed") == 1


def test_accepting_twice_is_one_session(request_, one):
    assert accept(request_, one) == accept(request_, one)
    assert told(request_.person.user, "counselling_agreed") == 1


def test_who_comes_second_hears_that_somebody_answered(request_, one):
    accept(request_, one)
    other = counsellor()
    assert code_of(lambda: accept(request_, other)) == "request_taken"
    assert code_of(lambda: propose(request_, other)) == "request_taken"


def test_a_counsellor_who_cannot_is_told_why(request_, one):
    assert code_of(lambda: accept(request_, one, wib(18, 11))) == "not_wished"
    assert code_of(lambda: accept(request_, one, at=wib(17, 9, 51))) == "time_passed"
    agreed_session(by=one, starts_at=wib(17, 10))
    assert code_of(lambda: accept(request_, one)) == "just_taken"
    assert code_of(lambda: accept(request_, counsellor(uncertified=True))) == "not_certified"
    assert code_of(lambda: accept(request_, counsellor(certified_until=date(2026, 11, 16)))) == "not_certified"
    assert code_of(lambda: accept(request_, counsellor(hours=False))) == "outside_hours"
    full = counsellor(weekly_capacity=1)
    agreed_session(by=full, starts_at=wib(20, 10))
    assert code_of(lambda: accept(request_, full)) == "week_full"
    gone = counsellor()
    Leave.objects.create(
        counsellor=gone,
        first=date(2026, 11, 17),
        last=date(2026, 11, 17),
        reason=LeaveReason.SICK,
        recorded_by=gone.user,
        recorded_at=MORNING,
    )
    assert code_of(lambda: accept(request_, gone)) == "on_leave"
    request_.refresh_from_db()
    assert request_.state == RequestState.WAITING


def test_a_wish_may_be_accepted_until_the_room_would_open(request_, one):
    assert accept(request_, one, at=wib(17, 9, 50)).starts_at == wib(17, 10)


@pytest.mark.parametrize("moment", [wib(17, 2), wib(21, 10), wib(17, 10, 10), wib(17, 16)])
def test_no_time_outside_the_hours_is_proposed(request_, one, moment):
    assert code_of(lambda: propose(request_, one, moment)) == "outside_hours"


def test_a_proposal_needs_notice_and_is_not_months_ahead(request_, one):
    assert code_of(lambda: propose(request_, one, wib(16, 10, 30))) == "time_passed"
    assert code_of(lambda: propose(request_, one, wib(30, 9).replace(month=12))) == "outside_hours"


def test_a_proposal_is_agreed(request_, one):
    session = propose(request_, one)
    assert told(session.person.user, "counselling_proposed") == 1
    assert booking.agree(session, actor=session.person.user, at=MORNING).state == SessionState.AGREED
    assert booking.agree(session, actor=session.person.user, at=MORNING).state == SessionState.AGREED
    request_.refresh_from_db()
    assert request_.state == RequestState.SCHEDULED
    assert told(one.user, "counselling_answered") == 1


def test_a_proposal_is_declined_with_other_wishes(request_, one):
    session = propose(request_, one)
    back = booking.decline(session, actor=session.person.user, at=wib(17, 9), note="Jaga anak", wishes=(wib(20, 9),))
    assert (back.state, latest_wishes(back), back.answer_due_on) == (
        RequestState.WAITING,
        [wib(20, 9)],
        date(2026, 11, 20),
    )
    session.refresh_from_db()
    assert (session.state, session.note) == (SessionState.DECLINED, "Jaga anak")
    assert booking.decline(session, actor=session.person.user, at=wib(17, 9)) == back


def test_a_proposal_whose_time_came_is_no_longer_agreed(request_, one):
    session = propose(request_, one)
    assert code_of(lambda: booking.agree(session, actor=session.person.user, at=wib(19, 14))) == "time_passed"


def test_the_participant_moves_a_session(one, person):
    session = accept(really_asked(person), one)
    back = booking.move_session(session, wishes=(wib(19, 9),), reason="Sakit", actor=person.user, at=MORNING)
    session.refresh_from_db()
    assert (session.state, back.state, back.counsellor) == (SessionState.MOVED, RequestState.WAITING, one)
    assert told(one.user, "counselling_cancelled") == 1
    assert accept(back, one, wib(19, 9)).starts_at == wib(19, 9)


def test_a_refused_move_leaves_the_session(one, person):
    session = accept(really_asked(person), one)
    move = {"reason": "", "actor": person.user}
    assert code_of(lambda: booking.move_session(session, wishes=(wib(21, 9),), at=MORNING, **move)) == "not_offered"
    assert code_of(lambda: booking.move_session(session, wishes=(wib(19, 9),), at=wib(17, 10), **move)) == "has_begun"
    session.refresh_from_db()
    assert session.state == SessionState.AGREED


def test_the_counsellor_offers_another_time(one, person):
    session = accept(really_asked(person), one)
    new = booking.offer_other_time(session, starts_at=wib(18, 13), reason="Rapat", actor=one.user, at=MORNING)
    again = booking.offer_other_time(session, starts_at=wib(18, 13), reason="Rapat", actor=one.user, at=MORNING)
    session.refresh_from_db()
    assert (session.state, new.state, again) == (SessionState.MOVED, SessionState.PROPOSED, new)


def test_a_session_handed_back_goes_to_the_next_and_both_are_told(one, person):
    next_one = counsellor("3374")
    session = accept(really_asked(person), one)
    back = booking.hand_back(session, reason="Sakit", actor=one.user, at=MORNING)
    session.refresh_from_db()
    assert (session.state, session.cancelled_by) == (SessionState.CANCELLED, Side.COUNSELLOR)
    assert (back.state, back.counsellor) == (RequestState.WAITING, next_one)
    assert (told(person.user, "counselling_returned"), told(next_one.user, "counselling_new")) == (1, 1)
    assert booking.hand_back(session, reason="Sakit", actor=one.user, at=MORNING) == back


def test_hours_that_are_split_at_noon_offer_no_session_across_noon(one, person):
    one.hours.all().delete()
    for begins, ends in ((time(8), time(12)), (time(13), time(16))):
        one.hours.create(weekday=1, start=begins, end=ends)
    request = really_asked(person, wib(17, 11, 30))
    assert code_of(lambda: propose(request, one, wib(17, 12))) == "outside_hours"
    assert accept(request, one, wib(17, 11, 30)).ends_at == wib(17, 12)


def test_a_person_with_another_session_then_is_not_booked_twice(one, person):
    request = really_asked(person)
    other = agreed_session(jobseeking(), by=counsellor(), starts_at=wib(17, 10))
    accept(request, one)
    assert other.starts_at == wib(17, 10)
