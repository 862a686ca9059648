"""The performance of counselling: exact numbers, small groups hidden, no further than the role reaches."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from accounts.selectors import RegionScope
from counseling.enums import Side
from counseling.models import Session, SessionRating
from reports.presentation.counselling import duration
from reports.selectors.back_to_work import back_at_work, compare
from reports.selectors.counselling import by_counsellor, last_days, ratings, sessions_by_month, waiting_times
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import agreed_session, asked, coordinator, counsellor, held_session, open_session
from tests.factories.ipk_applications import application
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import EmployerFactory, PersonFactory, confirmed_phk
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)
TODAY = date(2026, 12, 14)
NATION, CENTRAL_JAVA = RegionScope(True, frozenset()), RegionScope(False, frozenset({"33"}))
PERIOD = last_days(TODAY, 180)
PAGE = reverse("reports:counselling")
FIRST = datetime(2026, 8, 17, 3, 0, tzinfo=UTC)  # Monday, 10.00 WIB


def page(response, status=200):
    assert response.status_code == status, response.status_code
    return soup(response)


def held(n=0, *, by=None, person=None, waited=timedelta(days=1), starts_at=None):
    """A held session, the n-th after FIRST, asked for so long before."""
    begin = starts_at or FIRST + timedelta(minutes=30 * n)
    return held_session(person, by=by or counsellor(), starts_at=begin, at=begin - waited)


def rated(count, answer, *, by, first=0):
    for n in range(count):
        session = held(first + n, by=by)
        SessionRating.objects.create(session=session, answer=answer, at=session.ends_at)


# --- waiting -----------------------------------------------------------------------------------------------------


def test_waiting_is_the_median_and_the_ninetieth_percentile_from_asking_to_meeting():
    by = counsellor()
    for n in range(10):
        held(n, by=by, waited=timedelta(days=n + 1))
    asked(at=FIRST)
    found = waiting_times(NATION, PERIOD)
    assert (found.asked, found.met, found.waiting) == (11, 10, 1)
    assert found.to_meet == (timedelta(days=5), timedelta(days=9))
    assert found.to_answer == (timedelta(0), timedelta(0))


def test_a_missed_session_is_no_meeting():
    session = agreed_session(starts_at=FIRST, at=FIRST - timedelta(days=1))
    Session.workflow.move(session, "miss", actor=session.counsellor.user, at=FIRST, absent=Side.PARTICIPANT)
    assert waiting_times(NATION, PERIOD).met == 0


def test_requests_count_where_the_person_lives_and_when_they_were_made():
    asked(PersonFactory(region_id="3578"), at=FIRST)
    asked(PersonFactory(region_id="3372"), at=FIRST)
    asked(PersonFactory(region_id="3372"), at=FIRST - timedelta(days=200))
    assert waiting_times(CENTRAL_JAVA, PERIOD).asked == 1


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(minutes=1), "1 jam"),
        (timedelta(hours=47), "47 jam"),
        (timedelta(hours=48), "2 hari"),
        (timedelta(days=3, minutes=1), "4 hari"),
    ],
)
def test_begun_hours_and_days_count(length, text):
    assert duration(length) == text


# --- sessions and answers ----------------------------------------------------------------------------------------


def test_months_count_what_became_of_sessions_by_side():
    by = counsellor()
    held(0, by=by)
    for n, side in enumerate((Side.PARTICIPANT, Side.PARTICIPANT, Side.COUNSELLOR), 1):
        missed = agreed_session(by=by, starts_at=FIRST + timedelta(hours=n))
        Session.workflow.move(missed, "miss", actor=by.user, at=FIRST, absent=side)
    gone = agreed_session(by=by, starts_at=FIRST + timedelta(days=30))
    Session.workflow.move(gone, "cancel", actor=by.user, at=FIRST, cancelled_by=Side.COUNSELLOR)
    found = {month.first: month.ends for month in sessions_by_month(NATION, PERIOD)}
    assert list(found) == [date(2026, month, 1) for month in range(6, 13)]
    assert list(found[date(2026, 8, 1)].values()) == [1, 2, 1, 0, 0]
    assert found[date(2026, 9, 1)]["cancelled_by_counsellor"] == 1


def test_a_session_at_the_end_of_a_month_belongs_to_the_month_in_jakarta():
    held(starts_at=datetime(2026, 8, 31, 17, 30, tzinfo=UTC))  # 1 September, 00.30 WIB
    found = {month.first: month.ends["held"] for month in sessions_by_month(NATION, PERIOD)}
    assert (found[date(2026, 8, 1)], found[date(2026, 9, 1)]) == (0, 1)


def test_counsellors_come_in_the_order_of_the_alphabet_whatever_they_did():
    zul, ani = counsellor(full_name="Zulkifli"), counsellor(full_name="Ani")
    rated(2, "yes", by=zul)
    found = by_counsellor(NATION, PERIOD)
    assert [(row.name, row.ends["held"], row.answers, row.helped) for row in found] == [
        ("Ani", 0, 0, 0),
        ("Zulkifli", 2, 2, 2),
    ]
    assert ani.pk == found[0].counsellor_id
    assert ratings(NATION, PERIOD) == {"yes": 2, "partly": 0, "no": 0}


# --- back at work ------------------------------------------------------------------------------------------------


def laid_off(employer, region="3372", phk_on=date(2026, 8, 3)):
    person = PersonFactory(region_id=region)
    confirmed_phk(person=person, employer=employer, phk_on=phk_on)
    return person


def hired(person, on):
    """A yes of an employer on a day."""
    vacancy = VacancyFactory()
    at = datetime(on.year, on.month, on.day, 4, 0, tzinfo=UTC)
    return application("accepted", person=person, vacancy=vacancy, at=at)


@pytest.fixture
def cohort():
    """Ten counselled after 14 days: 6 at work within 30 days. Ten similar: 2 within 30 days of that day, 5 in 60."""
    employer, by = EmployerFactory(), counsellor()
    for n in range(10):
        person = laid_off(employer)
        held(n, by=by, person=person)
        if n < 6:
            hired(person, date(2026, 9, 16))  # day 30
    for n in range(10):
        person = laid_off(employer)
        if n < 2:
            hired(person, date(2026, 9, 16))
        elif n < 5:
            hired(person, date(2026, 9, 17))  # day 31
    return employer


def test_the_counselled_stand_beside_similar_people_over_the_same_days(cohort):
    found = back_at_work(NATION, PERIOD, today=TODAY)
    assert [(row.days, row.counselled, row.back, row.similar, row.similar_back) for row in found] == [
        (30, 10, 6, 10, 2),
        (60, 10, 6, 10, 5),
        (90, 10, 6, 10, 5),
    ]
    assert (found[0].share, found[0].similar_share) == (None, None)  # 4 and 2 are small groups
    assert (found[1].share, found[1].similar_share) == (None, Fraction(1, 2))


def test_who_was_at_work_before_is_in_neither_group(cohort):
    person = laid_off(cohort)
    hired(person, date(2026, 8, 10))
    held(40, person=person)
    hired(laid_off(cohort), date(2026, 8, 16))
    found = back_at_work(NATION, PERIOD, today=TODAY)[0]
    assert (found.counselled, found.similar) == (10, 10)


def test_another_month_or_province_is_not_similar_and_nobody_similar_is_said(cohort):
    laid_off(cohort, phk_on=date(2026, 9, 1))
    laid_off(cohort, region="3578")
    alone = laid_off(cohort, region="7371")
    held(60, person=alone)
    found = back_at_work(NATION, PERIOD, today=TODAY)[0]
    assert (found.counselled, found.similar, found.without) == (10, 10, 1)


def test_days_that_are_not_over_are_not_counted(cohort):
    found = back_at_work(NATION, PERIOD, today=date(2026, 10, 16))
    assert [row.counselled for row in found] == [10, 10, 0]


def test_a_role_compares_people_of_its_regions(cohort):
    assert back_at_work(RegionScope(False, frozenset({"35"})), PERIOD, today=TODAY)[0].counselled == 0
    assert back_at_work(CENTRAL_JAVA, PERIOD, today=TODAY)[0].counselled == 10


def test_each_group_counts_as_often_as_it_has_counselled_people():
    month = date(2026, 8, 1)
    found = compare(
        30,
        {
            ("33", month, ""): {True: (30, 10), False: (10, 5)},
            ("35", month, "7"): {True: (10, 10), False: (90, 9)},
            ("36", month, ""): {True: (4, 0)},
        },
    )
    assert (found.counselled, found.back, found.without) == (40, 20, 4)
    assert found.share == Fraction(1, 2)
    assert found.similar_share == Fraction(30 * Fraction(1, 2) + 10 * Fraction(1, 10)) / 40
    assert found.difference == Fraction(1, 10)


# --- the page ----------------------------------------------------------------------------------------------------


@pytest.fixture
def boss(client):
    with time_machine.travel(NOW, tick=False):
        yield sign_in(client, coordinator(None))


def test_an_empty_portal_has_an_empty_page(boss):
    seen = page(boss.get(PAGE))
    assert words(seen.h1) == "Kinerja konseling"
    assert "Belum ada konselor di wilayah ini." in words(seen)


def test_five_answers_are_shown_and_four_are_not(boss):
    maya, andi = counsellor(full_name="Maya"), counsellor(full_name="Andi")
    third = counsellor(full_name="Citra")
    rated(6, "yes", by=maya)
    rated(4, "yes", by=andi, first=20)
    rated(9, "yes", by=third, first=40)
    seen = page(boss.get(PAGE))
    table = seen.find(id="konselor").find_parent("section")
    cells = {words(tr.th): [words(td) for td in tr.select("td")] for tr in table.select("tbody tr")}
    assert {name: row[-2:] for name, row in cells.items()} == {
        "Andi": ["–", "–"],
        "Citra": ["9", "100%"],
        "Maya": ["–", "–"],
    }
    assert {name: row[1] for name, row in cells.items()} == {"Andi": "–", "Citra": "9", "Maya": "–"}  # sessions held


def test_names_are_searched_and_files_hide_like_the_page(boss):
    rated(4, "yes", by=counsellor(full_name="=Andi"))
    assert "Tidak ada konselor dengan nama itu." in words(page(boss.get(PAGE, {"q": "zz"})))
    text = boss.get(reverse("reports:counselling_csv", args=["konselor"])).content.decode()
    row = next(iter(csv.DictReader(io.StringIO(text))))
    assert (row["konselor"], row["held"], row["jawaban"], row["membantu"]) == ("'=Andi", "", "", "–")
    months = boss.get(reverse("reports:counselling_csv", args=["sesi"])).content.decode()
    assert next(r for r in csv.DictReader(io.StringIO(months)) if r["bulan"] == "2026-08")["held"] == ""
    for name in ("tunggu", "penilaian", "bekerja"):
        assert boss.get(reverse("reports:counselling_csv", args=[name])).status_code == 200
    assert boss.get(reverse("reports:counselling_csv", args=["nama"])).status_code == 404


def test_a_province_with_few_sessions_does_not_open_whatever_the_address_says(boss):
    here, there = counsellor("3372"), counsellor("3578")
    for n in range(6):
        held(n, by=here)
    for n in range(2):
        held(20 + n, by=there)
    seen = page(boss.get(PAGE))
    section = seen.find(id="provinsi").find_parent("section")
    assert {words(tr.th): words(tr.td) for tr in section.select("tbody tr")} == {"Jawa Tengah": "–", "Jawa Timur": "–"}
    for code in ("33", "35"):
        assert "Terlalu sedikit untuk ditampilkan" in words(page(boss.get(PAGE, {"provinsi": code})))
        assert boss.get(reverse("reports:counselling_csv", args=["sesi"]), {"provinsi": code}).status_code == 404


def test_a_province_that_has_enough_opens(boss):
    here, there = counsellor("3372"), counsellor("3578")
    for n in range(6):
        held(n, by=here)
        held(20 + n, by=there)
    seen = page(boss.get(PAGE, {"provinsi": "33"}))
    assert words(seen.h1) == "Kinerja konseling, Jawa Tengah"
    assert words(seen.select_one(".kpi dd")) == "6"


def test_a_coordinator_of_a_province_sees_it_alone(client):
    for n in range(6):
        held(n, by=counsellor("3372"))
        held(20 + n, by=counsellor("3578"))
    with time_machine.travel(NOW, tick=False):
        me = sign_in(client, coordinator("33"))
        assert words(page(me.get(PAGE)).select_one(".kpi dd")) == "6"
        assert me.get(PAGE, {"provinsi": "35"}).status_code == 404
        assert me.get(PAGE, {"provinsi": "99"}).status_code == 404


def test_the_page_asks_a_fixed_number_of_questions(boss, cohort):
    open_session(by=counsellor())
    with most_queries(20):
        seen = page(boss.get(PAGE, {"sejak": "365"}))
    assert len(seen.select("svg")) >= 3


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_offices_do_not_come_in(client, role):
    me = sign_in(client, officer(role, region="3372" if role == Role.COUNSELLOR else None))
    assert me.get(PAGE).status_code == 403
    assert me.get(reverse("reports:counselling_csv", args=["sesi"])).status_code == 403
