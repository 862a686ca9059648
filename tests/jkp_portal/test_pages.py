"""Public pages: what they say, in both languages, and what they weigh."""

import gzip
import re
from datetime import date

import brotli
import pytest
from django.conf import settings
from django.test import Client, override_settings

from core import health
from core.health import Check
from jkp_portal.law import in_brief
from tests.html import soup, words

PAGES = ("/", "/bantuan/", "/aksesibilitas/", "/privasi/", "/halaman-tanpa-kuki/")
FIRST_FLIGHT = 14 * 1024

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_public_pages_open_for_everybody_in_both_languages(client: Client, path, language):
    response = client.get(path if language == "id" else f"/en{path}")
    assert response.status_code == 200
    page = soup(response)
    assert page.html["lang"] == language
    assert len(page.select("h1")) == 1
    assert page.title.text.strip().endswith("· JKP")


@pytest.mark.parametrize("path", PAGES)
def test_public_pages_fit_the_first_flight(client: Client, path):
    content = client.get(path).content
    assert len(gzip.compress(content)) < FIRST_FLIGHT


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_six_requests_and_sixty_kilobytes_at_most(client: Client, path):
    response = client.get(path)
    page = soup(response)
    assets = {tag.get("src") or tag["href"] for tag in page.select("script, link[rel=stylesheet], link[rel=icon]")}
    assets |= {use["href"].partition("#")[0] for use in page.select("use")}
    weights = [len(brotli.compress((settings.BASE_DIR / asset.lstrip("/")).read_bytes())) for asset in assets]
    assert 1 + len(assets) <= 6
    assert len(gzip.compress(response.content)) + sum(weights) < 60 * 1024


def test_the_stylesheet_and_the_script_stay_small():
    assert len(brotli.compress((settings.BASE_DIR / "static/css/jkp.css").read_bytes())) <= 10 * 1024
    assert len(gzip.compress((settings.BASE_DIR / "static/js/jkp.js").read_bytes())) <= 4 * 1024


@pytest.mark.parametrize("path", PAGES)
def test_public_pages_ask_the_database_nothing(client: Client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(path)


@pytest.mark.parametrize("path", PAGES)
def test_pages_carry_no_inline_style_or_script(client: Client, path):
    page = soup(client.get(path))
    assert page.select("[style], style, script:not([src]), [onclick], [onload]") == []
    assert {s["src"] for s in page.select("script")} == {"/static/js/jkp.js"}


def test_the_language_switch_leads_to_the_same_page_and_back(client: Client):
    english = soup(client.get("/bantuan/?q=1")).select_one(".foot [hreflang=en]")["href"]
    assert english == "/en/bantuan/?q=1"
    assert soup(client.get(english)).select_one(".foot [hreflang=id]")["href"] == "/bantuan/?q=1"


def test_the_home_page_takes_its_numbers_from_the_law(client: Client):
    text = soup(client.get("/")).get_text(" ", strip=True)
    assert "60% dari upah Anda, paling lama 6 bulan" in text
    assert "Rp3.000.000 per bulan" in text
    assert "paling sedikit 12 bulan dalam 24 bulan terakhir" in text


def test_the_english_home_page_is_english_down_to_its_amounts(client: Client):
    page = soup(client.get("/en/"))
    text = words(page.main)
    assert words(page.h1) == "Lost your job? We stay with you until you work again."
    assert "60% of your wage, for at most 6 months. Wages count up to Rp5,000,000" in text
    assert "Uang tunai" not in text


def test_before_february_2025_the_old_numbers_hold():
    old, new = in_brief(date(2025, 2, 6)), in_brief(date(2025, 2, 7))
    assert (old.highest, old.claim_months) == (2_250_000, 3)
    assert (new.highest, new.claim_months) == (3_000_000, 6)


def test_every_page_says_how_to_reach_a_person(client: Client):
    page = soup(client.get("/"))
    assert page.select_one(".help a")["href"] == "tel:1500630"
    assert "Halo JKP 1500 630" in page.select_one(".help").text


def test_the_status_page_says_what_is_disturbed(client: Client, monkeypatch):
    monkeypatch.setattr(health, "readiness", lambda: [Check("database", healthy=True), Check("redis", healthy=False)])
    page = soup(client.get("/status/"))
    rows = [(words(row.p), words(row.select_one(".tag"))) for row in page.select("li.row")]
    assert rows == [("Halaman dan formulir", "Berjalan"), ("Pesan dan pemeriksaan otomatis", "Terganggu")]
    assert page.select_one(".note.care")


def test_the_status_page_is_calm_when_all_is_well(client: Client, monkeypatch):
    monkeypatch.setattr(health, "readiness", lambda: [Check("database", healthy=True)])
    assert words(soup(client.get("/status/")).select_one(".note.good")) == "Semua bagian berjalan."


def test_the_demo_says_that_it_is_one_and_no_other_does(client: Client):
    assert soup(client.get("/")).select_one(".demo") is None
    with override_settings(DEMO_MODE=True):
        assert "karangan" in soup(client.get("/")).select_one(".demo").text


def test_pages_use_only_classes_of_the_stylesheet(client: Client):
    css = (settings.BASE_DIR / "static/css/jkp.css").read_text()
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", css))
    for path in ("/", "/bantuan/", "/pola/", "/pola/petugas/"):
        used = {name for tag in soup(client.get(path)).select("[class]") for name in tag["class"]}
        assert used - known == set(), path
