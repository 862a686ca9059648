"""A world that is dear to make: made once for a module, and as it was made for each of its tests.

    pytestmark = pytest.mark.django_db

    @pytest.fixture(scope="module")
    def world(django_db_setup, django_db_blocker):
        with made_once(django_db_blocker):
            yield build_world()

The transaction of each test is a savepoint in that of the world.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import transaction


@contextmanager
def made_once(blocker: Any) -> Iterator[None]:
    """One transaction around everything; nothing of it stays."""
    for_tests = transaction.atomic()
    for_tests._from_testcase = True  # what may stand in no transaction of ours may stand in a test's
    with blocker.unblock(), for_tests:
        yield
        transaction.set_rollback(True)
    cache.clear()
