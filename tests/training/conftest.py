"""Training lives on Monday, 16 November 2026, 09.00 WIB."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from accounts.enums import Role
from accounts.models import User
from participants.models import Person
from tests.factories.accounts import officer
from tests.factories.participants import MORNING, PersonFactory


@pytest.fixture
def morning() -> Iterator[None]:
    """Stop the clock on the morning of the factories; nothing was counted before."""
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def person() -> Person:
    return PersonFactory()


@pytest.fixture
def counsellor() -> User:
    return officer(Role.COUNSELLOR, region="3372")
