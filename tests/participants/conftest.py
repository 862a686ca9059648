"""The screens of participants live on Monday, 16 November 2026, 09.00 WIB."""

import pytest
import time_machine

from tests.factories.participants import MORNING


@pytest.fixture
def morning():
    """Stop the clock on the morning of the factories."""
    with time_machine.travel(MORNING, tick=False):
        yield MORNING
