"""The self-assessment in a real browser: without scripts, by keyboard alone, in states that no story is in."""

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from tests.browser.looking import TEXT_SPACING, let_in, sideways, small_targets, violations
from tests.factories.accounts import sign_in
from tests.factories.ipk import assessed, filled_in, liking
from tests.factories.participants import PersonFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ELSEWHERE = {"former": ["Dokter umum"], "wanted": ["Bidan", "Ners", "Perawat"]}


def _alike(person):
    filled_in(person, at=clock.now(), answer=lambda item: 50)
    return reverse("ipk:assessment_step", args=["periksa"])


def _open_items(person):
    draft = filled_in(person, at=clock.now())
    draft.answers = {code: value for code, value in draft.answers.items() if code[1] not in "12"}
    draft.save(update_fields=["answers"])
    return reverse("ipk:assessment_step", args=["kegiatan-1"])


def _review(person):
    filled_in(person, at=clock.now())
    return reverse("ipk:assessment_step", args=["periksa"])


def _again(person):
    for _n in range(2):
        assessed(person, at=clock.now(), answer=liking(R=100, C=75), **ELSEWHERE)
    filled_in(person, at=clock.now())
    return reverse("ipk:assessment_result")


PAGES = {"alike": _alike, "open-items": _open_items, "review": _review, "again": _again}


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def look(open_page, live_server, person):
    """`look("/ipk/asesmen/", width=320)`: that page, signed in."""

    def visit(path, **options):
        page = open_page("/bantuan/", **options)
        let_in(page, sign_in(Client(), person.user), live_server.url)
        page.goto(live_server.url + path)
        return page

    return visit


@pytest.mark.parametrize("name", PAGES)
def test_no_fault_that_axe_knows_and_nothing_sideways(look, person, name):
    path = PAGES[name](person)
    page = look(path, bypass_csp=True)
    for details in page.locator("main details").all():
        details.locator("summary").click()
    assert violations(page) == []
    assert small_targets(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert sideways(page) == 0
    page.add_style_tag(content=TEXT_SPACING)
    assert sideways(page) == 0


def test_by_keyboard_and_without_scripts_from_a_word_to_an_answer(look, person):
    page = look(reverse("ipk:assessment"), java_script_enabled=False)

    def reach(selector: str) -> None:
        """Tab until this has the focus."""
        for _press in range(60):
            page.keyboard.press("Tab")
            if page.locator(f"{selector}:focus").count():
                return
        raise AssertionError(f"Tab never reaches {selector} on {page.url}")

    reach("main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pernah/")
    reach("input[name=q]")
    page.keyboard.type("oprator jahet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pernah/?q=*")
    reach("input[name=job]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pernah/")
    assert "Operator jahit" in page.locator("ul.chosen").inner_text()

    filled_in(person, at=clock.now(), former=[])
    page.goto(page.url.replace("pernah", "kegiatan-1"))
    reach("fieldset.lk input")
    page.keyboard.press("ArrowRight")
    chosen = page.locator("fieldset.lk").first.locator("input:checked")
    before = chosen.get_attribute("value")
    page.keyboard.press("ArrowRight")
    assert chosen.get_attribute("value") != before
    page.keyboard.press("Enter")
    page.wait_for_url("**/kegiatan-2/")
