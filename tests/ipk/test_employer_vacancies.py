"""The list of a firm's vacancies: search, state, pages, and how often it asks the database."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory, sign_in
from tests.factories.ipk_applications import application
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import MORNING, EmployerFactory, StaffFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LONG_AGO = MORNING - timedelta(days=30)
LIST = reverse("ipk:employer_vacancies")


@pytest.fixture
def employer():
    return EmployerFactory(verified_at=MORNING, name="PT Busana Contoh")


@pytest.fixture
def hr(client, employer):
    return sign_in(client, StaffFactory(employer=employer).user)


def listed(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [words(cell) for cell in soup(response).select("tbody th")]


def test_words_find_the_title_and_the_place(hr, employer):
    VacancyFactory(employer=employer, title="Operator jahit")
    VacancyFactory(employer=employer, title="Kasir", region_id="3374")
    VacancyFactory(employer=employer, title="Perawat", abroad=True)
    assert listed(hr, q="JAHIT") == ["Operator jahit"]
    assert listed(hr, q="semarang") == ["Kasir"]
    assert listed(hr, q="jepang") == ["Perawat"]
    assert listed(hr, q="%") == []
    assert listed(hr, q=" \u200b") == listed(hr)


def test_a_state_narrows_and_what_is_over_is_not_shown_as_open(hr, employer):
    VacancyFactory(employer=employer, title="Tayang", closes_on=date(2026, 11, 16))
    VacancyFactory(employer=employer, title="Lewat", published_at=LONG_AGO, closes_on=date(2026, 11, 15))
    VacancyFactory(employer=employer, title="Draf", draft=True)
    assert listed(hr, keadaan="published") == ["Tayang"]
    assert listed(hr, keadaan="over") == ["Lewat"]
    assert listed(hr, keadaan="draft") == ["Draf"]
    assert listed(hr, keadaan="draft", q="tayang") == []
    assert sorted(listed(hr, keadaan="bukan-keadaan")) == ["Draf", "Lewat", "Tayang"]


def test_nothing_found_leads_back_to_all(hr, employer):
    VacancyFactory(employer=employer)
    page = soup(hr.get(LIST, {"q": "tidak ada"}))
    assert "Tidak ada lowongan yang cocok" in words(page.main)
    assert page.main.find("a", href=LIST)
    assert page.select_one("#id_q")["value"] == "tidak ada"


def test_a_firm_without_vacancies_is_led_to_the_first(hr):
    page = soup(hr.get(LIST))
    assert "Belum ada lowongan" in words(page.main)
    assert not page.select("form.filters")


def test_twenty_a_page_keep_the_search_and_ask_little(hr, employer):
    for number in range(21):
        vacancy = VacancyFactory(employer=employer, title=f"Penjahit {number:02}")
        if number % 5 == 0:
            application(vacancy=vacancy)
    VacancyFactory(employer=employer, title="Kasir")
    with most_queries(9):
        page = soup(hr.get(LIST, {"q": "penjahit"}))
    assert len(page.select("tbody tr")) == 20
    assert page.select_one(".pager a[rel=next]")["href"] == "?q=penjahit&page=2"
    assert len(listed(hr, q="penjahit", page=2)) == 1


def test_another_firms_vacancies_are_not_in_it(hr, client):
    VacancyFactory(title="Milik lain")
    assert listed(hr, q="milik lain") == []
    sign_in(client, UserFactory())
    assert client.get(LIST).status_code == 302


def test_who_does_not_change_it_after_all_goes_back_where_they_came_from(hr, employer):
    vacancy = VacancyFactory(employer=employer)
    own = reverse("ipk:employer_vacancy", args=[vacancy.pk])
    edit = soup(hr.get(reverse("ipk:employer_vacancy_edit", args=[vacancy.pk])))
    assert edit.main.form.find("a", string="Batal")["href"] == own
    assert words(edit.title).startswith("Ubah lowongan")
    new = soup(hr.get(reverse("ipk:employer_vacancy_new")))
    assert new.main.form.find("a", string="Batal")["href"] == LIST
