"""Pages of the live server in a real browser."""

import random
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from core import codes
from notices.letters import issue


@pytest.fixture(autouse=True)
def _widest_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes of the widest letters there are, none twice: what fits with them fits with any."""
    drawn = set()

    def widest(length: int) -> str:
        while (code := "".join(random.choices("WM", k=length))) in drawn:
            continue
        drawn.add(code)
        return code

    for module in (codes, issue):
        monkeypatch.setattr(module, "new_code", widest)


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
