"""Training in numbers, and the distribution of 2022 as history."""

import csv
import gzip
import io
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from core.provinces import nearest_provinces, provinces
from tests.factories.participants import MORNING
from tests.factories.training import InstituteFactory, ProgrammeFactory, TrainingClassFactory
from tests.html import soup, words
from tests.queries import most_queries
from training.models import Distribution
from training.selectors.market import count_tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
PAGE = "/pasar-kerja/pelatihan/"


def test_2022_adds_up_as_it_was_printed() -> None:
    rows = Distribution.objects.filter(year=2022)
    assert rows.count() == 24
    sums = [sum(rows.values_list(name, flat=True)) for name in ("regencies", "institutes", "programmes")]
    assert sums == [79, 121, 188]
    assert dict(rows.values_list("printed", "province"))["Banda Aceh"] == "11"
    assert dict(rows.values_list("printed", "province"))["Bangka Belitung"] == "19"


def test_history_is_not_rewritten() -> None:
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE training_distribution SET institutes = 0")


def test_only_what_can_be_had_is_counted() -> None:
    TrainingClassFactory()
    TrainingClassFactory(programme__institute__suspended=True)
    TrainingClassFactory(full=True)
    TrainingClassFactory(begun=True)
    ProgrammeFactory(draft=True)
    tables = count_tables(MORNING)
    assert (tables.institutes, tables.programmes, tables.classes, tables.seats) == (4, 3, 1, 15)
    assert [(month.first, month.classes, month.seats) for month in tables.months][:3] == [
        (date(2026, 11, 1), 0, 0), (date(2026, 12, 1), 1, 15), (date(2027, 1, 1), 0, 0),
    ]  # fmt: skip
    assert [(row.code, row.programmes, row.classes, row.seats) for row in tables.fields] == [("75", 3, 1, 15)]
    central = next(area for area in tables.areas if area.code == "33")
    assert (central.institutes, central.next_start, central.institutes_2022) == (4, date(2026, 12, 7), 16)


def test_the_page_shows_now_and_2022_with_the_provinces_that_have_none(client: Client) -> None:
    TrainingClassFactory()
    page = soup(client.get(PAGE))
    text = words(page.main)
    assert "1 lembaga, 1 program. 1 kelas masih punya 15 kursi." in text
    assert "Tahun 2022 ada 121 lembaga dengan 188 program di 79 kabupaten dan kota, di 24 provinsi." in text
    assert len(page.select("svg.chart")) == 2
    tiles = {words(g.title) for g in page.select("svg.chart")[1].select("g")}
    assert {"Jawa Tengah: 16 lembaga", "Riau: belum ada lembaga"} <= tiles
    assert len(tiles) == 38
    none_2022 = next(words(line) for line in page.select("main p") if words(line).startswith("Tidak ada lembaga tahun"))
    assert none_2022.count(",") == 38 - 24 - 1
    assert "Riau, Jambi, Bengkulu" in none_2022
    foot = [words(cell) for cell in page.select("tfoot th, tfoot td")]
    assert foot == ["Jumlah", "1", "1", "121", "188", "79"]
    row = next(r for r in page.select("tbody tr") if words(r.th) == "Pengolah makanan, garmen, dan kayu")
    assert [words(cell) for cell in row.select("td")][:3] == ["1", "1", "15"]


def test_an_empty_market_has_its_page(client: Client) -> None:
    assert "0 lembaga, 0 program." in words(soup(client.get(PAGE)).main)


def test_it_is_counted_once_in_ten_minutes_and_stays_small(client: Client) -> None:
    for number in range(12):
        TrainingClassFactory(programme__title=f"Program {number}")
    with most_queries(14):
        client.get(PAGE)
    with most_queries(1):
        response = client.get(PAGE)
    assert len(gzip.compress(response.content, 6)) < 14 * 1024


def test_names_follow_the_reader_though_numbers_are_kept(client: Client) -> None:
    ProgrammeFactory()
    assert "Pengolah makanan, garmen, dan kayu" in words(soup(client.get(PAGE)).main)
    assert "Food processing, wood working, garment" in words(soup(client.get(f"/en{PAGE}")).main)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("provinsi", ["33", "Jawa Tengah", "1", "1", "2026-12-07"]),
        ("bidang", ["75", "Pengolah makanan, garmen, dan kayu", "1", "1", "15"]),
        ("bulan", ["2026-12", "1", "15"]),
        ("2022", ["14", "Riau", "0", "0", "0"]),
    ],
)
def test_every_table_is_a_file(client: Client, table: str, row: list[str]) -> None:
    TrainingClassFactory()
    response = client.get(reverse("training:market_csv", args=[table]))
    assert response["Content-Disposition"] == f'attachment; filename="pelatihan-{table}.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    assert rows[0][-1] == "data_per"
    assert [*row, MORNING.isoformat()] in rows


def test_an_unknown_table_is_not_there(client: Client) -> None:
    assert client.get("/pasar-kerja/pelatihan/lain.csv").status_code == 404


def test_the_page_of_vacancies_leads_here(client: Client) -> None:
    cache.clear()
    assert soup(client.get("/pasar-kerja/")).select_one(f"main a[href='{PAGE}']") is not None


# --- the map ------------------------------------------------------------------------------------------------------


def test_every_province_has_a_tile_of_its_own() -> None:
    assert len(provinces()) == 38
    assert len({(p.column, p.row) for p in provinces().values()}) == 38
    assert len({p.short for p in provinces().values()}) == 38


@pytest.mark.parametrize(("code", "near"), [("33", ["33", "34"]), ("94", ["94", "97"]), ("3372", ["33", "34"])])
def test_near_is_near(code: str, near: list[str]) -> None:
    assert list(nearest_provinces(code)[:2]) == near


def test_an_unknown_area_is_near_to_nothing() -> None:
    assert nearest_provinces("00") == tuple(provinces())


def test_a_suspended_institute_is_no_number() -> None:
    InstituteFactory(suspended=True)
    assert count_tables(MORNING).institutes == 0
