"""The day on which the tests of claims play."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
import time_machine

from tests.factories.claims import MORNING, moment


@pytest.fixture
def at() -> datetime:
    """Monday, 16 November 2026, 09.00 WIB."""
    return MORNING


@pytest.fixture
def travel(at: datetime) -> Iterator[Callable[[date | datetime], datetime]]:
    """It is `at`; `travel(day)` moves to 09.00 WIB of another day, `travel(moment)` to a moment."""
    with time_machine.travel(at, tick=False) as machine:

        def go(to: date | datetime) -> datetime:
            there = to if isinstance(to, datetime) else moment(to)
            machine.move_to(there)
            return there

        yield go
