"""Searches that are kept and told about once a week; the labour market in numbers."""

import csv
import html
import io
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.errors import Conflict
from ipk.models import SavedSearch
from ipk.operations.saved_searches import MOST, save_search, tell_news
from ipk.operations.words import refresh_words
from ipk.selectors.market import count_tables, front
from ipk.wanted import Wanted
from notices.models import Notice
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.ipk_vacancies import SavedSearchFactory, VacancyFactory
from tests.factories.participants import MORNING, TODAY
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
NEXT_MONDAY = MORNING + timedelta(days=7)
SAVED = "/ipk/lowongan/tersimpan/"


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    cache.clear()


def test_a_search_is_kept_once(client: Client) -> None:
    user = UserFactory()
    sign_in(client, user)
    for _twice in range(2):
        client.post(SAVED, {"query": "q=penjahit&di=solo&gaji=2500000"})
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.query) == (user, "q=penjahit&di=solo&gaji=2500000")
    assert saved.label == "penjahit · Kota Surakarta · Rp2.500.000 ke atas"
    assert saved.label in words(soup(client.get(SAVED)).main)


def test_the_eleventh_is_refused_and_said(client: Client) -> None:
    user = UserFactory()
    for number in range(MOST):
        save_search(user, wanted=Wanted(f"kata {number}"), label="x", at=MORNING)
    with pytest.raises(Conflict, match="too_many"):
        save_search(user, wanted=Wanted("satu lagi"), label="x", at=MORNING)
    sign_in(client, user)
    response = client.post(SAVED, {"query": "q=lagi"}, follow=True)
    assert "Anda sudah menyimpan 10 pencarian" in words(soup(response).main)


def test_an_empty_search_is_not_kept() -> None:
    with pytest.raises(Conflict, match="nothing"):
        save_search(UserFactory(), wanted=Wanted(), label="x", at=MORNING)


def test_one_removes_only_the_own(client: Client) -> None:
    saved = SavedSearchFactory()
    sign_in(client, UserFactory())
    url = reverse("ipk:saved_search_remove", args=[saved.pk])
    assert client.post(url).status_code == 404
    sign_in(client, saved.user)
    client.post(url)
    assert not SavedSearch.objects.exists()
    assert client.post(url).status_code == 404


def test_the_button_keeps_what_is_on_the_page(client: Client) -> None:
    VacancyFactory(title="Penjahit")
    sign_in(client, UserFactory())
    page = soup(client.get("/ipk/lowongan/", {"q": "penjahit", "jenis": ["pkwtt", "pkwt"]}))
    assert page.select_one("input[name=query]")["value"] == "q=penjahit&jenis=pkwtt&jenis=pkwt"


def test_on_monday_each_person_hears_once_what_is_new() -> None:
    user, other = UserFactory(), UserFactory()
    SavedSearchFactory(user=user, query="q=penjahit", label="penjahit")
    SavedSearchFactory(user=user, query="q=satpam", label="satpam")
    SavedSearchFactory(user=other, query="q=dokter", label="dokter")
    VacancyFactory(title="Penjahit", published_at=MORNING - timedelta(days=1))  # known already
    for _number in range(2):
        VacancyFactory(title="Penjahit", requirements="", published_at=MORNING + timedelta(days=2))
    VacancyFactory(
        title="Satpam", requirements="", description="Jaga.", skills=[], published_at=MORNING + timedelta(days=3)
    )
    refresh_words()
    assert tell_news(at=NEXT_MONDAY) == 2
    notice = Notice.objects.get(event="saved_search_news", channel="inbox")
    assert notice.user == user
    assert "3 lowongan baru: penjahit (2); satpam (1)" in notice.body
    assert tell_news(at=NEXT_MONDAY + timedelta(hours=1)) == 0
    assert Notice.objects.filter(channel="inbox").count() == 1
    assert tell_news(at=NEXT_MONDAY + timedelta(days=7)) == 2
    assert Notice.objects.filter(channel="inbox").count() == 1  # nothing new, nothing said


