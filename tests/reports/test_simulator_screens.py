"""The policy simulator on screens: what was typed stays, an answer has pictures and their numbers, files are safe."""

import csv
import io
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core import jobs
from core.models import Job
from reports.enums import SimulationState
from reports.forms.simulator import read_value
from reports.models import SimulationRun
from tests import pdf
from tests.factories import simulations as make
from tests.factories.accounts import officer, sign_in
from tests.factories.participants import MORNING
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
LIST, ASK = reverse("reports:simulations"), reverse("reports:simulation_ask")
TYPED = {
    "ketentuan": "benefit_rates",
    "nilai": "50%",
    "sejak_day": "1",
    "sejak_month": "9",
    "sejak_year": "2026",
    "populasi": "rekaan",
    "orang": "10000",
    "angka_awal": "1",
}


@pytest.fixture(autouse=True)
def _morning():
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def rvw(client: Client) -> Client:
    sign_in(client, make.directorate(full_name="Dewi Direktorat"))
    return client


def page_of(run: SimulationRun, name: str = "simulation", *more: str) -> str:
    return reverse(f"reports:{name}", args=[run.pk, *more])


def said(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return words(soup(response).main)


def test_what_if_sixty_became_fifty(rvw):
    response = rvw.post(ASK, TYPED)
    run = SimulationRun.objects.get()
    assert response["Location"] == page_of(run)
    assert run.changes == [{"name": "benefit_rates", "value": ["1/2"] * 6, "since": "2026-09-01"}]
    waiting = rvw.get(page_of(run))
    assert waiting["Refresh"] == "3"
    assert "Menunggu giliran" in said(waiting)
    jobs.run_due()
    done = rvw.get(page_of(run))
    assert "Refresh" not in done
    text = said(done)
    assert "60% setiap bulan" in text
    assert "50% setiap bulan" in text
    assert "1 September 2026" in text
    assert "10.000 orang rekaan, angka awal 1" in text
    assert "Pasal 21 ayat (1)" in text


def test_the_pictures_draw_what_the_tables_say(rvw):
    run = make.answered(make.question(people=20_000))
    page = soup(rvw.get(page_of(run)))
    months, wages, provinces = page.select("main .scroll svg")
    assert len(months.select("rect")) == 2 * len(run.result["months"])
    assert len(wages.select("rect")) == 2 * len(run.result["wages"])
    assert len(provinces.select("text")) == len(run.result["provinces"])
    tallest = max(months.select("rect"), key=lambda bar: int(bar["height"]))
    assert int(tallest["height"]) == 180
    assert not page.select("[style]")


def test_no_bar_covers_the_name_of_its_group_and_each_year_is_named_once(rvw):
    run = make.answered(make.question(people=20_000))
    months, wages, _provinces = soup(rvw.get(page_of(run))).select("main .scroll svg")
    texts = [words(text) for text in months.select("text")]
    assert [text for text in texts if text.isdecimal()] == sorted({row["month"][:4] for row in run.result["months"]})
    longest = max(len(words(text)) for text in wages.select("text"))
    assert min(int(bar["x"]) for bar in wages.select("rect")) >= 8 * longest
    lost, gained = wages.select("rect")[:2]
    assert lost["fill"] != gained["fill"]


def test_the_number_that_makes_the_people_may_not_be_left_out(rvw):
    page = soup(rvw.get(ASK))
    labels = [words(label) for label in page.select("label[for=id_orang], label[for=id_angka_awal]")]
    assert labels == ["Banyaknya orang rekaan", "Angka awal"]


def test_the_same_question_leads_to_the_same_run(rvw):
    first, second = rvw.post(ASK, TYPED), rvw.post(ASK, TYPED | {"nilai": "50% 50% 50% 50% 50% 50%"})
    assert first["Location"] == second["Location"]
    assert (SimulationRun.objects.count(), Job.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"nilai": "setengah"}, "Tulis persennya"),
        ({"nilai": "120%"}, "Tulis persen di antara 0 dan 100"),
        ({"nilai": ""}, "Isi nilai barunya"),
        ({"ketentuan": "wage_ceiling", "nilai": "Rp5"}, "Nilai ini tidak masuk akal"),
        ({"ketentuan": "benefit_months", "nilai": "sembilan"}, "Tulis banyaknya bulan"),
        ({"ketentuan": "benefit_months", "nilai": "9"}, "tidak masuk akal bersama-sama"),
        ({"ketentuan": "window_includes_phk_month", "nilai": "mungkin"}, "Tulis ya atau tidak"),
        ({"ketentuan_2": "benefit_rates", "nilai_2": "40%"}, "Pilih ketentuan yang lain"),
        ({"nilai_2": "40%"}, "Pilih ketentuannya"),
        ({"ketentuan_2": "benefit_months"}, "Isi nilai barunya"),
        ({"sejak_year": "2031"}, "31 Maret 2027"),
        ({"angka_awal": ""}, "Isi angka awal"),
        ({"populasi": "register", "sejak_day": "1", "sejak_month": "12"}, "belum ada orang yang dapat dihitung"),
    ],
)
def test_a_wrong_input_keeps_what_was_typed(rvw, changed, sentence):
    typed = TYPED | changed
    response = rvw.post(ASK, typed)
    assert sentence in said(response, 422)
    page = soup(response)
    assert page.select_one("[name=nilai]").get("value", "") == typed["nilai"]
    assert page.select_one("[name=ketentuan] option[selected]")["value"] == typed["ketentuan"]
    assert not SimulationRun.objects.exists()


