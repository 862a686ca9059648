"""One running portal a process for the tests of this folder, started when the first asks (tests/conftest.py)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.e2e.portal import Running, running_portal
from tests.e2e.told import paths_of_all_screens, told_database


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_portal(tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture(scope="session")
def paths(portal: Running, django_db_blocker: Any) -> dict[str, str]:
    """Where each screen is, by its name."""
    with django_db_blocker.unblock(), told_database(portal), override_settings(DEMO_MODE=True):
        return paths_of_all_screens()
