"""An institute asks for a locked roster: once a meeting, granted by opening it, or refused with a reason."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from core.errors import Conflict, Invalid, NotAllowed
from notices.models import Notice
from tests.factories.accounts import UserFactory, officer
from tests.factories.participants import MORNING
from tests.factories.training import TrainingClassFactory
from tests.factories.training_invoices import OVER, over, sent
from tests.factories.training_money import BEGAN, InstituteStaffFactory, MeetingFactory, at_eight
from training.enums import UnlockRequestState
from training.models import Interest, Meeting, UnlockRequest
from training.operations import ask_unlock, refuse_unlock, unlock_meeting

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(days=2)
WHY = "Listrik padam dua hari."
S = UnlockRequestState


@pytest.fixture
def meeting() -> Meeting:
    """Of a class that began on Monday, 9 November 2026; locked since the 11th."""
    return MeetingFactory(starts_at=at_eight(BEGAN))


@pytest.fixture
def staff(meeting) -> User:
    return InstituteStaffFactory(institute=meeting.training_class.programme.institute).user


@pytest.fixture
def reviewer() -> User:
    return officer(Role.REVIEWER)


def ask(meeting: Meeting, actor: User, reason: str = WHY, at=MORNING) -> UnlockRequest:
    return ask_unlock(meeting, reason=reason, actor=actor, at=at)


def test_an_institute_asks_once_with_its_reason(meeting, staff):
    row = ask(meeting, staff, "  Listrik\npadam dua hari. ")
    assert (row.state, row.reason, row.log.get().move) == (S.ASKED, WHY, "ask")
    assert ask(meeting, staff) == row
    assert UnlockRequest.objects.count() == 1


def test_a_second_request_waits_for_the_answer_to_the_first(meeting, staff):
    ask(meeting, staff)
    colleague = InstituteStaffFactory(institute=meeting.training_class.programme.institute).user
    for actor, reason in ((staff, "Alasan lain."), (colleague, WHY)):
        with pytest.raises(Conflict, match="asked_already"):
            ask(meeting, actor, reason)
    with pytest.raises(IntegrityError, match="one_open_unlock_request"), transaction.atomic():
        UnlockRequest.objects.create(meeting=meeting, reason="x", asked_by=staff, asked_at=MORNING)


def test_strangers_ask_for_nothing(meeting):
    for stranger in (UserFactory(), InstituteStaffFactory().user, officer(Role.REVIEWER)):
        with pytest.raises(NotAllowed, match="not_staff"):
            ask(meeting, stranger)


def test_nothing_is_asked_without_a_reason_or_a_lock(meeting, staff):
    with pytest.raises(Invalid, match="reason_missing"):
        ask(meeting, staff, " ")
    with pytest.raises(Conflict, match="not_locked"):
        ask(meeting, staff, at=meeting.locks_at)
    assert ask(meeting, staff, at=meeting.locks_at + timedelta(seconds=1)).state == S.ASKED


def test_a_cancelled_meeting_and_a_cancelled_class_are_not_asked_for(staff, meeting):
    programme = meeting.training_class.programme
    called_off = MeetingFactory(
        training_class=meeting.training_class, starts_at=at_eight(date(2026, 11, 10)), cancelled=True
    )
    gone = MeetingFactory(training_class=TrainingClassFactory(programme=programme, cancelled=True))
    for one in (called_off, gone):
        with pytest.raises(Conflict, match="wrong_state"):
            ask(one, staff)


def test_what_stands_on_an_invoice_is_not_asked_for():
    held, home = over()
    sent(held, at=OVER)
    with pytest.raises(Conflict, match="billed"):
        ask(held.meetings.first(), home.staff, at=OVER)


def test_opening_the_roster_grants_the_request(meeting, staff, reviewer):
    row = ask(meeting, staff)
    unlock_meeting(meeting, until=LATER, reason="Alasan dapat diterima.", actor=reviewer, at=MORNING)
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.answer) == (S.GRANTED, reviewer, "Alasan dapat diterima.")
    assert Notice.objects.filter(user=staff, event="attendance_unlocked", channel="inbox").count() == 1


def test_a_refusal_says_why_and_leaves_it_locked(meeting, staff, reviewer):
    locks_at = meeting.locks_at
    row = ask(meeting, staff)
    done = refuse_unlock(row, answer="Tidak ada bukti pertemuan.", actor=reviewer, at=MORNING)
    assert refuse_unlock(row, answer="Tidak ada bukti pertemuan.", actor=reviewer, at=MORNING) == done
    meeting.refresh_from_db()
    assert (done.state, meeting.locks_at) == (S.REFUSED, locks_at)
    notice = Notice.objects.get(user=staff, event="unlock_refused", channel="inbox")
    assert "Tidak ada bukti pertemuan." in notice.body
    assert notice.link == f"/mitra/pertemuan/{meeting.pk}/"
    assert ask(meeting, staff, "Ini foto pertemuannya.").pk != row.pk


def test_an_answered_request_is_not_answered_again(meeting, staff, reviewer):
    row = ask(meeting, staff)
    refuse_unlock(row, answer="Tidak.", actor=reviewer, at=MORNING)
    with pytest.raises(Conflict, match="wrong_state"):
        refuse_unlock(row, answer="Tetap tidak.", actor=reviewer, at=MORNING)
    with pytest.raises(Conflict, match="wrong_state"):
        refuse_unlock(row, answer="Tidak.", actor=officer(Role.REVIEWER), at=MORNING)


def test_only_a_reviewer_without_a_tie_answers(meeting, staff, reviewer):
    row = ask(meeting, staff)
    house = meeting.training_class.programme.institute
    tie = {"reason": "Saudara.", "since": BEGAN, "declared_by": reviewer, "declared_at": MORNING}
    Interest.objects.create(officer=reviewer, institute=house, **tie)
    for actor in (reviewer, staff, UserFactory(), officer(Role.APPROVER), officer(Role.AUDITOR)):
        with pytest.raises(NotAllowed, match="not_allowed"):
            refuse_unlock(row, answer="Tidak.", actor=actor, at=MORNING)


def test_who_asked_and_became_an_officer_does_not_decide(meeting, reviewer):
    house = meeting.training_class.programme.institute
    former = InstituteStaffFactory(institute=house, user=reviewer)
    row = ask(meeting, reviewer)
    former.until = MORNING.date()
    former.save()
    with pytest.raises(NotAllowed, match="not_allowed"):
        refuse_unlock(row, answer="Tidak.", actor=reviewer, at=MORNING)
    with pytest.raises(NotAllowed, match="not_allowed"):
        unlock_meeting(meeting, until=LATER, reason="Boleh.", actor=reviewer, at=MORNING)


def test_a_refusal_without_a_reason_is_none(meeting, staff, reviewer):
    with pytest.raises(Invalid, match="reason_missing"):
        refuse_unlock(ask(meeting, staff), answer="", actor=reviewer, at=MORNING)
    assert UnlockRequest.objects.get().state == S.ASKED
