"""Every test starts in Indonesian, whatever page the one before looked at."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield
