"""Passkeys in a browser with an authenticator of its own: added, used to sign in, refused at an address of numbers."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser.looking import let_in
from tests.factories.accounts import PASSWORD, UserFactory, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ADD = "/akun/keamanan/langkah-kedua/kunci-sandi/"


def with_authenticator(page: Page) -> Page:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


@pytest.fixture
def named(live_server) -> str:
    """The portal under a name: a browser keeps passkeys for names only."""
    return re.sub(r"//[^:/]+", "//localhost", live_server.url)


def at_setup(open_page, address: str, user) -> Page:
    page = with_authenticator(open_page("/verifikasi/"))
    let_in(page, sign_in(Client(), user), address)
    page.goto(address + ADD)
    page.get_by_label("Nama kunci sandi").fill("Laptop kantor")
    page.get_by_role("button", name="Baca kunci sandi").click()
    return page


def test_a_passkey_is_added_and_is_the_second_step_of_the_next_sign_in(open_page, named) -> None:
    user = UserFactory()
    page = at_setup(open_page, named, user)
    expect(page.locator("main")).to_contain_text("Kode cadangan")
    page.context.clear_cookies()
    page.goto(f"{named}/masuk/")
    page.get_by_label("Email atau nomor HP").fill(user.email)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto(f"{named}/akun/keamanan/langkah-kedua/")
    expect(page.locator("main")).to_contain_text("Laptop kantor")


def test_an_address_of_numbers_is_explained_and_adds_nothing(open_page, live_server) -> None:
    user = UserFactory()
    page = at_setup(open_page, re.sub(r"//[^:/]+", "//127.0.0.1", live_server.url), user)
    expect(page.locator("[data-passkey-status]")).to_contain_text("hanya bekerja di alamat bernama")
    assert not user.authenticator_set.exists()
