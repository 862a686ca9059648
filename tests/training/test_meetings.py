"""Meetings: planned inside the class and the day, called off with a reason, opened again by an officer (B29)."""

from datetime import date, datetime, timedelta

import pytest

from accounts.enums import Role
from core.errors import Conflict, Invalid, NotAllowed
from notices.models import Notice
from tests.factories.accounts import UserFactory, officer
from tests.factories.participants import MORNING
from tests.factories.training import InstituteFactory, TrainingClassFactory
from tests.factories.training_money import (
    BEGAN,
    SEVEN_HOURS,
    AttendanceFactory,
    EnrolmentFactory,
    InstituteStaffFactory,
    MeetingFactory,
    at_eight,
)
from training.enums import MeetingState
from training.models import Interest, Meeting, TrainingClass
from training.operations import cancel_meeting, plan_meetings, unlock_meeting

pytestmark = pytest.mark.django_db
TUESDAY = at_eight(date(2026, 11, 17))
LATER = MORNING + timedelta(days=2)


@pytest.fixture
def held() -> TrainingClass:
    """From 9 November to 4 December 2026."""
    return TrainingClassFactory(begun=True)


@pytest.fixture
def staff(held):
    return InstituteStaffFactory(institute=held.programme.institute, head=True).user


def planned(held, *starts, minutes=SEVEN_HOURS, at=MORNING) -> list[Meeting]:
    return plan_meetings(held, starts=starts, minutes=minutes, actor=UserFactory(), at=at)


def code_of(held, *starts, **how) -> str:
    with pytest.raises((Invalid, Conflict)) as refused:
        planned(held, *starts, **how)
    assert not held.meetings.filter(state=MeetingState.PLANNED).exists()
    return refused.value.code


def test_a_meeting_is_locked_48_hours_after_its_end(held):
    (meeting,) = planned(held, TUESDAY)
    assert meeting.locks_at == TUESDAY + timedelta(hours=7 + 48)
    assert meeting.log.get().move == "plan"
    assert len(bytes(meeting.secret)) == 20


def test_the_same_plan_twice_is_one(held):
    assert planned(held, TUESDAY) == planned(held, TUESDAY)
    assert held.meetings.count() == 1


def test_a_meeting_outside_the_class_is_refused_on_both_sides(held):
    """B29."""
    assert code_of(held, at_eight(held.ends_on + timedelta(days=1))) == "outside_class"
    assert code_of(TrainingClassFactory(), at_eight(date(2026, 12, 6))) == "outside_class"
    assert planned(held, at_eight(held.ends_on))[0].starts_at == at_eight(held.ends_on)


def test_one_bad_day_plans_nothing(held):
    assert code_of(held, TUESDAY, at_eight(date(2026, 12, 5))) == "outside_class"


def test_more_than_24_hours_a_day_are_refused(held):
    """B29: the last one begins a minute before midnight and does not touch the others."""
    day = TUESDAY.replace(hour=0)
    assert planned(held, day, day + timedelta(hours=12), minutes=720)
    with pytest.raises(Invalid, match="overlap"):
        planned(held, day + timedelta(hours=23, minutes=59), minutes=15)
    other = TrainingClassFactory(begun=True)
    starts = [day + timedelta(minutes=n) for n in (0, 719, 1439)]
    planned(other, *starts[:2], minutes=719)
    with pytest.raises(Invalid, match="too_long_a_day"):
        planned(other, starts[2], minutes=720)


def test_meetings_at_the_same_time_are_refused_and_one_after_the_other_is_not(held):
    assert code_of(held, TUESDAY, TUESDAY + timedelta(hours=6)) == "overlap"
    assert len(planned(held, TUESDAY, TUESDAY + timedelta(hours=7))) == 2


def test_a_meeting_of_another_length_at_the_same_time_is_refused(held):
    planned(held, TUESDAY)
    with pytest.raises(Invalid, match="overlap"):
        planned(held, TUESDAY, minutes=60)


@pytest.mark.parametrize("minutes", [14, 721])
def test_a_meeting_lasts_15_minutes_to_12_hours(held, minutes):
    assert code_of(held, TUESDAY, minutes=minutes) == "minutes"


def test_what_can_no_longer_be_written_down_is_not_planned(held):
    assert code_of(held, at_eight(BEGAN)) == "too_late"
    assert planned(held, at_eight(date(2026, 11, 14)))


