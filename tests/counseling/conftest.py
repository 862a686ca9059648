"""Counselling: Monday, 16 November 2026, 09.00 WIB, and a session on Tuesday from 10.00 to 10.30 WIB."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from participants.models import Person
from tests.factories.counseling import TOMORROW_AT_TEN, jobseeking
from tests.factories.participants import MORNING


@pytest.fixture
def at() -> datetime:
    return MORNING


@pytest.fixture
def morning() -> Iterator[None]:
    """Stop the clock on the morning of the factories."""
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def person() -> Person:
    """Somebody of Surakarta who is registered as jobseeker."""
    return jobseeking()


@pytest.fixture
def ten() -> datetime:
    """When the session of the factories begins."""
    return TOMORROW_AT_TEN


@pytest.fixture
def clock_at() -> Iterator[Callable[[int], datetime]]:
    """`clock_at(5)` stops the clock five minutes after ten; calling it again moves it."""
    travellers = []

    def stop(minutes: int) -> datetime:
        moment = TOMORROW_AT_TEN + timedelta(minutes=minutes)
        traveller = time_machine.travel(moment, tick=False)
        traveller.start()
        travellers.append(traveller)
        return moment

    yield stop
    for traveller in reversed(travellers):
        traveller.stop()
