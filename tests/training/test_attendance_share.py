"""The share of minutes that the law of the month asks for."""

from datetime import date, timedelta

import pytest

from participants.models import Person
from tests.factories.participants import PersonFactory
from tests.factories.training_money import AttendanceFactory, EnrolmentFactory, attended, meeting_on
from training.selectors import attendance, attendances

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 30)


@pytest.fixture
def person() -> Person:
    return PersonFactory()


@pytest.mark.parametrize(
    ("meetings", "of", "share"),
    [(4, 5, "0.8"), (79, 100, "0.79"), (5, 5, "1"), (0, 3, "0"), (2, 3, "0.6666"), (1, 8, "0.125")],
)
def test_attendance_is_what_was_attended_of_what_was_held(person, meetings, of, share):
    attended(person, meetings, of, first=date(2026, 8, 1))
    assert attendance(person, date(2026, 8, 1), date(2026, 11, 30)) == share


def test_minutes_count_not_days(person):
    enrolment = EnrolmentFactory(person=person)
    for day, minutes in enumerate((1, 420, 420, 420, 419)):
        meeting = meeting_on(enrolment.training_class, FIRST + timedelta(days=day))
        AttendanceFactory(enrolment=enrolment, meeting=meeting, minutes=minutes)
    assert attendance(person, FIRST, LAST) == "0.8"  # 1,680 of 2,100: exactly enough


def test_a_minute_less_than_80_percent_is_not_80_percent(person):
    enrolment = EnrolmentFactory(person=person)
    for day in range(5):
        meeting = meeting_on(enrolment.training_class, FIRST + timedelta(days=day))
        AttendanceFactory(enrolment=enrolment, meeting=meeting, minutes=(0, 419, 420, 420, 420)[day])
    assert attendance(person, FIRST, LAST) == "0.7995"


def test_nobody_without_meetings_has_a_share(person):
    AttendanceFactory()
    assert attendance(person, FIRST, LAST) is None


@pytest.mark.parametrize(
    ("on", "share"),
    [(FIRST - timedelta(days=1), None), (FIRST, "1"), (LAST, "1"), (LAST + timedelta(days=1), None)],
)
def test_both_ends_of_the_period_are_inside(person, on, share):
    attended(person, 1, 1, first=on)
    assert attendance(person, FIRST, LAST) == share


def test_many_are_told_as_one_is(person):
    other = PersonFactory()
    attended(person, 3, 4)
    attended(other, 1, 4)
    asked = [(person.pk, FIRST, LAST), (other.pk, FIRST, LAST), (other.pk, LAST, LAST)]
    assert attendances(asked) == ["0.75", "0.25", None]