# --- the market --------------------------------------------------------------------------------------------------


@pytest.fixture
def market() -> None:
    for number in range(6):
        VacancyFactory(title=f"Penjahit {number}", skills=["pola"], openings=2, wage_from=3_000_000, wage_to=None)
    VacancyFactory(title="Satpam", occupation_id="54", region_id="3273", skills=["patroli"])
    VacancyFactory(title="Lama", closed=True, published_at=datetime(2026, 10, 5, 2, tzinfo=MORNING.tzinfo))


def test_numbers_are_exact_and_small_ones_hidden(market: None) -> None:
    tables = count_tables(MORNING)
    assert (tables.total, tables.openings) == (7, 15)
    groups = {cell.code: (cell.vacancies, cell.openings, cell.wage) for cell in tables.groups}
    assert groups == {"75": (6, 12, 3_000_000), "54": (None, None, None)}
    assert {cell.name: cell.vacancies for cell in tables.provinces} == {"Jawa Tengah": 6, "Jawa Barat": None}
    months = [(cell.code, cell.vacancies) for cell in tables.months]
    assert months == [
        ("2026-06", 0), ("2026-07", 0), ("2026-08", 0), ("2026-09", 0), ("2026-10", None), ("2026-11", 7),
    ]  # fmt: skip
    assert [(cell.name, cell.vacancies) for cell in tables.skills] == [("pola", 6)]


def test_the_page_says_when_and_costs_nothing_twice(client: Client, market: None) -> None:
    page = words(soup(client.get("/pasar-kerja/")).main)
    assert "7 lowongan terbuka untuk 15 orang." in page
    assert "Data per Senin, 16 November 2026" in page
    assert "November 2026" in page
    with most_queries(2):
        client.get("/pasar-kerja/")


@pytest.mark.parametrize("first", ["", "/en"])
def test_each_reader_gets_the_names_of_their_language_whoever_came_first(
    client: Client, market: None, first: str
) -> None:
    """Names are kept with the numbers; in the files too."""
    client.get(f"{first}/pasar-kerja/")
    named = {"": "Pengolah makanan, garmen, dan kayu", "/en": "Food processing, wood working, garment"}
    for language, name in named.items():
        [other] = [words for key, words in named.items() if key != language]
        for path in ("/pasar-kerja/", "/pasar-kerja/golongan.csv"):
            shown = html.unescape(client.get(f"{language}{path}").content.decode())
            assert name in shown
            assert other not in shown


@pytest.mark.parametrize(
    ("table", "first"),
    [
        ("golongan", ["75", "6"]),
        ("provinsi", ["33", "6"]),
        ("keterampilan", ["pola", "6"]),
        ("bulan", ["2026-06", "0"]),
    ],
)
def test_a_table_is_a_file(client: Client, market: None, table: str, first: list[str]) -> None:
    response = client.get(f"/pasar-kerja/{table}.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    assert rows[0] == ["kode", "nama", "lowongan", "orang_dicari", "gaji_tengah", "data_per"]
    assert [rows[1][0], rows[1][2]] == first
    if table == "golongan":
        assert rows[2][2:4] == ["<5", "<5"]
    assert client.get("/pasar-kerja/lain.csv").status_code == 404


def test_a_skill_is_no_formula(client: Client) -> None:
    for _number in range(5):
        VacancyFactory(skills=["=HYPERLINK(1)"])
    rows = list(csv.reader(io.StringIO(client.get("/pasar-kerja/keterampilan.csv").content.decode())))
    assert rows[1][0] == "'=HYPERLINK(1)"


def test_the_front_counts_by_major_group_and_firm(market: None) -> None:
    shown = front(TODAY)
    assert shown.total == 7
    assert [(category.code, category.count) for category in shown.categories] == [("5", 1), ("7", 6)]
    with most_queries(0):
        front(TODAY)
