"""The counsellors' list of vacancies: search, what was noticed, state, pages, and how often it asks the database."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from ipk.models import Vacancy
from tests.factories.accounts import officer, sign_in
from tests.factories.ipk import counsellor
from tests.factories.ipk_vacancies import VacancyFactory, VacancyReportFactory
from tests.factories.participants import MORNING, EmployerFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST = reverse("ipk:vacancy_queue")
LONG_AGO = MORNING - timedelta(days=30)


@pytest.fixture
def desk(client):
    return sign_in(client, counsellor("3372"))


@pytest.fixture
def nation(client):
    return sign_in(client, counsellor(None))


def waiting(**fields) -> Vacancy:
    return VacancyFactory(submitted=True, **fields)


def listed(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [words(cell) for cell in soup(response).select("tbody th")]


def test_words_find_the_job_the_firm_and_the_place(nation):
    waiting(title="Operator jahit", employer=EmployerFactory(name="PT Busana Contoh"))
    waiting(title="Kasir", region_id="3374")
    waiting(title="Perawat", abroad=True)
    assert listed(nation, q="JAHIT") == ["Operator jahit"]
    assert listed(nation, q="busana") == ["Operator jahit"]
    assert listed(nation, q="semarang") == ["Kasir"]
    assert listed(nation, q="jepang") == ["Perawat"]
    assert listed(nation, q="%") == []
    assert listed(nation, q=" \u200b") == listed(nation)
    assert sorted(listed(nation)) == ["Kasir", "Operator jahit", "Perawat"]


def test_what_was_noticed_narrows(desk):
    waiting(title="Bersih")
    waiting(title="Bayar dulu", flags=["link", "fee"])
    assert listed(desk, tanda="fee") == ["Bayar dulu"]
    assert listed(desk, tanda="wage") == []
    assert sorted(listed(desk, tanda="bukan-tanda")) == ["Bayar dulu", "Bersih"]


def test_new_ones_and_reported_ones_are_told_apart(desk):
    waiting(title="Baru")
    VacancyReportFactory(vacancy=VacancyFactory(title="Tayang dan dilaporkan"))
    VacancyReportFactory(vacancy=VacancyFactory(title="Ditahan", held=True))
    VacancyReportFactory(vacancy=VacancyFactory(title="Laporan selesai"), state="dismissed", decided_at=MORNING)
    assert sorted(listed(desk)) == ["Baru", "Ditahan", "Tayang dan dilaporkan"]
    assert listed(desk, keadaan="new") == ["Baru"]
    assert sorted(listed(desk, keadaan="reported")) == ["Ditahan", "Tayang dan dilaporkan"]
    assert sorted(listed(desk, keadaan="bukan-keadaan")) == sorted(listed(desk))


def test_what_was_decided_is_found_by_its_state_the_newest_first(desk):
    VacancyFactory(title="Lama", published_at=LONG_AGO, created_at=LONG_AGO)
    VacancyFactory(title="Baru tayang")
    VacancyFactory(title="Lewat", published_at=LONG_AGO, closes_on=date(2026, 11, 15))
    VacancyFactory(title="Kembali", rejected=True)
    VacancyFactory(title="Tutup", closed=True)
    VacancyFactory(title="Turun", taken_down=True)
    VacancyFactory(title="Draf", draft=True)
    assert listed(desk) == []
    assert listed(desk, keadaan="published") == ["Baru tayang", "Lama"]
    assert listed(desk, keadaan="over") == ["Lewat"]
    assert listed(desk, keadaan="rejected") == ["Kembali"]
    assert listed(desk, keadaan="closed") == ["Tutup"]
    assert listed(desk, keadaan="taken_down") == ["Turun"]
    assert listed(desk, keadaan="taken_down", q="tutup") == []
    assert listed(desk, keadaan="draft") == []


def test_a_decided_row_says_when_it_came_and_why_it_went(desk):
    VacancyFactory(title="Turun", taken_down=True)
    [row] = soup(desk.get(LIST, {"keadaan": "taken_down"})).select("tbody tr")
    came, _job, _firm, _place, why, _flags, state = (words(cell) for cell in row.find_all(["td", "th"]))
    assert (came, why, state) == ("16 Nov 2026", "Lowongan palsu", "Diturunkan")


@pytest.mark.parametrize("query", [{}, {"keadaan": "published"}, {"q": "jahit"}])
def test_no_filter_leads_out_of_the_own_region(desk, query):
    waiting(region_id="3578")
    waiting(abroad=True)
    VacancyFactory(region_id="3578")
    VacancyFactory(imported=True, region_id=None, country="Jepang")
    assert listed(desk, **query) == []


def test_nothing_found_leads_back_to_all(desk):
    waiting()
    page = soup(desk.get(LIST, {"q": "tidak ada"}))
    assert "Tidak ada lowongan yang cocok" in words(page.main)
    assert page.main.find("a", href=LIST)
    assert page.select_one("#id_q")["value"] == "tidak ada"


def test_an_empty_queue_says_so_and_can_still_be_searched(desk):
    page = soup(desk.get(LIST))
    assert "Antrian kosong" in words(page.main)
    assert page.select("form.filters #id_keadaan")


def test_nonsense_is_no_error(desk):
    assert desk.get(LIST, {"q": "a\x00b", "keadaan": "curang", "tanda": "'", "page": "x"}).status_code == 200


@pytest.mark.parametrize(("made", "query"), [({"submitted": True}, {}), ({}, {"keadaan": "published"})])
def test_twenty_a_page_keep_the_search_and_ask_little(desk, made, query):
    for number in range(21):
        vacancy = VacancyFactory(title=f"Penjahit {number:02}", **made)
        if made and number % 5 == 0:
            VacancyReportFactory(vacancy=vacancy)
    VacancyFactory(title="Kasir", **made)
    with most_queries(10):
        page = soup(desk.get(LIST, {"q": "penjahit", **query}))
    assert len(page.select("tbody tr")) == 20
    following = page.select_one(".pager a[href*='page=2']")["href"]
    assert "q=penjahit" in following
    assert len(soup(desk.get(LIST + following)).select("tbody tr")) == 1


@pytest.mark.parametrize("role", [Role.BPJS_VERIFIER, Role.MEDIATOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_the_list_is_the_counsellors(client, role):
    assert sign_in(client, officer(role)).get(LIST).status_code == 403
