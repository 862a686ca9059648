"""Who did not appear, what the portal closes by itself, and reminders that are said once."""

from datetime import date, timedelta

import pytest

from core.errors import Conflict
from counseling.enums import RequestState, SessionState, Side
from counseling.models import Attendance, OfficeCall, Session
from counseling.operations import booking, closing, reminders
from counseling.tasks import close_what_passed, remind
from tests.counseling.test_asking import told
from tests.factories.counseling import (
    agreed_session,
    counsellor,
    held_session,
    jobseeking,
    open_session,
    really_asked,
    wib,
)
from tests.factories.participants import MORNING

pytestmark = pytest.mark.django_db
TEN, DAY_AFTER = wib(17, 10), wib(18, 0, 5)


def came(session, *sides: Side) -> None:
    for side in sides:
        user = session.person.user if side == Side.PARTICIPANT else session.counsellor.user
        Attendance.objects.create(session=session, user=user, side=side, first_at=TEN, last_at=TEN)


def absent(session, side=Side.PARTICIPANT, *, at=None, note="Tidak bisa dihubungi"):
    at = at or session.starts_at + timedelta(minutes=15)
    return closing.record_absence(session, absent=side, note=note, actor=session.counsellor.user, at=at)


def code_of(work) -> str:
    with pytest.raises(Conflict) as refused:
        work()
    return refused.value.code


def test_after_the_grace_an_absent_participant_may_ask_again(person):
    session = agreed_session(person, starts_at=TEN)
    assert code_of(lambda: absent(session, at=TEN + timedelta(minutes=14, seconds=59))) == "too_early"
    missed = absent(session)
    assert absent(session) == missed
    assert (missed.state, missed.absent, missed.note) == (SessionState.MISSED, Side.PARTICIPANT, "Tidak bisa dihubungi")
    assert missed.request.__class__.objects.get().state == RequestState.DONE
    assert told(person.user, "counselling_missed") == 1
    assert really_asked(person, wib(19, 10), at=wib(17, 11)).state == RequestState.WAITING


def test_who_was_there_is_not_written_down_as_absent():
    session = open_session(starts_at=TEN)
    came(session, Side.PARTICIPANT)
    assert code_of(lambda: absent(session)) == "was_there"
    assert absent(session, Side.COUNSELLOR).absent == Side.COUNSELLOR


def test_for_an_absent_counsellor_the_office_looks_for_another():
    session = agreed_session(jobseeking(), starts_at=TEN)
    absent(session, Side.COUNSELLOR)
    session.request.refresh_from_db()
    assert session.request.state == RequestState.WAITING
    assert session.request.answer_due_on == date(2026, 11, 20)
    assert told(session.person.user, "counselling_returned") == 1
    assert session.request.counsellor is None  # nobody can take a wish that is two hours away: everybody sees it


def missed_times(person, count: int, *, side=Side.PARTICIPANT, since: int = 2) -> None:
    for day in range(since, since + count):
        absent(agreed_session(person, by=counsellor(), starts_at=wib(day, 10), at=wib(1, 9)), side)


def test_the_third_time_in_a_row_the_office_calls(person):
    missed_times(person, 2)
    assert not OfficeCall.objects.exists()
    missed_times(person, 1, since=4)
    call = OfficeCall.objects.get()
    assert (call.person, call.region_id, call.due_on) == (person, "3372", date(2026, 11, 6))
    who = counsellor().user
    closing.note_call(call, note="HP-nya rusak", actor=who, at=MORNING)
    closing.note_call(call, note="lain", actor=who, at=MORNING)
    call.refresh_from_db()
    assert (call.note, call.called_by, call.called_at) == ("HP-nya rusak", who, MORNING)


def test_a_session_that_took_place_begins_the_count_anew(person):
    missed_times(person, 2)
    held_session(person, starts_at=wib(4, 10), at=wib(1, 9))
    missed_times(person, 2, since=5)
    assert not OfficeCall.objects.exists()


