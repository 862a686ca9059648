"""The work plan's board, an activity's year, and the evaluation: who writes, who agrees, who only reads."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.models import PlanEvaluation, PlanYear
from compliance.operations import workplan
from tests import pdf
from tests.factories.accounts import officer, sign_in
from tests.factories.files import photo, upload
from tests.factories.participants import MORNING
from tests.factories.workplan import YEAR, keeper, plan, progress, submitted, year_of
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST = "/pengawasan/rencana/"


@pytest.fixture
def pgk() -> User:
    return keeper()


@pytest.fixture
def bpjs() -> User:
    return officer(Role.BPJS_VERIFIER)


def at(row: PlanYear) -> str:
    return f"{LIST}kegiatan/{row.pk}/"


def send(client: Client, row: PlanYear, do: str, **said: Any) -> Any:
    data = {f"{do}-{name}": value for name, value in said.items()}
    return client.post(at(row), {"do": do, **data}, follow=True)


def entry(**changed: Any) -> dict[str, Any]:
    day = MORNING.date()
    said = {"submission": str(uuid4()), "on_day": day.day, "on_month": day.month, "on_year": day.year, "count": "12"}
    return said | {"text": "Satu kelas di Jakarta Timur."} | changed


def test_without_a_plan_the_page_says_so(client: Client, pgk: User) -> None:
    sign_in(client, pgk)
    assert "Belum ada rencana kerja" in words(soup(client.get(LIST)))


def test_the_only_plan_opens_at_once_on_this_year(client: Client, pgk: User) -> None:
    plan()
    sign_in(client, pgk)
    page = soup(client.get(LIST, follow=True))
    assert words(page.h1) == f"Rencana kerja {YEAR}"
    assert len(page.select("tbody th a")) == 18
    assert [words(dd) for dd in page.select(".kpi dd")] == ["0 dari 18 kegiatan", "0", "18", "0 dari 0 bertarget"]


def test_two_plans_are_a_list(client: Client, bpjs: User) -> None:
    plan()
    plan(number="2 Tahun 2025", region="32")
    sign_in(client, bpjs)
    assert len(soup(client.get(LIST)).select("tbody th a")) == 2


def test_another_year_and_filters(client: Client, pgk: User) -> None:
    found = plan()
    sign_in(client, pgk)
    address = f"{LIST}{found.pk}/"
    assert words(soup(client.get(address + "?tahun=2029")).h1) == "Rencana kerja 2029"
    assert words(soup(client.get(address + "?tahun=1999")).h1) == f"Rencana kerja {YEAR}"
    trained = soup(client.get(address + "?q=kader")).select("tbody th a")
    assert ["Kader Norma" in words(row) for row in trained] == [True]
    assert len(soup(client.get(address + "?jenis=exchange")).select("tbody th a")) == 6
    assert "Tidak ada kegiatan yang cocok" in words(soup(client.get(address + "?q=tidakada")))


def test_the_board_asks_the_same_with_more_entries(client: Client, pgk: User) -> None:
    found = plan()
    sign_in(client, pgk)
    with most_queries(15):
        client.get(f"{LIST}{found.pk}/")
    for _n in range(5):
        progress(year_of(found), by=pgk)
    with most_queries(15):
        client.get(f"{LIST}{found.pk}/")


def test_another_province_and_other_desks_find_nothing(client: Client) -> None:
    found = plan()
    row = year_of(found)
    sign_in(client, keeper(region="35"))
    for address in (f"{LIST}{found.pk}/", f"{LIST}{found.pk}/csv/", f"{LIST}{found.pk}/{YEAR}/", at(row)):
        assert client.get(address).status_code == 404
    sign_in(client, officer(Role.COUNSELLOR))
    assert client.get(LIST).status_code == 403


def test_an_entry_with_its_evidence_is_counted(client: Client, pgk: User) -> None:
    row = year_of(plan())
    sign_in(client, pgk)
    send(client, row, "target", target="40")
    page = soup(send(client, row, "progress", **entry(file=upload(photo()))))
    assert "12 dari 40 peserta · 30%" in words(page).replace("\xa0", " ")
    kept = row.entries.get()
    assert kept.file.purpose == "work_plan"
    assert page.select_one(f'a[href="{LIST}bukti/{kept.pk}/"]') is not None
    sign_in(client, keeper(region="35"))
    assert client.get(f"{LIST}bukti/{kept.pk}/").status_code == 404


def test_the_same_form_twice_is_one_entry(client: Client, pgk: User) -> None:
    row, said = year_of(plan()), entry()
    sign_in(client, pgk)
    send(client, row, "progress", **said)
    send(client, row, "progress", **said)
    assert row.entries.count() == 1


def test_a_wrong_entry_keeps_what_was_typed(client: Client, pgk: User) -> None:
    row = year_of(plan())
    sign_in(client, pgk)
    answer = send(client, row, "progress", **entry(count="0"))
    assert answer.status_code == 422
    assert soup(answer).select_one("textarea[name=progress-text]").text.strip() == "Satu kelas di Jakarta Timur."
    assert not row.entries.exists()


def test_who_only_reads_has_no_forms_and_writes_nothing(client: Client) -> None:
    row = year_of(plan())
    sign_in(client, officer(Role.INSPECTOR, region="31"))
    assert soup(client.get(at(row))).select("main form[method=post]") == []
    assert send(client, row, "progress", **entry()).status_code == 403
    assert not row.entries.exists()


def test_a_stale_button_changes_nothing(client: Client, pgk: User) -> None:
    row = year_of(plan())
    sign_in(client, pgk)
    progress(row, by=pgk)
    assert send(client, row, "finish", came_of_it="Dua belas kader.").status_code == 200
    assert send(client, row, "finish", came_of_it="Lain.").status_code == 409
    row.refresh_from_db()
    assert (row.state, row.came_of_it) == ("done", "Dua belas kader.")
    assert "Buka lagi kegiatan" in words(soup(client.get(at(row))))


def test_the_province_writes_and_bpjs_agrees(client: Client, pgk: User, bpjs: User) -> None:
    found = plan()
    address = f"{LIST}{found.pk}/{YEAR}/"
    sign_in(client, pgk)
    said = {"write-findings": "Berjalan.", "write-next_steps": "Tambah kelas."}
    client.post(address, {"do": "write", **said})
    client.post(address, {"do": "submit"})
    assert client.post(address, {"do": "agree"}).status_code == 403
    sign_in(client, bpjs)
    client.post(address, {"do": "return", "return-why": "Sebutkan jumlahnya."})
    sign_in(client, pgk)
    assert "Sebutkan jumlahnya." in words(soup(client.get(address)))
    client.post(address, {"do": "submit"})
    sign_in(client, bpjs)
    page = soup(client.post(address, {"do": "agree"}, follow=True))
    assert "Angka saat disepakati." in words(page)
    assert PlanEvaluation.objects.get().state == "agreed"
    assert client.post(address, {"do": "agree"}).status_code == 409


def test_after_the_evaluation_a_year_has_no_forms(client: Client, pgk: User, bpjs: User) -> None:
    found = plan()
    workplan.agree_evaluation(submitted(found, by=pgk), actor=bpjs, at=MORNING)
    sign_in(client, pgk)
    page = soup(client.get(at(year_of(found))))
    assert "Tahun ini sudah dievaluasi" in words(page)
    assert page.select("main form[method=post]") == []
    assert send(client, year_of(found), "progress", **entry()).status_code == 409


def test_a_year_outside_the_plan_is_not_found(client: Client, pgk: User) -> None:
    found = plan()
    sign_in(client, pgk)
    assert client.get(f"{LIST}{found.pk}/2031/").status_code == 404


def test_the_evaluation_is_a_document_once_it_is_written(client: Client, pgk: User, bpjs: User) -> None:
    found = plan()
    address = f"{LIST}{found.pk}/{YEAR}/pdf/"
    sign_in(client, pgk)
    assert client.get(address).status_code == 404
    assert soup(client.get(f"{LIST}{found.pk}/{YEAR}/")).select_one(f"a[href='{address}']") is None
    written = submitted(found, by=pgk)
    progress(year_of(found), by=pgk)
    response = client.get(address)
    assert response["Content-Disposition"] == f'attachment; filename="evaluasi-rencana-kerja-{YEAR}.pdf"'
    said = pdf.words(response.content)
    assert f"Laporan pemantauan dan evaluasi {YEAR}" in said
    assert "Belum disepakati BPJS" in said
    assert "Pelatihan berjalan sesuai rencana." in said
    assert "Tambah kelas di Jakarta Utara." in said
    assert "12 peserta" in said
    assert soup(client.get(f"{LIST}{found.pk}/{YEAR}/")).select_one(f"a[href='{address}']") is not None
    workplan.agree_evaluation(written, actor=bpjs, at=MORNING)
    agreed = pdf.words(client.get(address).content)
    assert "Belum disepakati BPJS" not in agreed
    assert f"Disepakati: {bpjs.full_name}" in agreed
    assert client.get(address).content == client.get(address).content


def test_another_province_finds_no_document(client: Client, pgk: User) -> None:
    found = plan()
    submitted(found, by=pgk)
    sign_in(client, keeper("35"))
    assert client.get(f"{LIST}{found.pk}/{YEAR}/pdf/").status_code == 404


def test_the_file_runs_no_formula(client: Client, pgk: User) -> None:
    found = plan()
    row = year_of(found)
    progress(row, by=pgk)
    workplan.finish_year(row, came_of_it="=1+1", actor=pgk, at=MORNING)
    sign_in(client, pgk)
    lines = client.get(f"{LIST}{found.pk}/csv/?tahun={YEAR}").content.decode().splitlines()
    assert len(lines) == 19
    assert lines[-1].endswith(",12,peserta,'=1+1")