def test_two_changes_of_one_day(rvw):
    rvw.post(ASK, TYPED | {"nilai": "60%", "ketentuan_2": "benefit_months", "nilai_2": "9 bulan"})
    run = SimulationRun.objects.get()
    assert [row["name"] for row in run.changes] == ["benefit_months", "benefit_rates"]
    assert run.changes[1]["value"] == ["3/5"] * 9


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("benefit_rates", "62,5%; 50", ["5/8", "1/2"]),
        ("wage_ceiling", "Rp6.000.000", 6_000_000),
        ("window_includes_phk_month", "Tidak", False),
        ("consecutive_anchor", "Sampai bulan PHK", "ending_at_phk"),
        ("counted_months_needed", "9 bulan", 9),
        ("window_includes_phk_month", "No", False),
        ("consecutive_anchor", "Anywhere", "any"),
        ("counted_months_needed", "9 months", 9),
    ],
)
def test_values_are_read_as_people_write_them(name, typed, value):
    assert read_value(name, typed) == value


def test_the_form_names_each_number_with_its_value_and_article(rvw):
    text = said(rvw.get(ASK))
    for part in ("Batas atas upah", "Rp5.000.000", "60% setiap bulan", "PP 6/2025 Pasal 21", "7 Februari 2025"):
        assert part in text


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.INSTITUTE_VERIFIER, Role.BPJS_VERIFIER, Role.MEDIATOR])
def test_other_offices_do_not_come_in(client, role):
    run = make.answered()
    sign_in(client, officer(role))
    for address in (LIST, ASK, page_of(run), page_of(run, "simulation_pdf"), page_of(run, "simulation_csv", "bulan")):
        assert client.get(address).status_code == 403
    assert client.post(ASK, TYPED).status_code == 403


def test_audit_reads_and_does_not_ask(client):
    run = make.answered()
    sign_in(client, officer(Role.AUDITOR))
    assert "Buat simulasi baru" not in said(client.get(LIST))
    assert "Biaya tiap bulan" in said(client.get(page_of(run)))
    assert client.get(ASK).status_code == 403


def test_the_list_is_searched_filtered_and_paged(rvw):
    other = make.ordered(make.question("wage_ceiling", 6_000_000))
    done = make.answered()
    for query, runs in {
        "?q=batas+atas": [other],
        "?q=zzz": [],
        "?keadaan=done": [done],
        "?populasi=register": [],
        "": [done, other],
    }.items():
        links = {row["href"] for row in soup(rvw.get(LIST + query)).select("tbody th a")}
        assert links == {page_of(run) for run in runs}, query
    assert "Tidak ada simulasi yang cocok" in said(rvw.get(LIST + "?q=zzz"))
    actor = make.directorate()
    for seed in range(100, 120):
        make.ordered(make.question(seed=seed), actor=actor)
    with most_queries(8):
        first = rvw.get(LIST)
    assert len(soup(first).select("tbody th a")) == 20
    assert len(soup(rvw.get(LIST + "?page=2")).select("tbody th a")) == 2


def test_an_empty_list_says_so(rvw):
    assert "Belum ada simulasi" in said(rvw.get(LIST))


def test_files_hold_the_numbers_of_the_page_and_run_no_formula(rvw):
    run = make.answered(make.question(people=20_000))
    for table, key in (("bulan", "months"), ("provinsi", "provinces"), ("upah", "wages")):
        response = rvw.get(page_of(run, "simulation_csv", table))
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == len(run.result[key]) + 1
        assert all(not cell or cell[0] not in "=+@\t" for row in rows for cell in row)
        place = rows[0].index("sekarang_rp")
        said_sums = ["" if row["before"] is None else str(row["before"]) for row in run.result[key]]
        assert [row[place] for row in rows[1:]] == said_sums
    assert rvw.get(page_of(run, "simulation_csv", "orang")).status_code == 404


def test_the_document_has_the_same_words_and_is_the_same_each_time(rvw):
    run = make.answered(make.question(people=20_000))
    first, second = (rvw.get(page_of(run, "simulation_pdf")) for _ in range(2))
    assert first["Content-Type"] == "application/pdf"
    assert first.content == second.content
    text = pdf.words(first.content)
    for part in ("60% setiap bulan", "50% setiap bulan", "Menurut provinsi", "Provinsi rekaan 1", run.asked_by_name):
        assert part in text


def test_a_run_without_an_answer_has_no_files(rvw):
    run = make.ordered()
    assert rvw.get(page_of(run, "simulation_pdf")).status_code == 404
    assert rvw.get(page_of(run, "simulation_csv", "bulan")).status_code == 404


def test_a_failed_and_an_empty_run_say_so(rvw):
    run = make.ordered()
    run = SimulationRun.workflow.move(run, "start", actor=None, at=MORNING, started_at=MORNING)
    run = SimulationRun.workflow.move(run, "fail", actor=None, at=MORNING, problem="Terlalu halus", finished_at=MORNING)
    assert run.state == SimulationState.FAILED
    assert "Terlalu halus" in said(rvw.get(page_of(run)))
    empty = make.answered(make.registered())
    assert "Tidak ada orang yang dihitung" in said(rvw.get(page_of(empty)))
    assert rvw.get(page_of(empty, "simulation_pdf")).status_code == 200


def test_hidden_groups_are_points(rvw):
    run = make.answered(make.question(people=30))
    text = said(rvw.get(page_of(run)))
    assert "•" in text
