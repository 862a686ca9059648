"""The strict harness: real services, no network but loopback, pages without inline scripts or leftovers.

What Django would let pass (undefined template variables, rows in an order that nobody asked for, moments saved as
days, locks on joined tables) fails: see strict.py. The order of tests is random (pytest-randomly).
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from pytest_socket import socket_allow_hosts
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from core import clock
from tests.browser.chromium import chromium
from tests.strict import be_strict

__all__ = ["chromium"]  # one browser serves every folder of tests

PORTAL = "tests/e2e/"
_INLINE = (
    (re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I), "an inline script"),
    (re.compile(r"<[^>]+\son[a-z]+\s*=", re.I), "an inline event handler"),
    (re.compile(r"<[^>]+\sstyle\s*=", re.I), "a style attribute"),
    (re.compile(r"<style\b", re.I), "an inline style sheet"),
    (re.compile(r"\{[{%#]"), "template code"),
    (re.compile(r"<form(?=[^>]*method=.?post)(?:(?!</form>).)*</form>", re.I | re.S), "form"),
)


class OnePortal(LoadScopeScheduling):
    """Tests go to whichever process is free, but those of a running portal all to one: each would start its own."""

    def _split_scope(self, nodeid: str) -> str:
        return PORTAL if nodeid.startswith(PORTAL) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OnePortal | None:
    """For plain `-n`; another `--dist` is what somebody asked for."""
    return OnePortal(config, log) if config.getvalue("dist") == "load" else None


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
