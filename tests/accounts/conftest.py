"""What the tests of accounts share."""

from datetime import UTC, datetime

import pytest

from accounts.operations.sign_in import Origin

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """Friday, 20 November 2026, 10.00 WIB."""
    return AT


@pytest.fixture
def stranger() -> Origin:
    """A browser that no account knows."""
    return Origin(ip="203.0.113.7", device="", device_name="Chrome di Android")
