"""The search for work lives on Monday, 16 November 2026, 09.00 WIB."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from participants.models import Person
from tests.factories.participants import MORNING, PersonFactory


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
    return PersonFactory()
