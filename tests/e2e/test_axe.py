"""Every screen as its people meet it: axe finds nothing, fingers find the controls, nothing scrolls sideways."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from core import clock
from integrations.sandbox.stories import NAMES, story
from tests.browser.looking import TEXT_SPACING, sideways, small_targets, violations
from tests.e2e.portal import Running
from tests.e2e.screen import Screen
from tests.e2e.screens import SCREENS
from tests.e2e.visitor import visitor

pytestmark = pytest.mark.browser

ONLY_INDONESIAN = {"jkp_portal:patterns"}  # for those who write templates
PHONE, DESK, SMALLEST = (390, 844), (1280, 900), (320, 640)


@pytest.fixture(scope="module")
def opened(chromium: Browser, portal: Running) -> Iterator[dict[str, Page]]:
    """A browser of each person, opened when a screen of theirs is first looked at."""
    pages: dict[str, Page] = {}
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.fixture
def page(chromium: Browser, portal: Running, opened: dict[str, Page], screen: Screen) -> Page:
    """The browser of the screen's person."""
    if screen.email not in opened:
        with visitor(chromium, portal, screen.email, phone=phone_of(screen)) as somebody:
            cookies = somebody.context.storage_state()
        context = chromium.new_context(storage_state=cookies, locale="id-ID", bypass_csp=True)
        opened[screen.email] = context.new_page()
    return opened[screen.email]


def phone_of(screen: Screen) -> str:
    return story(screen.who, today=clock.today()).person.phone if screen.who in NAMES else ""


def go(page: Page, address: str, status: int) -> None:
    """Open the page; a screen that only leads elsewhere, such as to the sign-in page, was not looked at."""
    page.set_viewport_size(size(PHONE))
    answer = page.goto(address)
    assert answer is not None
    assert (answer.status, answer.request.redirected_from) == (status, None), page.url


def look(page: Page) -> list[str]:
    """What is wrong with the open page on a phone, a desk and the smallest screen, there with wide text too."""
    found = []
    for width in (PHONE, DESK):
        page.set_viewport_size(size(width))
        found += [f"{width[0]}: {line}" for line in violations(page)]
        found += [f"{width[0]}: small target {line}" for line in small_targets(page)]
    return found + cut_off(page)


def look_at_words(page: Page) -> list[str]:
    """The same for another language: its colours and places are those of the first, its words and names are not."""
    return [*violations(page, without=("color-contrast",)), *cut_off(page)]


def cut_off(page: Page) -> list[str]:
    page.set_viewport_size(size(SMALLEST))
    plain = sideways(page)
    page.add_style_tag(content=TEXT_SPACING)
    wide = sideways(page)
    return [f"{SMALLEST[0]}: {most} pixels are cut off" for most in (plain, wide) if most > 0]


def size(of: tuple[int, int]) -> dict[str, int]:
    return {"width": of[0], "height": of[1]}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_everybody_can_use_the_screen(page: Page, portal: Running, paths: dict[str, str], screen: Screen) -> None:
    go(page, portal.url + paths[screen.name], screen.status)
    found = look(page)
    if not (screen.is_officers or screen.route in ONLY_INDONESIAN):
        go(page, f"{portal.url}/en{paths[screen.name]}", screen.status)
        assert page.locator("html").get_attribute("lang") == "en"
        found += [f"en: {line}" for line in look_at_words(page)]
    assert found == []
