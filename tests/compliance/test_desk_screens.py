"""The inspectors' desk, the help desk, and who is kept out."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.enums import ComplaintKind, ComplaintState
from compliance.models import Complaint
from compliance.operations import complaints
from core.models import AccessLog
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.compliance import ALLEGATION, TEXT, complaint, inspector, served
from tests.factories.participants import MORNING, EmployerFactory, PersonFactory, StaffFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOME, LIST, HELP = "/pengawasan/", "/pengawasan/pengaduan/", "/halo-jkp/pengaduan/"
LONG = "Kami sudah memeriksa laporan upah perusahaan."


def listed(client: Client, query: str = "") -> list[str]:
    return [words(row) for row in soup(client.get(LIST + query)).select("tbody th")]


def case(client: Client, made: Complaint) -> Any:
    return client.get(f"{LIST}{made.pk}/")


def post(client: Client, made: Complaint, do: str, **said: str) -> Any:
    data = {f"{do}-{name}": value for name, value in said.items()}
    return client.post(f"{LIST}{made.pk}/", {"do": do, **data}, follow=True)


# --- the list


def test_the_least_time_is_on_top_and_late_ones_are_said(client: Client, pgw: User) -> None:
    young = complaint(at=MORNING)
    old = complaint(at=MORNING - timedelta(days=14))
    asked = complaint("asked", at=MORNING - timedelta(days=20))
    sign_in(client, pgw)
    assert listed(client) == [old.number, young.number, asked.number]
    page = soup(client.get(LIST))
    assert old.number in words(page.select_one("tr.hot"))
    assert len(page.select("tr.hot")) == 1
    assert [words(dd) for dd in page.select(".kpi dd")] == ["1", "0", "2", "0"]


def test_other_provinces_are_not_listed_and_not_found(client: Client, pgw: User) -> None:
    here, there = complaint(), complaint(region="3578")
    sign_in(client, pgw)
    assert listed(client) == [here.number]
    assert case(client, there).status_code == 404
    assert post(client, there, "take").status_code == 404


def test_the_list_is_searched_and_narrowed(client: Client, pgw: User) -> None:
    one = complaint(employer=EmployerFactory(name="PT Tenun Solo"))
    two = complaint("taken", by=pgw, kind=ComplaintKind.LEVY, text="Diminta uang seratus ribu oleh calo.")
    done = complaint("answered")
    sign_in(client, pgw)
    assert listed(client, "?q=tenun") == [one.number]
    assert listed(client, f"?q={one.number}") == [one.number]
    assert listed(client, "?q=calo") == [two.number]
    assert listed(client, "?jenis=levy") == [two.number]
    assert listed(client, "?oleh=saya") == [two.number]
    assert listed(client, "?oleh=belum") == [one.number]
    assert listed(client, "?keadaan=answered") == [done.number]
    assert words(soup(client.get(LIST + "?q=tidakada")).select_one(".empty h2")) == "Tidak ada pengaduan yang cocok"


def test_people_are_never_searched_for(client: Client, pgw: User) -> None:
    complaint(author=UserFactory(full_name="Wulandari Kusumastuti"))
    assert listed(sign_in(client, pgw), "?q=Wulandari") == []


def test_twenty_a_page_and_few_questions(client: Client, pgw: User) -> None:
    for _ in range(22):
        complaint(employer=EmployerFactory())
    sign_in(client, pgw)
    with most_queries(14):
        assert len(listed(client)) == 20
    assert len(listed(client, "?page=2")) == 2


def test_an_empty_desk_is_calm(client: Client, pgw: User) -> None:
    sign_in(client, pgw)
    assert soup(client.get(LIST)).select_one(".empty")
    assert soup(client.get(HOME)).select_one(".empty")


def test_the_home_of_inspectors_says_what_is_urgent_and_where(client: Client, pgw: User) -> None:
    late = complaint(at=MORNING - timedelta(days=14))
    complaint(region="3374")
    page = soup(sign_in(client, pgw).get(HOME))
    assert words(page.select_one("tbody th")) == late.number
    rows = page.select("section[aria-labelledby=wilayah] tbody tr")
    said = [[words(cell) for cell in row.select("th, td")[:3]] for row in rows]
    assert said == [["Kota Surakarta", "1", "1"], ["Kota Semarang", "1", "0"]]


# --- one case


def test_an_inspector_takes_asks_refers_and_answers(client: Client, pgw: User) -> None:
    made = complaint()
    sign_in(client, pgw)
    assert soup(case(client, made)).select_one("button[value=take]")
    post(client, made, "take")
    post(client, made, "ask", text="Berapa upah pada slip gaji terakhir?")
    complaints.reply_to_question(made, text="Empat juta dua ratus.", actor=made.author, at=MORNING)
    post(client, made, "refer", text="Kami datang ke pabrik minggu depan.")
    post(client, made, "note", text="Jadwalkan bersama BPJS.")
    page = post(client, made, "answer", text=LONG)
    made.refresh_from_db()
    assert made.state == ComplaintState.ANSWERED
    assert "Jawaban terkirim" in words(soup(page).body)
    said = words(soup(page).select_one("section[aria-labelledby=c]"))
    assert all(part in said for part in ("Berapa upah", "Empat juta", "Kami datang", LONG))


def test_every_reading_is_written_down_for_the_author(client: Client, pgw: User) -> None:
    person = PersonFactory()
    made = complaint(author=person.user)
    case(sign_in(client, pgw), made)
    row = AccessLog.objects.get(person_id=person.pk)
    assert (row.actor, row.role, row.object_id) == (pgw, "PGW", str(made.pk))


def test_the_region_reads_the_author_other_readers_do_not(client: Client, pgw: User) -> None:
    made = complaint(author=UserFactory(full_name="Wulandari Kusumastuti"))
    seen = {pgw: True, officer(Role.MEDIATOR, region="3372"): False, officer(Role.AUDITOR): False}
    for user, named in seen.items():
        page = case(sign_in(Client(), user), made)
        assert page.status_code == 200
        assert ("Wulandari" in page.content.decode()) is named


def test_what_an_author_did_names_nobody_in_the_history(client: Client) -> None:
    made = complaint("asked", author=UserFactory(full_name="Wulandari Kusumastuti"))
    complaints.reply_to_question(made, text="Empat juta dua ratus.", actor=made.author, at=MORNING)
    page = case(sign_in(client, officer(Role.AUDITOR)), made).content.decode()
    assert "Pelapor menjawab" in page
    assert "Wulandari" not in page


def test_a_contact_is_shown_to_who_may_work_on_it(client: Client, pgw: User) -> None:
    made = complaint(anonymous=True, contact="0813 5555 0101")
    assert "0813 5555 0101" in case(sign_in(client, pgw), made).content.decode()
    assert "0813 5555 0101" not in case(sign_in(client, officer(Role.AUDITOR)), made).content.decode()


def test_somebody_with_an_interest_only_reads(client: Client) -> None:
    """A former worker of the employer; one of its staff does not find it at all."""
    from tests.factories.participants import report_phk

    pgw, employer = inspector(), EmployerFactory()
    report_phk(person=PersonFactory(user=pgw), employer=employer)
    made = complaint(employer=employer)
    sign_in(client, pgw)
    page = soup(case(client, made))
    assert "Anda punya kepentingan" in words(page.select_one(".note.care"))
    assert page.select_one("button[value=take]") is None
    assert post(client, made, "take").status_code == 403
    StaffFactory(employer=employer, user=pgw)
    assert case(client, made).status_code == 404


def test_another_inspector_reads_and_is_told_whose_it_is(client: Client, pgw: User) -> None:
    made = complaint("taken", by=pgw)
    sign_in(client, inspector(full_name="Bagus Lain"))
    page = soup(case(client, made))
    assert "Ratna Pengawas" in words(page.select_one("section[aria-labelledby=a]"))
    assert page.select_one("section.decide") is None
    assert post(client, made, "answer", text=LONG).status_code == 403


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.AUDITOR])
def test_readers_change_nothing(client: Client, role: Role) -> None:
    made = complaint()
    sign_in(client, officer(role, region="3372"))
    for do in ("take", "take_over", "ask", "answer", "note", "serve", "assign", "nothing"):
        assert post(client, made, do, text=LONG).status_code == 403
    made.refresh_from_db()
    assert made.state == ComplaintState.RECEIVED


def test_a_coordinator_assigns_takes_over_and_shows_it_to_integrity(client: Client, pgw: User) -> None:
    made, integrity = complaint(), officer(Role.INTEGRITY, full_name="Intan Integritas")
    pgk = officer(Role.INSPECTION_COORDINATOR, region="33")
    sign_in(client, pgk)
    post(client, made, "assign", to=str(pgw.pk))
    made.refresh_from_db()
    assert made.taken_by == pgw
    post(client, made, "take_over")
    post(client, made, "integrity", to=str(integrity.pk))
    made.refresh_from_db()
    assert (made.taken_by, made.integrity) == (pgk, integrity)
    assert case(sign_in(client, integrity), made).status_code == 200
    assert post(sign_in(client, pgk), made, "assign", to=str(integrity.pk)).status_code == 422


def test_a_second_answer_is_a_conflict(client: Client, pgw: User) -> None:
    made = complaint("answered", by=pgw)
    assert post(sign_in(client, pgw), made, "answer", text=LONG).status_code == 409


def test_an_employer_is_chosen_and_asked(client: Client, pgw: User) -> None:
    firm = StaffFactory(employer=EmployerFactory(name="PT Pabrik Kain Jaya", name_key="pabrikkainjaya")).employer
    made = complaint("taken", by=pgw)
    sign_in(client, pgw)
    assert soup(case(client, made)).select_one(f"button[value='{firm.npp}']")
    assert post(client, made, "employer", text="00000000").status_code == 422
    post(client, made, "employer", text=firm.npp)
    page = post(client, made, "serve", text=ALLEGATION)
    assert made.allegations.get().employer == firm
    assert ALLEGATION in words(soup(page).select_one("section[aria-labelledby=d]"))


def test_a_text_that_names_the_author_comes_back(client: Client, pgw: User) -> None:
    made = complaint("taken", by=pgw, author=UserFactory(full_name="Wulandari Kusumastuti"), employer=EmployerFactory())
    page = post(sign_in(client, pgw), made, "serve", text="Jelaskan upah Wulandari sejak Januari 2026.")
    assert page.status_code == 422
    assert "memuat nama pelapor" in words(soup(page).select_one(".err .msg"))
    assert not made.allegations.exists()


def test_an_unanswered_question_is_said_to_be_late(client: Client) -> None:
    made = served().complaint
    with time_machine.travel(MORNING + timedelta(days=10), tick=False):
        page = case(sign_in(client, made.taken_by), made)
    assert "Tidak ditanggapi sampai 25 November 2026" in words(soup(page).body)


# --- the help desk


def caller(**facts: str) -> dict[str, str]:
    return {
        "submission": str(uuid.uuid4()), "kind": "phk", "employer": "CV Roti Manis", "region": "3372", "since": "",
        "until": "", "text": TEXT, "contact": "081355550101", **facts,
    }  # fmt: skip


def test_the_help_desk_files_and_reads_out_number_and_code(client: Client) -> None:
    cs = officer(Role.HELP_DESK)
    page = soup(sign_in(client, cs).post(HELP, caller(), follow=True))
    made = Complaint.objects.get()
    assert (made.filed_by, made.author) == (cs, None)
    assert words(page.select_one(".done .big")) == made.number
    assert len(words(page.select_one("#kode + .money"))) == 14
    assert sign_in(client, officer(Role.HELP_DESK)).get(f"{HELP}terkirim/").status_code == 302


def test_the_help_desk_reads_the_state_and_nothing_else(client: Client) -> None:
    made = complaint("taken", author=UserFactory(full_name="Wulandari Kusumastuti"))
    sign_in(client, officer(Role.HELP_DESK))
    page = client.get(f"{HELP}?nomor={made.number.lower()}").content.decode()
    assert "Diperiksa" in page
    assert not any(word in page for word in ("Wulandari", TEXT, made.employer_typed))
    assert "Nomor ini tidak ada" in client.get(f"{HELP}?nomor=PGD-2026-9999999").content.decode()
    assert client.get(f"{LIST}{made.pk}/").status_code == 403


def test_what_a_caller_left_out_is_said(client: Client) -> None:
    page = sign_in(client, officer(Role.HELP_DESK)).post(HELP, caller(text="Pendek"))
    assert page.status_code == 422
    assert not Complaint.objects.exists()
