"""Checking in with the code that the class shows: two minutes, one's own class, five wrong tries."""

from datetime import date, timedelta

import pytest

from core.errors import Conflict, Invalid, TooMany
from tests.factories.participants import PersonFactory
from tests.factories.training_money import SEVEN_HOURS, EnrolmentFactory, MeetingFactory, at_eight
from training.checkin import changes_at, code_of, is_code
from training.enums import AttendanceSource
from training.models import Attendance, Meeting
from training.operations import Written, check_in, record_roster
from training.selectors.meetings import fingerprint, roster

pytestmark = pytest.mark.django_db
EIGHT = at_eight(date(2026, 11, 16))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def enrolment():
    return EnrolmentFactory(training_class__starts_on=date(2026, 11, 9))


@pytest.fixture
def meeting(enrolment) -> Meeting:
    return MeetingFactory(training_class=enrolment.training_class, starts_at=EIGHT)


def come(enrolment, meeting, at, *, typed="", scanned=False) -> Attendance:
    person = enrolment.person
    said = typed or code_of(meeting, at)
    return check_in(person, typed=said, actor=person.user, at=at, meeting=meeting if scanned else None)


def refusal(enrolment, meeting, at, **how) -> str:
    with pytest.raises((Invalid, Conflict, TooMany)) as refused:
        come(enrolment, meeting, at, **how)
    assert not meeting.attendances.exists()
    return refused.value.code


def test_six_digits_hold_for_this_slot_and_the_one_before(meeting):
    code = code_of(meeting, EIGHT)
    assert len(code) == 6
    assert code.isdigit()
    assert is_code(meeting, f" {code[:3]} {code[3:]} ", EIGHT)
    assert is_code(meeting, code, EIGHT + 3 * MINUTE + timedelta(seconds=59))
    assert not is_code(meeting, code, EIGHT + 4 * MINUTE)
    assert not is_code(meeting, code, EIGHT - timedelta(seconds=1))
    assert changes_at(EIGHT) == EIGHT + 2 * MINUTE


def test_another_meeting_has_other_digits(meeting):
    codes = {code_of(MeetingFactory(), EIGHT) for _ in range(3)} | {code_of(meeting, EIGHT)}
    assert len(codes) > 1


@pytest.mark.parametrize("scanned", [True, False])
def test_who_comes_in_time_was_there_for_all_of_it(enrolment, meeting, scanned):
    row = come(enrolment, meeting, EIGHT + 15 * MINUTE, scanned=scanned)
    assert (row.minutes, row.planned, row.source) == (SEVEN_HOURS, SEVEN_HOURS, AttendanceSource.QR)
    assert row.recorded_by == enrolment.person.user


def test_who_comes_late_was_there_for_the_rest(enrolment, meeting):
    """16 minutes late is no longer in time; seconds that began do not count."""
    assert come(enrolment, meeting, EIGHT + 15 * MINUTE + timedelta(seconds=1)).minutes == SEVEN_HOURS - 16


def test_twice_is_once_also_with_another_code_and_after_the_end(enrolment, meeting):
    first = come(enrolment, meeting, EIGHT)
    assert come(enrolment, meeting, EIGHT + 60 * MINUTE) == first
    assert come(enrolment, meeting, EIGHT + timedelta(hours=30), scanned=True) == first
    assert Attendance.objects.get().minutes == SEVEN_HOURS


def test_it_opens_a_quarter_of_an_hour_before_and_closes_at_the_end(enrolment, meeting):
    assert refusal(enrolment, meeting, EIGHT - 15 * MINUTE - timedelta(seconds=1)) == "no_meeting"
    assert refusal(enrolment, meeting, EIGHT - 16 * MINUTE, scanned=True) == "not_running"
    assert refusal(enrolment, meeting, EIGHT + SEVEN_HOURS * MINUTE) == "no_meeting"
    assert refusal(enrolment, meeting, EIGHT + SEVEN_HOURS * MINUTE, scanned=True) == "not_running"
    assert come(enrolment, meeting, EIGHT - 15 * MINUTE).minutes == SEVEN_HOURS


def test_an_old_code_is_refused(enrolment, meeting):
    assert refusal(enrolment, meeting, EIGHT + 5 * MINUTE, typed=code_of(meeting, EIGHT)) == "wrong_code"


def test_the_fifth_wrong_code_locks_for_ten_minutes_also_the_right_one(enrolment, meeting):
    wrong = next(f"{n:06d}" for n in range(9) if not is_code(meeting, f"{n:06d}", EIGHT))
    codes = [refusal(enrolment, meeting, EIGHT, typed=wrong) for _ in range(5)]
    assert codes == ["wrong_code"] * 4 + ["too_many"]
    assert refusal(enrolment, meeting, EIGHT + 9 * MINUTE) == "too_many"
    assert come(enrolment, meeting, EIGHT + 10 * MINUTE).minutes == SEVEN_HOURS


def test_somebody_elses_class_is_not_ones_own(enrolment, meeting):
    stranger = PersonFactory()
    with pytest.raises(Conflict, match="no_meeting"):
        check_in(stranger, typed=code_of(meeting, EIGHT), actor=stranger.user, at=EIGHT)
    with pytest.raises(Conflict, match="not_running"):
        check_in(stranger, typed=code_of(meeting, EIGHT), actor=stranger.user, at=EIGHT, meeting=meeting)


def test_a_cancelled_meeting_takes_nobody(enrolment):
    cancelled = MeetingFactory(training_class=enrolment.training_class, starts_at=EIGHT, cancelled=True)
    assert refusal(enrolment, cancelled, EIGHT) == "no_meeting"
    assert refusal(enrolment, cancelled, EIGHT, scanned=True) == "not_running"


def test_the_institutes_roster_stands_and_corrects_with_a_reason(enrolment, meeting):
    come(enrolment, meeting, EIGHT)
    rows, staff = roster(meeting), enrolment.person.user
    assert rows[0].by_code
    with pytest.raises(Invalid, match="reason_missing"):
        record_roster(meeting, written=Written({enrolment.pk: 0}, fingerprint(rows)), actor=staff, at=EIGHT)
    record_roster(
        meeting, written=Written({enrolment.pk: 0}, fingerprint(rows), "Pulang setelah memindai"), actor=staff, at=EIGHT
    )
    assert come(enrolment, meeting, EIGHT + MINUTE).minutes == 0
