"""Pages of the live server in a real browser."""

import random
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page

from core import codes


@pytest.fixture(autouse=True)
def _widest_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes of the widest letters there are: what fits with them fits with any."""
    monkeypatch.setattr(codes, "secrets", SimpleNamespace(choice=lambda _: random.choice("WM")))


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`open_page("/bantuan/", width=320)`: a fresh browser with the page in it."""
    contexts = []

    def opener(path: str, *, width: int = 390, height: int = 800, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield opener
    for context in contexts:
        context.close()
