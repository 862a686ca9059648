"""The strict harness: real services, no network but loopback, pages without inline scripts or leftovers.

What Django would let pass (undefined template variables, rows in an order that nobody asked for, moments saved as
days, locks on joined tables) fails: see strict.py. The order of tests is random (pytest-randomly).
"""

import re
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, TransactionTestCase
from django.utils import translation
from pytest_socket import socket_allow_hosts
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from core import clock
from tests.browser.chromium import chromium
from tests.loops import as_if_no_loop_ran
from tests.reference import AsMigrated
from tests.strict import be_strict

__all__ = ["chromium"]  # one browser serves every folder of tests

# With a portal that takes a minute to start, or of minutes and of many processes: what measures seconds of a room or
# breaks things is never beside the other. What has many tests is begun first (xdist).
TOGETHER = {
    "tests/e2e/test_axe.py": "screens",
    "tests/e2e/test_budgets.py": "screens",
    "tests/e2e/test_room.py": "rooms and drills",
    "tests/e2e/test_counselling.py": "rooms and drills",
    "tests/e2e/test_keyboard.py": "rooms and drills",
    "tests/devkit/test_demo.py": "rooms and drills",
    "tests/jkp_portal/test_faults.py": "rooms and drills",
    "tests/e2e/": "stories",
}
_INLINE = (
    (re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I), "an inline script"),
    (re.compile(r"<[^>]+\son[a-z]+\s*=", re.I), "an inline event handler"),
    (re.compile(r"<[^>]+\sstyle\s*=", re.I), "a style attribute"),
    (re.compile(r"<style\b", re.I), "an inline style sheet"),
    (re.compile(r"\{[{%#]"), "template code"),
    (re.compile(r"<form(?=[^>]*method=.?post)(?:(?!</form>).)*</form>", re.I | re.S), "form"),
)


class FewPortals(LoadScopeScheduling):
    """Tests go to whichever process is free, but those of one kind of TOGETHER to one, which starts one portal."""

    def _split_scope(self, nodeid: str) -> str:
        return next((kind for part, kind in TOGETHER.items() if nodeid.startswith(part)), nodeid)

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """What is done is forgotten: it would be counted again after each of thousands of tests."""
        super().mark_test_complete(node, item_index, duration)
        work = self.assigned_work[node]
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(work[scope].values()):
            del work[scope]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FewPortals | None:
    """For plain `-n`; another `--dist` is what somebody asked for."""
    return FewPortals(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A browser that an earlier test started keeps its loop in this thread; only tests that use one see it."""
    if "chromium" in getattr(item, "fixturenames", ()):
        return (yield)
    with as_if_no_loop_ran():
        return (yield)


class CheckedClient(Client):
    """A browser's stand-in that also reads what it gets."""

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        content_type = response.headers.get("Content-Type", "")
        if content_type.startswith("text/html") and not getattr(response, "streaming", False):
            assert_clean_html(response.content.decode(), request.get("PATH_INFO", ""))
        return response


def assert_clean_html(html: str, path: str) -> None:
    """No inline script, handler or style; no template code; every form that posts has its token. Not for the admin."""
    if "/admin/" in path:
        return
    for pattern, what in _INLINE[:-1]:
        found = pattern.search(html)
        assert found is None, f"{path} holds {what}: {html[max(0, found.start() - 40) : found.start() + 120]!r}"
    for form in _INLINE[-1][0].findall(html):
        assert "csrfmiddlewaretoken" in form, f"{path} has a form without its token: {form[:160]!r}"


@pytest.fixture(autouse=True, scope="session")
def _strict() -> None:
    be_strict()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A test that really commits leaves the database as migrations made it, reference data and all."""
    with django_db_blocker.unblock():
        migrated = AsMigrated()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: migrated.restore())
        yield


@pytest.fixture
def client() -> Client:
    return CheckedClient()


@pytest.fixture(autouse=True)
def _only_loopback() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _forget_between_tests() -> Iterator[None]:
    """What processes remember between requests must not leak between tests."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)
    cache.clear()
    clock.forget_shift()
