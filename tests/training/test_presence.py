"""Who was at a session, and the share that the law of the month asks for."""

from datetime import date, timedelta

import pytest

from core.errors import Invalid
from core.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.factories.training import PresenceFactory, attended
from training.models import Presence
from training.operations import record_presence
from training.selectors import attendance

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 30)


@pytest.fixture
def person():
    return PersonFactory()


def record(person, *, present=True, at=MORNING, **fields):
    session = {"programme": "Menjahit", "institute": "LPK Contoh", "on": TODAY, **fields}
    return record_presence(person, **session, present=present, actor=UserFactory(), at=at)


@pytest.mark.parametrize(
    ("sessions", "of", "share"),
    [(4, 5, "0.8"), (79, 100, "0.79"), (5, 5, "1"), (0, 3, "0"), (2, 3, "0.6666"), (1, 8, "0.125")],
)
def test_attendance_is_sessions_attended_of_those_held(person, sessions, of, share):
    attended(person, sessions, of, first=date(2026, 8, 1))
    assert attendance(person, date(2026, 8, 1), date(2026, 11, 30)) == share


def test_no_session_is_no_attendance(person):
    PresenceFactory()
    assert attendance(person, FIRST, LAST) is None


@pytest.mark.parametrize(
    ("on", "share"),
    [(FIRST - timedelta(days=1), None), (FIRST, "1"), (LAST, "1"), (LAST + timedelta(days=1), None)],
)
def test_both_ends_of_the_period_are_inside(person, on, share):
    PresenceFactory(person=person, on=on)
    assert attendance(person, FIRST, LAST) == share


def test_a_session_recorded_twice_is_one(person):
    assert record(person) == record(person, at=MORNING + timedelta(hours=1), programme=" Menjahit ")
    row = Presence.objects.get()
    assert (row.present, row.recorded_at) == (True, MORNING)


def test_a_correction_is_audited(person):
    record(person, present=False)
    record(person, present=True, at=MORNING + timedelta(hours=1))
    row = Presence.objects.get()
    assert (row.present, row.recorded_at) == (True, MORNING + timedelta(hours=1))
    assert AuditEvent.objects.get(action="training.presence.corrected").facts == {"was": "False", "now": "True"}


def test_a_session_of_tomorrow_is_not_recorded(person):
    with pytest.raises(Invalid) as refused:
        record(person, on=TODAY + timedelta(days=1))
    assert refused.value.code == "session_in_the_future"
    assert not Presence.objects.exists()
