"""One clock: the legal day is Jakarta's, and the demo may move it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core import clock
from core.models import DemoClock

LAST_SECOND = datetime(2026, 12, 14, 16, 59, 59, tzinfo=UTC)  # 23.59.59 WIB


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (LAST_SECOND, date(2026, 12, 14)),
        (LAST_SECOND + timedelta(seconds=1), date(2026, 12, 15)),
        (datetime(2026, 12, 15, 1, 59, 59, tzinfo=ZoneInfo("Asia/Jayapura")), date(2026, 12, 14)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 17, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_legal_day_is_the_day_in_jakarta(moment, day):
    assert clock.legal_date(moment) == day
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day


def test_a_deadline_ends_with_the_last_second_of_its_day():
    assert clock.end_of_day(date(2026, 12, 14)) == LAST_SECOND
    assert clock.start_of_day(date(2026, 12, 15)) == LAST_SECOND + timedelta(seconds=1)


def test_now_is_aware():
    assert clock.now().tzinfo is not None


@pytest.mark.django_db
def test_the_demo_moves_the_day_for_everybody(settings, noon):
    settings.DEMO_MODE = True
    DemoClock.objects.create(pk=1, shift=timedelta(days=30))
    clock.forget_shift()
    assert clock.today() == date(2027, 1, 13)


@pytest.mark.django_db
def test_outside_the_demo_the_row_moves_nothing_and_nobody_asks(settings, noon, django_assert_num_queries):
    settings.DEMO_MODE = False
    DemoClock.objects.create(pk=1, shift=timedelta(days=30))
    with django_assert_num_queries(0):
        assert clock.today() == date(2026, 12, 14)


@pytest.mark.django_db
def test_the_shift_is_asked_for_once_in_two_seconds(settings, monkeypatch, django_assert_num_queries):
    settings.DEMO_MODE = True
    seconds = [100.0]
    monkeypatch.setattr(clock.time, "monotonic", lambda: seconds[0])
    clock.forget_shift()
    with django_assert_num_queries(1):
        for _ in range(5):
            clock.now()
    seconds[0] += 2.1
    with django_assert_num_queries(1):
        clock.now()


@pytest.mark.django_db
def test_a_demo_whose_day_was_never_moved_shows_today(settings, noon):
    settings.DEMO_MODE = True
    clock.forget_shift()
    assert clock.today() == date(2026, 12, 14)


@pytest.mark.django_db
def test_there_is_one_demo_clock():
    with pytest.raises(IntegrityError, match="one_demo_clock"), transaction.atomic():
        DemoClock.objects.create(pk=2, shift=timedelta())
