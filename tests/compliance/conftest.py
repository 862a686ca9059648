"""Complaints live on Monday, 16 November 2026, 09.00 WIB."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from accounts.models import User
from tests.factories.compliance import inspector
from tests.factories.participants import MORNING


@pytest.fixture
def morning() -> Iterator[None]:
    """Stop the clock on the morning of the factories; nothing was counted before."""
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def pgw() -> User:
    """An inspector of Jawa Tengah."""
    return inspector(full_name="Ratna Pengawas")
