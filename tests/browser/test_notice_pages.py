"""A letter as a browser prints it, the inbox without scripts."""

from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from tests.browser.looking import let_in
from tests.factories.notices import make_letter, make_notice, make_reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def look(open_page, live_server):
    """`look("letter", width=320)`: the page of somebody who has two notices and a letter."""
    reader = make_reader()
    make_notice(reader, "claim_paid", link="/bantuan/")
    make_notice(reader, "phk_proof_asked_again", number="PHK-2026-0000012", reason="Tanda tangan tidak terbaca.")
    letter = make_letter(user=reader)
    session = Client()
    session.force_login(reader)
    paths = {
        "inbox": reverse("notices:inbox"),
        "letter": reverse("notices:letter", args=[letter.pk]),
    }

    def looker(name, **options):
        page = open_page("/verifikasi/", bypass_csp=True, **options)
        let_in(page, session, live_server.url)
        page.goto(live_server.url + paths[name])
        return page

    return looker


def test_a_letter_prints_on_one_sheet_without_the_frame(look):
    page = look("letter", width=1280)
    page.emulate_media(media="print")
    assert not page.is_visible(".head")
    assert not page.is_visible(".foot")
    with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as sheet:
        assert len(sheet.pages) == 1


def test_a_notice_is_read_without_a_script(look):
    page = look("inbox", java_script_enabled=False)
    assert page.locator(".tag").count() == 2
    page.click("text=Tandai semua dibaca")
    assert page.locator(".tag").count() == 0
