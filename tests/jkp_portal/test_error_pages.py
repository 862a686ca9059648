"""When something is wrong, the page says what, that nothing was lost, and what to do."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.errors import Conflict, Invalid, NotAllowed, TooMany, Unavailable
from tests.html import soup, words

CODES = sorted(int(p.stem) for p in (settings.BASE_DIR / "templates/errors").glob("[0-9]*.html"))


def test_every_status_of_the_domain_has_its_page():
    statuses = {cls.status for cls in (Conflict, Invalid, NotAllowed, TooMany, Unavailable)}
    assert statuses | {400, 404, 413, 500} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_each_error_page_names_its_code_and_offers_a_way_on(code):
    page = soup(render_to_string(f"errors/{code}.html", {"error": None}, RequestFactory().get("/")))
    assert str(code) in page.select_one(".over").text
    assert page.select_one("main .btn")["href"].startswith("/")
    assert len(page.h1.text) > 10
    assert not re.search(r"(?i)error|invalid|pending|terjadi kesalahan", page.main.text)


@pytest.mark.parametrize("code", sorted(set(CODES) - {404, 500}))
def test_the_domains_own_sentence_is_shown_instead_of_the_general_one(code):
    error = Conflict("month_paid", "Bulan ini sudah dibayar pada 9 Oktober 2026.")
    page = soup(render_to_string(f"errors/{code}.html", {"error": error}, RequestFactory().get("/")))
    assert words(page.select_one(".lead")) == "Bulan ini sudah dibayar pada 9 Oktober 2026."


def test_a_limit_says_when_to_try_again():
    error = TooMany("too_many_codes", minutes=7)
    page = soup(render_to_string("errors/429.html", {"error": error}, RequestFactory().get("/")))
    assert words(page.select_one(".lead")) == "Coba lagi dalam 7 menit."


@pytest.mark.parametrize("code", [500, 503])
def test_pages_for_a_broken_house_need_neither_request_nor_database(code):
    page = soup(render_to_string(f"errors/{code}.html"))
    assert page.html["lang"] == "id"
    assert page.select_one(".tabs, .tools") is None