def test_a_cancelled_class_meets_no_more_and_no_days_are_no_plan(held):
    assert code_of(TrainingClassFactory(begun=True, cancelled=True), TUESDAY) == "class_cancelled"
    assert code_of(held) == "nothing_planned"


# --- called off --------------------------------------------------------------------------------------------------


def test_a_meeting_to_come_is_called_off_once_and_participants_hear_it(held):
    one = EnrolmentFactory(training_class=held)
    meeting = MeetingFactory(training_class=held, starts_at=TUESDAY)
    for _ in range(2):
        moved = cancel_meeting(meeting, reason="Listrik padam", actor=UserFactory(), at=MORNING)
    assert moved.state == MeetingState.CANCELLED
    assert moved.log.get(move="cancel").note == "Listrik padam"
    assert Notice.objects.filter(user=one.person.user, event="meeting_cancelled", channel="inbox").count() == 1
    assert planned(held, TUESDAY)[0] != meeting


def test_calling_off_needs_a_reason_and_an_empty_open_meeting(held):
    meeting = MeetingFactory(training_class=held, starts_at=TUESDAY)
    with pytest.raises(Invalid, match="reason_missing"):
        cancel_meeting(meeting, reason=" ", actor=UserFactory(), at=MORNING)
    with pytest.raises(Conflict, match="locked"):
        cancel_meeting(meeting, reason="x", actor=UserFactory(), at=meeting.locks_at + timedelta(seconds=1))
    with pytest.raises(Conflict, match="somebody_was_there"):
        cancel_meeting(AttendanceFactory().meeting, reason="x", actor=UserFactory(), at=at_eight(BEGAN))
    with pytest.raises(Conflict, match="wrong_state"):
        cancel_meeting(MeetingFactory(recorded=True), reason="x", actor=UserFactory(), at=at_eight(BEGAN))


# --- opened again ------------------------------------------------------------------------------------------------


def locked(held) -> Meeting:
    return MeetingFactory(training_class=held)  # 9 November; MORNING is a week later


def test_an_officer_opens_a_locked_meeting_once_with_a_reason(held, staff):
    meeting, reviewer = locked(held), officer(Role.REVIEWER)
    for _ in range(2):
        fresh = unlock_meeting(meeting, until=LATER, reason="Gangguan jaringan", actor=reviewer, at=MORNING)
    assert fresh.locks_at == LATER
    assert (fresh.unlocks.get().by, fresh.unlocks.get().reason) == (reviewer, "Gangguan jaringan")
    assert (
        Notice.objects.get(user=staff, event="attendance_unlocked", channel="inbox").link
        == f"/mitra/pertemuan/{meeting.pk}/"
    )


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [
        (LATER, "", "reason_missing"),
        (MORNING, "x", "until"),
        (MORNING + timedelta(days=14, seconds=1), "x", "until"),
    ],
)
def test_opening_again_says_why_and_for_how_long(held, until: datetime, reason: str, code: str):
    with pytest.raises(Invalid, match=code):
        unlock_meeting(locked(held), until=until, reason=reason, actor=officer(Role.REVIEWER), at=MORNING)


def test_what_is_open_needs_no_opening(held):
    with pytest.raises(Conflict, match="not_locked"):
        unlock_meeting(
            MeetingFactory(training_class=held, starts_at=TUESDAY),
            until=LATER, reason="x", actor=officer(Role.REVIEWER), at=MORNING,
        )  # fmt: skip
    with pytest.raises(Conflict, match="wrong_state"):
        unlock_meeting(
            MeetingFactory(cancelled=True), until=LATER, reason="x", actor=officer(Role.REVIEWER), at=MORNING
        )


def test_neither_the_institute_nor_another_office_nor_a_tied_officer_opens_it(held, staff):
    tied, elsewhere = officer(Role.REVIEWER), officer(Role.REVIEWER)
    for one, house in ((tied, held.programme.institute), (elsewhere, InstituteFactory())):
        Interest.objects.create(
            officer=one, institute=house, reason="Saudara", since=date(2026, 1, 1), declared_by=one, declared_at=MORNING
        )
    for actor in (staff, officer(Role.APPROVER), officer(Role.STANDARDS), tied):
        with pytest.raises(NotAllowed):
            unlock_meeting(locked(TrainingClassFactory(begun=True, programme=held.programme, schedule=str(actor.pk))),
                           until=LATER, reason="x", actor=actor, at=MORNING)  # fmt: skip
    assert unlock_meeting(locked(held), until=LATER, reason="x", actor=elsewhere, at=MORNING).locks_at == LATER
