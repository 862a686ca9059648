"""One running portal for all tests of this folder, started when the first of them asks."""

import os
from collections.abc import Iterator

import pytest

from tests.e2e.portal import Running, running_portal


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    with running_portal(tmp_path_factory.mktemp("portal"), number) as running:
        yield running
