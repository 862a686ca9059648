"""Counselling on the dashboard: the card, and on its day the one thing to do."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from counseling.models import Session
from tests.factories.accounts import sign_in
from tests.factories.claims import claim
from tests.factories.counseling import agreed_session, asked, counsellor, proposed_session, wib
from tests.factories.counseling_worksheets import agree, sent_worksheet
from tests.factories.participants import MORNING, PersonFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db


def look(client, person, at=MORNING):
    with time_machine.travel(at, tick=False):
        return soup(sign_in(client, person.user).get("/dasbor/"))


def card(page) -> str:
    found = page.select_one("section[aria-labelledby=konseling]")
    return words(found) if found else ""


def now_panel(page) -> str:
    return words(page.select_one("main .now, main .calm"))


def test_without_a_claim_and_a_request_there_is_no_card(client):
    assert card(look(client, PersonFactory())) == ""


def test_a_running_claim_offers_counselling(client):
    page = look(client, claim("paid").person)
    assert "Belum ada konseling" in card(page)
    assert page.select_one(f"section[aria-labelledby=konseling] a[href='{reverse('counseling:home')}']")


def test_a_request_that_waits_says_until_when(client):
    found = claim("paid").person
    asked(found, to=counsellor())
    assert "Dijawab paling lambat Kamis, 19 November 2026, 23.59 WIB." in card(look(client, found))


def test_a_proposal_asks_for_an_answer(client):
    found = claim("paid").person
    session = proposed_session(found)
    page = look(client, found)
    assert page.select_one("section[aria-labelledby=konseling] a.btn")["href"] == reverse(
        "counseling:answer", args=[session.request_id]
    )


def test_an_agreed_time_stands_on_the_card_and_the_day_before_nothing_is_to_be_done(client):
    found = claim("paid").person
    agreed_session(found, starts_at=wib(18, 10))
    page = look(client, found)
    assert "Rabu, 18 November 2026, 10.00 WIB Bersama Maya Lestari, Pengantar Kerja." in card(page)
    assert "Konseling Anda" not in now_panel(page)


def test_on_its_day_it_is_the_one_thing_to_do(client):
    found = claim("paid").person
    session = agreed_session(found, starts_at=wib(16, 14), at=wib(13, 9))
    assert "Konseling Anda hari ini" in now_panel(look(client, found))
    Session.workflow.move(session, "cancel", actor=None, at=MORNING, cancelled_by="konselor")
    assert "Konseling Anda hari ini" not in now_panel(look(client, found))


def test_something_more_urgent_comes_first(client):
    found = claim("needs_fix").person
    agreed_session(found, starts_at=wib(16, 14), at=wib(13, 9))
    page = look(client, found)
    assert "Perbaiki" in now_panel(page)
    assert "Senin, 16 November 2026, 14.00 WIB" in card(page)


def test_when_it_is_over_and_nobody_came_it_is_not_the_thing_to_do(client):
    found = claim("paid").person
    agreed_session(found, starts_at=wib(16, 8), at=wib(13, 9))
    assert "Konseling Anda hari ini" not in now_panel(look(client, found, at=wib(16, 8) + timedelta(hours=1)))


def test_a_signed_worksheet_is_the_thing_to_do_and_afterwards_the_result_is_named(client):
    found = claim("paid").person
    sheet = sent_worksheet(found, starts_at=wib(16, 8), at=wib(13, 9))
    noon = wib(16, 12)
    assert "Hasil konseling menunggu jawaban Anda" in now_panel(look(client, found, at=noon))
    agree(sheet.session)
    page = look(client, found, at=noon)
    assert "Hasil konseling" not in now_panel(page)
    assert "Konseling selesai" in card(page)
    assert "Belum ada konseling" not in words(page.main)


def test_the_dashboard_stays_within_its_queries(client):
    found = claim("paid").person
    agreed_session(found, starts_at=wib(18, 10))
    with time_machine.travel(MORNING, tick=False):
        sign_in(client, found.user)
        with most_queries(15):
            client.get("/dasbor/")
