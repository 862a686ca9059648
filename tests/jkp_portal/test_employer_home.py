"""E1: what waits for an employer, from every part of the portal, the nearest day first."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.factories import arrears as owed
from tests.factories import compliance as complaints
from tests.factories import inspections, sanctions
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.compliance import MORNING
from tests.factories.participants import EmployerFactory, StaffFactory, at_mediator, report_phk
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOME = "/perusahaan/"


@pytest.fixture
def morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def staff():
    return StaffFactory(admin=True)


@pytest.fixture
def hr(client, staff):
    return sign_in(client, staff.user)


def asked(staff, at=MORNING):
    return complaints.served(complaints.complaint(employer=staff.employer, at=at), at=at)


def nota(staff, at=MORNING):
    return inspections.inspection("issued", employer=staff.employer, at=at)


def look(hr):
    return soup(hr.get(HOME))


def waiting(page):
    """Number and title of everything that waits, the panel first."""
    panel = page.select_one(".now")
    others = page.find("h2", string="Juga menunggu Anda")
    rows = others.find_next("ul").select("li") if others else []
    return [words(panel.select_one("h2")), *(words(row.a) for row in rows)]


def test_the_nearest_question_of_a_worker_comes_first(hr, staff):
    event = report_phk(employer=staff.employer)
    now = look(hr).select_one(".now")
    assert event.person.full_name in words(now)
    assert "25 November 2026" in words(now)
    assert now.select_one("a")["href"] == reverse("participants:employer_phk", args=[event.pk])


def test_what_inspectors_ask_is_here_too_by_its_last_day(hr, staff):
    question = asked(staff, MORNING - timedelta(days=3))
    issued = nota(staff, MORNING - timedelta(days=5))
    event = report_phk(employer=staff.employer)
    titles = {
        question.due_on: "Tanggapi permintaan pengawas",
        issued.reply_until: "Jawab nota pemeriksaan",
        event.other_side_due_on: f"Jawab laporan PHK dari {event.person.full_name}",
    }
    page = look(hr)
    assert len(titles) == 3
    assert waiting(page) == [titles[day] for day in sorted(titles)]
    assert reverse("compliance:employer_nota", args=[issued.pk]) in {a["href"] for a in page.select("main a")}


def test_what_is_answered_waits_no_more(hr, staff):
    inspections.inspection("replied", employer=staff.employer)
    assert "Tidak ada yang menunggu jawaban Anda" in words(look(hr).main)


def test_a_sanction_waits_while_its_days_run(hr, staff):
    case = sanctions.case(
        "warned_once", of=sanctions.inspection(employer=staff.employer), served=True, at=MORNING - timedelta(days=1)
    )
    page = look(hr)
    assert waiting(page) == ["Penuhi kewajiban dalam sanksi"]
    assert page.select_one(".now a")["href"] == reverse("compliance:employer_sanction", args=[case.pk])


def test_benefits_that_the_employer_pays_first_wait_until_they_are_paid(client):
    case = owed.arrears_case("told")
    page = look(sign_in(client, owed.staff_of(case)))
    assert waiting(page) == ["Bayar manfaat pekerja lebih dahulu"]
    assert page.select_one(".now a")["href"] == reverse("compliance:employer_arrears_case", args=[case.pk])
    owed.bring_to(case, "paid", at=MORNING)
    assert "Tidak ada yang menunggu jawaban Anda" in words(look(client).main)


def test_the_firm_is_told_to_ask_for_its_money_and_when_the_bank_sent_it_back(client):
    case = owed.arrears_case("settled")
    page = look(sign_in(client, owed.staff_of(case)))
    assert waiting(page) == ["Minta penggantian manfaat yang Anda bayar"]
    assert "16 Februari 2027" in words(page.select_one(".now"))
    assert page.select_one(".now a")["href"] == reverse("compliance:employer_arrears_case", args=[case.pk])
    case = owed.arrears_case("reimbursed")
    page = look(sign_in(client, owed.staff_of(case)))
    assert "Tidak ada yang menunggu jawaban Anda" in words(page.main)
    owed.bank_says(case, "returned", code="account_closed")
    assert waiting(look(client)) == ["Beri rekening lain untuk penggantian"]


def test_who_said_that_it_paid_is_not_told_to_pay(client):
    case = owed.arrears_case()
    assert waiting(look(sign_in(client, owed.staff_of(case)))) == ["Bayar manfaat pekerja lebih dahulu"]
    owed.declared(case)
    assert "Tidak ada yang menunggu jawaban Anda" in words(look(client).main)


def test_after_its_last_day_nobody_is_told_to_ask(client):
    case = owed.arrears_case("settled")
    with time_machine.travel(MORNING + timedelta(days=100), tick=False):
        page = look(sign_in(client, owed.staff_of(case)))
    assert "Tidak ada yang menunggu jawaban Anda" in words(page.main)


def test_nothing_waits(hr):
    assert "Tidak ada yang menunggu jawaban Anda" in words(look(hr).main)


def test_what_waits_for_another_firm_is_not_here(hr, staff):
    nota(StaffFactory())
    other = StaffFactory(user=staff.user)
    issued = nota(other)
    assert "Tidak ada yang menunggu jawaban Anda" in words(look(hr).main)
    hr.post(reverse("participants:employer_choose"), {"employer": str(other.employer.pk)})
    assert words(look(hr).h1) == other.employer.name
    assert look(hr).select_one(".now a")["href"] == reverse("compliance:employer_nota", args=[issued.pk])


def test_who_acts_for_nobody_is_asked_for_whom(client):
    user = sign_in(client, UserFactory())
    assert user.get(HOME).url == reverse("participants:employer_join")


def test_a_firm_of_others_cannot_be_chosen(hr):
    stranger = EmployerFactory()
    choose = reverse("participants:employer_choose")
    assert hr.post(choose, {"employer": str(stranger.pk)}).status_code == 404
    assert hr.post(choose, {"employer": "x"}).status_code == 404


def test_the_home_of_a_busy_firm_asks_little(hr, staff):
    for _ in range(3):
        report_phk(employer=staff.employer)
        at_mediator(employer=staff.employer)
    asked(staff)
    nota(staff)
    look(hr)
    with most_queries(15):
        look(hr)