def test_an_absent_counsellor_counts_for_nobody(person):
    missed_times(person, 2)
    absent(agreed_session(person, starts_at=wib(4, 10), at=wib(1, 9)), Side.COUNSELLOR)
    assert not OfficeCall.objects.exists()


def test_a_session_that_nobody_closed_is_held_when_both_came():
    session = open_session(starts_at=TEN)
    came(session, Side.PARTICIPANT, Side.COUNSELLOR)
    assert closing.close_what_passed(at=wib(17, 23, 59)) == 0
    assert closing.close_what_passed(at=DAY_AFTER) == 1
    assert closing.close_what_passed(at=DAY_AFTER) == 0
    session.refresh_from_db()
    assert (session.state, session.request.state) == (SessionState.HELD, RequestState.DONE)


@pytest.mark.parametrize(
    ("sides", "who"),
    [([Side.COUNSELLOR], Side.PARTICIPANT), ([Side.PARTICIPANT], Side.COUNSELLOR), ([], Side.COUNSELLOR)],
)
def test_a_session_of_yesterday_says_who_did_not_come_and_in_doubt_it_was_the_office(sides, who):
    session = agreed_session(jobseeking(), starts_at=TEN)
    came(session, *sides)
    closing.close_what_passed(at=DAY_AFTER)
    session.refresh_from_db()
    assert (session.state, session.absent) == (SessionState.MISSED, who)


def test_an_unanswered_proposal_is_let_go_when_its_time_comes(person):
    one = counsellor()
    session = booking.propose_time(really_asked(person), starts_at=wib(17, 14), by=one, actor=one.user, at=MORNING)
    assert closing.close_what_passed(at=wib(17, 13, 59)) == 0
    assert closing.close_what_passed(at=wib(17, 14)) == 1
    session.refresh_from_db()
    assert (session.state, session.request.state) == (SessionState.DECLINED, RequestState.WAITING)


def test_the_day_before_and_a_quarter_of_an_hour_before_each_is_told_once():
    session = agreed_session(starts_at=TEN, at=wib(13, 9))
    user, counsellors = session.person.user, session.counsellor.user
    for at, expected in (
        (wib(15, 23, 59), (0, 0, 0)),
        (wib(16, 0, 5), (1, 0, 0)),
        (wib(16, 15), (1, 0, 0)),
        (wib(17, 9, 44), (1, 0, 0)),
        (wib(17, 9, 45), (1, 1, 1)),
        (wib(17, 9, 50), (1, 1, 1)),
        (wib(17, 10), (1, 1, 1)),
    ):
        reminders.remind(at=at)
        reminders.remind(at=at)
        found = (
            told(user, "counselling_tomorrow"),
            told(user, "counselling_soon"),
            told(counsellors, "counselling_next"),
        )
        assert (at, found) == (at, expected)


def test_who_agreed_today_for_tomorrow_needs_no_reminder_today():
    session = agreed_session(starts_at=TEN, at=wib(16, 9))
    reminders.remind(at=wib(16, 10))
    assert told(session.person.user, "counselling_tomorrow") == 0


def test_a_cancelled_session_is_not_reminded_of():
    session = agreed_session(starts_at=TEN, at=wib(13, 9))
    booking.hand_back(session, reason="Sakit", actor=session.counsellor.user, at=wib(15, 9))
    assert reminders.remind(at=wib(16, 9)) == 0


@pytest.mark.usefixtures("morning")
def test_the_periodic_tasks_run():
    agreed_session(starts_at=wib(13, 10), at=wib(12, 9))
    tomorrow = agreed_session(starts_at=TEN, at=wib(13, 9))
    close_what_passed()
    remind()
    assert Session.objects.get(starts_at=wib(13, 10)).state == SessionState.MISSED
    assert told(tomorrow.person.user, "counselling_tomorrow") == 1
