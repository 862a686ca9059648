"""The same page sent twice in one moment, two colleagues, a scan pressed twice: one result, decided by the rows."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from core.errors import Conflict
from tests.factories.training_money import (
    SEVEN_HOURS,
    EnrolmentFactory,
    InstituteStaffFactory,
    MeetingFactory,
    at_eight,
)
from tests.payments.together import run_together
from training.checkin import code_of
from training.models import Attendance, AttendanceCorrection, Meeting
from training.operations import Written, check_in, record_roster
from training.selectors.meetings import fingerprint, roster

pytestmark = pytest.mark.django_db(transaction=True)
EIGHT = at_eight(date(2026, 11, 16))
NOON = EIGHT + timedelta(hours=4)


@pytest.fixture
def meeting() -> Meeting:
    meeting = MeetingFactory(starts_at=EIGHT)
    for _ in range(3):
        EnrolmentFactory(training_class=meeting.training_class)
    return meeting


def said(meeting: Meeting, minutes: int) -> Written:
    rows = roster(meeting)
    return Written({row.enrolment.pk: minutes for row in rows}, fingerprint(rows))


def staff(meeting: Meeting):
    return InstituteStaffFactory(institute=meeting.training_class.programme.institute).user


def counted(work: Callable[[], object], refused: list[str]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        except Conflict as conflict:
            refused.append(conflict.code)

    return run


def test_the_same_roster_twice_in_one_moment_is_one(meeting):
    written, one = said(meeting, SEVEN_HOURS), staff(meeting)
    run_together(2, lambda: record_roster(meeting, written=written, actor=one, at=NOON))
    assert Attendance.objects.count() == 3
    assert meeting.log.filter(move="record").count() == 1
    assert not AttendanceCorrection.objects.exists()


def test_two_colleagues_who_say_different_things_are_one_conflict(meeting):
    pages, one, refused = [said(meeting, 0), said(meeting, SEVEN_HOURS)], staff(meeting), []
    run_together(2, counted(lambda: record_roster(meeting, written=pages.pop(), actor=one, at=NOON), refused))
    assert refused == ["stale"]
    assert len(set(Attendance.objects.values_list("minutes", flat=True))) == 1


def test_a_scan_that_is_pressed_twice_is_one_row(meeting):
    person, code = meeting.training_class.enrolments.first().person, code_of(meeting, EIGHT)
    run_together(2, lambda: check_in(person, typed=code, actor=person.user, at=EIGHT, meeting=meeting))
    assert Attendance.objects.get().minutes == SEVEN_HOURS


def test_a_scan_while_the_roster_is_saved_never_overwrites_it(meeting):
    """Either the scan was first and the roster is asked again, or the roster stands."""
    person, one, refused = meeting.training_class.enrolments.first().person, staff(meeting), []
    written, code = said(meeting, 0), code_of(meeting, EIGHT)
    works = [
        lambda: record_roster(meeting, written=written, actor=one, at=EIGHT),
        lambda: check_in(person, typed=code, actor=person.user, at=EIGHT, meeting=meeting),
    ]
    run_together(2, counted(lambda: works.pop()(), refused))
    rows = dict(Attendance.objects.values_list("person", "minutes"))
    assert (refused, rows) in (([], dict.fromkeys(rows, 0)), (["stale"], {person.pk: SEVEN_HOURS}))
