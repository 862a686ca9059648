"""The profile in states that no story is in (the others: tests/e2e/test_axe.py), by keyboard and without scripts."""

import pytest
from django.urls import reverse

from ipk import selectors
from ipk.enums.profile import Part
from tests.browser.looking import show, wrong_with
from tests.factories.accounts import sign_in
from tests.factories.ipk_profile import conditioned, entry, profile
from tests.factories.participants import PersonFactory, report_phk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person():
    return PersonFactory(full_name="Siti Rahmawati")


def test_rare_states_can_be_used(open_page, client, live_server, person):
    profile(person)
    conditioned(person)
    report_phk(person=person)
    entry(person, Part.SKILL, title="x" * 80)
    entry(person, title="Operator" * 12, note="y" * 600)
    sign_in(client, person.user)
    paths = [
        reverse("ipk:jobseeker"),
        reverse("ipk:jobseeker_condition"),
        reverse("ipk:profile_cv"),
        *(reverse("ipk:profile_part", args=[part.value]) for part in (Part.EXPERIENCE, Part.SKILL)),
    ]
    for path in paths:
        page = show(open_page, client, live_server, path, bypass_csp=True)
        assert (path, wrong_with(page)) == (path, [])


def test_a_form_with_mistakes_can_be_used(open_page, client, live_server, person):
    sign_in(client, person.user)
    for path in (reverse("ipk:profile_add", args=["pengalaman"]), reverse("ipk:jobseeker_register")):
        page = show(open_page, client, live_server, path, bypass_csp=True)
        page.locator("main form button:not([name])").last.click()
        page.locator(".errs").wait_for()
        assert (path, wrong_with(page)) == (path, [])


def test_a_language_is_added_by_keyboard_without_scripts(open_page, client, live_server, person):
    sign_in(client, person.user)
    address = reverse("ipk:profile_add", args=["bahasa"])
    page = show(open_page, client, live_server, address, java_script_enabled=False)
    page.locator("[name=title]").focus()
    page.keyboard.type("Inggris")
    for key in ("Tab", "Space", "ArrowDown", "Tab", "Enter"):
        page.keyboard.press(key)
    page.locator("text=Di profil Anda").wait_for()
    (kept,) = selectors.profile_of(person).of(Part.LANGUAGE)
    assert (kept.title, kept.level) == ("Inggris", "a2")


def test_a_place_is_added_without_scripts(open_page, client, live_server, person):
    sign_in(client, person.user)
    path = reverse("ipk:jobseeker_register")
    page = show(open_page, client, live_server, path, java_script_enabled=False)
    page.locator("[name=job]").fill("Kasir")
    page.locator("[name=more]").select_option("31")
    page.locator("button[name=tambah]").click()
    page.locator("label", has_text="DKI Jakarta").wait_for()
    assert page.locator("[name=job]").input_value() == "Kasir"
    assert [box.get_attribute("value") for box in page.locator("[name=places]:checked").all()] == ["3372", "31"]


def test_enter_in_a_box_sends_the_form(open_page, client, live_server, person):
    sign_in(client, person.user)
    page = show(open_page, client, live_server, reverse("ipk:jobseeker_register"))
    page.locator("[name=occupation]").select_option("52")
    page.locator("[name=condition][value=none]").check()
    page.locator("[name=job]").fill("Kasir")
    page.locator("[name=job]").press("Enter")
    page.locator("h1", has_text="Anda terdaftar").wait_for()
    assert selectors.jobseeker_of(person).job == "Kasir"
