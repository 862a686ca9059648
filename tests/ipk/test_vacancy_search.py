"""Searching among vacancies: words and their forms, slips of the pen, places, filters, order, what is not open."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict

from ipk.enums.vacancies import Employment, Schooling
from ipk.matching import Wants
from ipk.operations.words import refresh_words
from ipk.selectors.vacancies import search, similar, understand, wider
from ipk.wanted import Wanted, read_wanted
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import MORNING, TODAY
from tests.queries import most_queries

pytestmark = pytest.mark.django_db


def titles(wanted: Wanted, **how: Any) -> list[str]:
    return [row.title for row in search(wanted, today=TODAY, **how).rows]


@pytest.fixture
def market() -> None:
    plain = {"requirements": "", "description": "Bekerja."}
    VacancyFactory(title="Penjahit", skills=["pola"], **plain)
    VacancyFactory(title="Operator jahit garmen", skills=["obras"], wage_from=4_000_000, wage_to=None, **plain)
    VacancyFactory(title="Pengemudi truk", occupation_id="83", skills=["SIM B1"], region_id="3273", **plain)
    VacancyFactory(title="Satpam", occupation_id="54", skills=["patroli"], **plain)
    VacancyFactory(title="Perawat lansia", abroad=True, occupation_id="53", skills=["sabar"], **plain)
    refresh_words()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("penjahit", ["Penjahit", "Operator jahit garmen"]),
        ("menjahit", ["Penjahit", "Operator jahit garmen"]),
        ("penjahid", ["Penjahit", "Operator jahit garmen"]),
        ("oprator jahit", ["Operator jahit garmen"]),
        ("sopir", ["Pengemudi truk"]),
        ("driver truk", ["Pengemudi truk"]),
        ("security", ["Satpam"]),
        ("lowongan kerja satpam", ["Satpam"]),
        ("SIM B1", ["Pengemudi truk"]),
        ("jepang", ["Perawat lansia"]),
        ("penjahit surakarta", ["Penjahit", "Operator jahit garmen"]),
        ("penjahit surakrta", ["Penjahit", "Operator jahit garmen"]),
        ("penjahit solo", ["Penjahit", "Operator jahit garmen"]),
        ("penjahit bandung", []),
        ("truk jawa barat", ["Pengemudi truk"]),
        ("xyzzy", []),
    ],
)
def test_what_is_meant_is_found(market: None, typed: str, found: list[str]) -> None:
    assert titles(Wanted(typed)) == found


@pytest.mark.parametrize(
    "hostile",
    ["' OR 1=1 --", "a & | ! ( ) :*", "jahit:*", "<script>", "\\", "%", "!!!", "((((", "'", "\U0001f600", "x" * 80],
)
def test_what_means_something_to_the_database_means_nothing_here(market: None, hostile: str) -> None:
    search(read_wanted({"q": hostile}), today=TODAY)


def test_a_correction_is_told(market: None) -> None:
    assert understand(Wanted("penjahid")).corrected == {"penjahid": "penjahit"}
    assert understand(Wanted("penjahit")).corrected == {}


def test_a_short_word_and_a_far_one_are_left_alone(market: None) -> None:
    assert understand(Wanted("jht")).corrected == {}
    assert understand(Wanted("penyelam")).corrected == {}


def test_when_no_vacancy_has_all_words_those_with_some_are_shown(market: None) -> None:
    results = search(Wanted("satpam garmen"), today=TODAY)
    assert {row.title for row in results.rows} == {"Satpam", "Operator jahit garmen"}
    assert results.understood.loose


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(place="Jawa Tengah"), {"Penjahit", "Operator jahit garmen", "Satpam"}),
        (Wanted(place="Surakarta, Jawa Tengah"), {"Penjahit", "Operator jahit garmen", "Satpam"}),
        (Wanted(place="Kota Bandung"), {"Pengemudi truk"}),
        (Wanted(place="jabar"), {"Pengemudi truk"}),
        (Wanted(wage=4_000_000), {"Operator jahit garmen"}),
        (Wanted(wage=3_000_000, group="8"), {"Pengemudi truk"}),
        (Wanted(group="75"), {"Penjahit", "Operator jahit garmen"}),
        (Wanted(where="abroad"), {"Perawat lansia"}),
        (Wanted(where="home", group="5"), {"Satpam"}),
        (Wanted(kinds=(Employment.DAILY,)), set()),
        (Wanted(schooling=Schooling.PRIMARY), set()),
        (Wanted(schooling=Schooling.LOWER, group="54"), {"Satpam"}),
    ],
)
def test_filters_narrow(market: None, wanted: Wanted, found: set[str]) -> None:
    assert set(titles(wanted)) == found


def test_recent_counts_whole_days_with_today() -> None:
    VacancyFactory(title="Kemarin", published_at=MORNING - timedelta(days=1))
    VacancyFactory(title="Hari ini")
    assert titles(Wanted(recent=1)) == ["Hari ini"]
    assert titles(Wanted(recent=7)) == ["Hari ini", "Kemarin"]


def test_only_open_vacancies_are_found() -> None:
    for hidden in ("draft", "submitted", "held", "rejected", "closed", "taken_down"):
        VacancyFactory(**{hidden: True}, title="Penjahit")
    VacancyFactory(title="Penjahit", closes_on=TODAY, published_at=MORNING - timedelta(days=3))
    refresh_words()
    assert len(titles(Wanted("penjahit"))) == 1


def test_a_word_in_the_title_goes_before_one_in_the_text() -> None:
    VacancyFactory(title="Kasir", description="Melayani barista dan tamu.", skills=[])
    VacancyFactory(title="Barista", description="Menyeduh.", skills=[])
    assert titles(Wanted("barista")) == ["Barista", "Kasir"]


def test_among_what_fits_the_words_as_well_the_person_decides() -> None:
    for days, region in enumerate(("3372", "3313", "7371")):
        at = MORNING - timedelta(days=days)
        VacancyFactory(title="Penjahit", region_id=region, company=region, skills=[], published_at=at)
    VacancyFactory(
        title="Kepala gudang", description="Mengawasi penjahit.", region_id="3372", skills=[], company="gudang"
    )
    at_home = Wants(former=frozenset({"75"}), home="3372")

    def firms(**how: Any) -> list[str]:
        return [row.company for row in search(how.pop("wanted", Wanted("penjahit")), today=TODAY, **how).rows]

    assert firms(wants=at_home) == ["3372", "3313", "7371", "gudang"]
    assert firms(wants=Wants(former=frozenset({"75"}), home="7371")) == ["7371", "3372", "3313", "gudang"]
    assert firms(wants=at_home, wanted=Wanted("penjahit", newest=True)) == firms(wanted=Wanted("penjahit", newest=True))
    assert firms(wants=Wants()) == firms()  # nothing is known


def test_the_newest_first_when_asked() -> None:
    VacancyFactory(title="Penjahit", published_at=MORNING - timedelta(days=2))
    VacancyFactory(title="Kepala penjahit")
    assert titles(Wanted("penjahit")) == ["Penjahit", "Kepala penjahit"]
    assert titles(Wanted("penjahit", newest=True)) == ["Kepala penjahit", "Penjahit"]


def test_twenty_a_page_and_never_beyond_the_last() -> None:
    for number in range(23):
        VacancyFactory(title=f"Penjahit {number}", published_at=MORNING - timedelta(minutes=number))
    assert len(titles(Wanted("penjahit"))) == 20
    assert len(titles(Wanted("penjahit"), page="2")) == 3
    assert len(titles(Wanted("penjahit"), page="99")) == 3
    assert search(Wanted("penjahit"), today=TODAY).total == 23


def test_a_page_costs_three_queries(market: None) -> None:
    understand(Wanted(place="solo"))  # the list of areas is read once a process
    with most_queries(3):
        search(Wanted("penjahid", place="jawa tengah", wage=2_500_000), today=TODAY)


def test_a_search_without_results_is_widened_by_what_helps(market: None) -> None:
    wanted = Wanted("penjahit", place="Kabupaten Sragen", wage=2_500_000)
    results = search(wanted, today=TODAY)
    found = wider(wanted, results.understood, today=TODAY)
    assert [(item.name, item.count) for item in found] == [("province", 2), ("place", 2)]
    assert found[0].wanted.place == "Jawa Tengah"


def test_similar_ones_are_of_the_same_group_and_province(market: None) -> None:
    vacancy = VacancyFactory(title="Tukang potong", requirements="")
    assert {row.title for row in similar(vacancy, today=TODAY)} == {"Penjahit", "Operator jahit garmen"}


def test_an_address_reads_back_as_the_same_search() -> None:
    wanted = Wanted("juru las", "Solo", 3_000_000, "72", "3", "home", ("pkwtt", "pkwt"), 7, True)
    assert read_wanted(QueryDict(wanted.query_string())) == wanted


@pytest.mark.parametrize(
    "broken", ["gaji=-1&golongan=abc&didik=9&mana=x&jenis=x&baru=5", "gaji=999&golongan=0&didik=0", "page=x"]
)
def test_what_an_address_says_wrongly_is_left_out(broken: str) -> None:
    assert read_wanted(QueryDict(broken)) == Wanted()
