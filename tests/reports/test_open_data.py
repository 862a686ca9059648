"""Satu Data Indonesia: firms and workers of a quarter by province, counted once, small numbers hidden."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from participants.models import ContributionFile
from reports.models import QuarterCount
from reports.operations.quarters import count_what_changed
from reports.selectors.open_data import published
from tests.factories.contributions import ContributionFileFactory
from tests.factories.exchange import QUARTER, firm, loaded
from tests.factories.participants import MORNING
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
PAGE = "/statistik/satu-data/"
CSV, JSON = f"{PAGE}peserta-perusahaan.csv", f"{PAGE}peserta-perusahaan.json"
WORDS = {"unknown": "?", "nation": "Indonesia"}
ALL_MONTHS = (0, 1, 2)


def counts(quarter: date = QUARTER) -> dict[str, tuple[int, int]]:
    rows = QuarterCount.objects.filter(quarter=quarter)
    return {row.province: (row.employers, row.workers) for row in rows}


def counted(quarter: date = QUARTER, **provinces: tuple[int, int]) -> None:
    """`p33=(firms, workers)`; the nation is given as `ID`."""
    for name, (employers, workers) in provinces.items():
        QuarterCount.objects.create(
            quarter=quarter, province=name.lstrip("p"), employers=employers, workers=workers, counted_at=MORNING
        )


# --- counting ----------------------------------------------------------------------------------------------------


def test_workers_count_once_a_province_and_once_in_the_nation():
    here, other, away = firm("3372"), firm("3374"), firm("3578")
    wage = 4_000_000
    moving = [(2, away, wage, (0,)), (2, here, wage, (1,)), (2, other, wage, (2,))]
    loaded(QUARTER, [(1, here, wage, ALL_MONTHS), *moving, (3, away, wage, (1,))])
    assert count_what_changed(at=MORNING) == [QUARTER]
    assert counts() == {"33": (2, 2), "35": (1, 2), "ID": (3, 3)}


def test_a_firm_whose_region_nobody_has_said_is_counted_apart():
    loaded(QUARTER, [(1, firm(region=None), 4_000_000, (0,))])
    count_what_changed(at=MORNING)
    assert counts() == {"XX": (1, 1), "ID": (1, 1)}


def test_a_quarter_is_counted_when_its_three_months_are_there_and_not_again():
    assert count_what_changed(at=MORNING) == []
    loaded(QUARTER, [(1, firm(), 4_000_000, (0,))])
    assert count_what_changed(at=MORNING) == [QUARTER]
    assert count_what_changed(at=MORNING + timedelta(days=1)) == []


def test_a_later_file_has_the_quarter_counted_anew():
    here = firm()
    loaded(QUARTER, [(1, here, 4_000_000, (0,))])
    count_what_changed(at=MORNING)
    loaded(QUARTER, [(2, here, 4_000_000, (0,))])
    later = MORNING + timedelta(hours=1)
    ContributionFile.objects.bulk_create([ContributionFileFactory.build(loaded_at=later)])
    assert count_what_changed(at=MORNING + timedelta(days=1)) == [QUARTER]
    assert counts() == {"33": (1, 2), "ID": (1, 2)}


def test_the_quarter_that_is_not_over_is_not_counted():
    loaded(date(2026, 10, 1), [(1, firm(), 4_000_000, (0,))])
    assert count_what_changed(at=MORNING) == []


def test_a_province_has_one_count_a_quarter():
    counted(p33=(9, 90))
    with pytest.raises(IntegrityError), transaction.atomic():
        counted(p33=(8, 80))


# --- hiding ------------------------------------------------------------------------------------------------------


def test_few_firms_are_hidden_with_their_workers_and_with_what_would_open_them():
    counted(p31=(900, 90_000), p33=(4, 400), p35=(70, 7_000), ID=(974, 97_400))
    [table] = published([QUARTER], **WORDS)
    assert [(row.code, row.employers, row.workers) for row in table.rows] == [
        ("31", 900, 90_000),
        ("33", None, None),
        ("35", None, None),
        ("ID", 974, 97_400),
    ]


@pytest.mark.parametrize(("firms", "shown"), [(4, None), (5, 5)])
def test_five_are_the_least_that_is_shown(firms, shown):
    counted(p31=(900, 90_000), p33=(firms, 400), p35=(70, 7_000), ID=(970 + firms, 97_400))
    [table] = published([QUARTER], **WORDS)
    assert table.rows[1].employers == shown


# --- page, CSV, JSON ---------------------------------------------------------------------------------------------


def main(path: str = PAGE) -> str:
    response = Client().get(path)
    assert response.status_code == 200
    return words(soup(response).select_one("main"))


def test_before_the_first_quarter_the_page_says_so_and_files_are_empty():
    assert "Belum ada triwulan yang lengkap" in main()
    assert json.loads(Client().get(JSON).content)["data"] == []
    assert len(Client().get(CSV).content.decode("utf-8-sig").splitlines()) == 1


def test_everybody_reads_the_newest_quarter_and_chooses_another():
    counted(p31=(900, 90_000), ID=(900, 90_000))
    counted(date(2026, 4, 1), p31=(880, 88_000), ID=(880, 88_000))
    page = soup(Client().get(PAGE))
    assert words(page.select_one("#angka")) == "Triwulan III 2026"
    assert [words(cell) for cell in page.select("tbody tr:first-child > *")] == ["DKI Jakarta", "31", "900", "90.000"]
    assert "88.000" in main(f"{PAGE}?triwulan=2026-Q2")
    assert "90.000" in main(f"{PAGE}?triwulan=' OR 1=1--")


def test_the_data_set_says_what_it_is():
    counted(p31=(900, 90_000), ID=(900, 90_000))
    found = json.loads(Client().get(JSON).content)
    assert set(found["metadata"]) == {
        "title", "producer", "period", "definition", "unit", "frequency", "codes", "hidden", "licence", "updated",
    }  # fmt: skip
    assert found["metadata"]["period"] == "Triwulan III 2026"
    assert found["data"][0] == {
        "triwulan": "2026-Q3",
        "kode_provinsi": "31",
        "provinsi": "DKI Jakarta",
        "perusahaan": 900,
        "pekerja": 90_000,
        "disembunyikan": False,
    }


def test_a_hidden_number_is_a_star_in_the_file_and_null_for_machines():
    counted(p31=(900, 90_000), p33=(4, 400), p35=(70, 7_000), ID=(974, 97_400))
    text = Client().get(CSV).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["triwulan", "kode_provinsi", "provinsi", "perusahaan", "pekerja"]
    assert rows[2] == ["2026-Q3", "33", "Jawa Tengah", "*", "*"]
    hidden = json.loads(Client().get(JSON).content)["data"][1]
    assert (hidden["perusahaan"], hidden["pekerja"], hidden["disembunyikan"]) == (None, None, True)


def test_many_quarters_ask_no_more_than_one():
    for year in (2023, 2024, 2025):
        counted(date(year, 1, 1), p31=(900, 90_000), p35=(70, 7_000), ID=(970, 97_000))
    with most_queries(8):
        main()
