"""What coordinators see: counsellors against demand, area by area, and the week of all of them, in their regions."""

import csv
import io
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from accounts.selectors import RegionScope
from core import clock
from counseling.enums import LeaveReason
from counseling.models import Leave, WorkingHours
from counseling.presentation.coordination import age
from counseling.selectors.coverage import provinces, regencies
from counseling.selectors.week import counsellors_in, monday_of, week_asked, weeks_of
from notices.enums import Zone
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import agreed_session, asked, coordinator, counsellor, held_session
from tests.factories.participants import MORNING, PersonFactory, report_phk
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
NATION, CENTRAL_JAVA = RegionScope(True, frozenset()), RegionScope(False, frozenset({"33"}))
MONDAY = date(2026, 11, 16)


def page(response, status=200):
    assert response.status_code == status, response.status_code
    return soup(response)


def url(name):
    return reverse(f"counseling:{name}")


@pytest.fixture
def morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def away(who, first, last):
    return Leave.objects.create(
        counsellor=who, first=first, last=last, reason=LeaveReason.LEAVE, recorded_by=who.user, recorded_at=MORNING
    )


def area(areas, code):
    return next(row for row in areas if row.code == code)


# --- areas -------------------------------------------------------------------------------------------------------


def test_a_province_counts_its_counsellors_their_capacity_and_who_needs_them():
    counsellor("3372", weekly_capacity=12)
    away(counsellor("33", weekly_capacity=8), MONDAY, MONDAY)
    counsellor("3374", uncertified=True)
    counsellor("3578")
    asked(PersonFactory(region_id="3372"), at=MORNING - timedelta(days=20))
    asked(PersonFactory(region_id="3374"))
    report_phk(person=PersonFactory(region_id="3373"))
    found = area(provinces(NATION, MORNING), "33")
    assert (found.certified, found.away, found.uncertified, found.capacity) == (2, 1, 1, 20)
    assert (found.waiting, found.late, found.oldest) == (2, 1, MORNING - timedelta(days=20))
    assert (found.phk, found.is_uncovered) == (1, False)
    assert area(provinces(NATION, MORNING), "35").certified == 1


def test_sessions_of_the_next_seven_days_are_booked_at_the_counsellors_office():
    here = counsellor("3372")
    agreed_session(PersonFactory(region_id="3578"), by=here)
    agreed_session(by=here, starts_at=MORNING + timedelta(days=7, hours=1))
    held_session(by=counsellor("3372"))
    assert area(provinces(NATION, MORNING), "33").booked == 1
    assert area(provinces(NATION, MORNING), "35").booked == 0


def test_who_has_a_phk_and_no_counsellor_is_uncovered_and_an_old_phk_is_no_demand():
    report_phk(person=PersonFactory(region_id="3578"))
    report_phk(person=PersonFactory(region_id="7371"), at=MORNING - timedelta(days=30), phk_on=date(2026, 10, 10))
    found = provinces(NATION, MORNING)
    assert area(found, "35").is_uncovered
    assert area(found, "73").phk == 0


def test_below_a_province_stand_its_regencies_and_its_own_office_only_with_somebody_in_it():
    counsellor("3372")
    assert area(regencies(NATION, "33", MORNING), "3372").certified == 1
    assert "33" not in {row.code for row in regencies(NATION, "33", MORNING)}
    counsellor("33")
    assert area(regencies(NATION, "33", MORNING), "33").certified == 1
    assert {row.code[:2] for row in regencies(NATION, "33", MORNING)} == {"33"}


def test_a_role_sees_no_further_than_its_regions():
    asked(PersonFactory(region_id="3578"))
    assert [row.code for row in provinces(CENTRAL_JAVA, MORNING)] == ["33"]
    one = RegionScope(False, frozenset({"3372"}))
    counsellor("3374")
    counsellor("3372")
    assert [(row.code, row.certified) for row in regencies(one, "33", MORNING)] == [("3372", 1)]


def test_people_whose_area_nobody_knows_are_a_row_of_the_nation_only():
    asked(PersonFactory(region_id=None))
    assert provinces(NATION, MORNING)[-1].waiting == 1
    assert provinces(NATION, MORNING)[-1].code == ""
    assert all(row.code for row in provinces(CENTRAL_JAVA, MORNING))


def test_areas_cost_a_fixed_number_of_questions():
    for n in range(4):
        counsellor("3372")
        asked(PersonFactory(region_id=("3372", "3374", "3578", "7371")[n]))
    with most_queries(5):
        provinces(NATION, MORNING)


@pytest.mark.parametrize(
    ("asked_on", "text"),
    [
        (date(2026, 11, 16), "0 hari kerja"),
        (date(2026, 11, 13), "1 hari kerja"),
        (date(2026, 11, 14), "1 hari kerja"),
        (date(2026, 11, 9), "5 hari kerja"),
    ],
)
def test_the_age_of_a_request_counts_working_days(asked_on, text):
    assert age(datetime.combine(asked_on, time(10), clock.JAKARTA), MORNING) == text


# --- the week ----------------------------------------------------------------------------------------------------


def week(who, at=MORNING, monday=MONDAY):
    return weeks_of([who], monday, at=at)[0]


def test_a_free_day_has_sixteen_slots_and_today_only_those_that_are_two_hours_ahead():
    days = week(counsellor()).days
    assert [day.free for day in days] == [10, 16, 16, 16, 16, 0, 0]  # Monday from 11.00 on
    assert [day.taken for day in days] == [0] * 7


def test_a_session_takes_its_slots_and_counts_for_the_load():
    who = counsellor(weekly_capacity=4)
    agreed_session(by=who)
    found = week(who)
    assert (found.days[1].taken, found.days[1].free, found.load) == (1, 15, 25)
    assert (found.taken, found.free) == (1, 3)


def test_a_held_session_is_load_and_frees_nothing():
    who = counsellor()
    held = held_session(by=who)
    found = week(who, at=held.ends_at)
    assert (found.days[1].taken, found.days[0].free) == (1, 0)


def test_leave_and_holidays_close_a_day_and_weekends_are_no_holidays():
    who = counsellor()
    away(who, date(2026, 11, 18), date(2026, 11, 19))
    assert [day.closed for day in week(who).days] == ["", "", "leave", "leave", "", "", ""]
    december = week(who, monday=date(2026, 12, 21))
    assert december.days[4].closed == "holiday"  # Friday, 25 December 2026
    assert december.days[4].free == 0


def test_hours_are_those_of_the_counsellors_own_clock():
    who = counsellor("9471", zone=Zone.WIT)
    begin = datetime(2026, 11, 18, 8, 0, tzinfo=clock.JAKARTA) - timedelta(hours=2)  # 08.00 WIT
    agreed_session(by=who, starts_at=begin)
    found = week(who)
    assert (found.days[2].taken, found.days[2].free) == (1, 15)


def test_hours_outside_those_of_counselling_are_not_offered():
    who = counsellor(hours=False)
    WorkingHours.objects.create(counsellor=who, weekday=2, start=time(15), end=time(18))
    WorkingHours.objects.create(counsellor=who, weekday=3, start=time(6), end=time(9))
    assert [day.free for day in week(who).days] == [0, 0, 2, 2, 0, 0, 0]


def test_nobody_can_be_sent_to_who_may_not_take_cases():
    found = week(counsellor(uncertified=True))
    assert (found.is_certified, found.free) == (False, 0)


def test_a_week_of_a_year_that_the_calendar_lacks_knows_weekends_only():
    assert [day.closed for day in week(counsellor(), monday=date(2031, 1, 6)).days] == [""] * 7


def test_a_page_of_counsellors_costs_as_much_as_one():
    for _ in range(5):
        agreed_session(by=counsellor())
    with most_queries(5):
        weeks_of(list(counsellors_in(NATION)), monday_of(MONDAY), at=MORNING)


# --- screens -----------------------------------------------------------------------------------------------------


@pytest.fixture
def boss(client, morning):
    """Coordinates for the nation."""
    return sign_in(client, coordinator(None))


def test_the_nation_is_a_map_and_a_table_that_leads_to_regencies(boss):
    counsellor("3372")
    report_phk(person=PersonFactory(region_id="3578"))
    seen = page(boss.get(url("counsellors")))
    assert len(seen.select("svg.chart rect")) == 38
    assert len(seen.select("tbody tr")) == 38
    assert [words(th) for th in seen.select("tbody th") if th.select_one(".tag")] == ["Jawa Timur Tanpa konselor"]
    deeper = page(boss.get(seen.find("a", string="Jawa Tengah")["href"]))
    assert words(deeper.h1) == "Konselor dan kebutuhan, Jawa Tengah"
    assert deeper.select("svg.chart rect") == []
    assert words(deeper.find("th", string="Kota Surakarta").parent.select("td")[0]) == "1"


def test_the_table_narrows_to_where_nobody_counsels_and_where_answers_are_late(boss):
    asked(PersonFactory(region_id="3372"), at=MORNING - timedelta(days=20))
    counsellor("3372")
    asked(PersonFactory(region_id="3578"))
    late = page(boss.get(url("counsellors"), {"hanya": "lewat"}))
    assert [words(th) for th in late.select("tbody th")] == ["Jawa Tengah"]
    none = page(boss.get(url("counsellors"), {"hanya": "kosong"}))
    assert [words(th) for th in none.select("tbody th a")] == ["Jawa Timur"]
    for shown in ("menunggu", "beban", "x"):
        assert page(boss.get(url("counsellors"), {"peta": shown})).select("svg.chart rect")


def test_who_coordinates_one_province_is_shown_its_regencies_and_no_other_province(client, morning):
    me = sign_in(client, coordinator("33"))
    assert words(page(me.get(url("counsellors"))).h1) == "Konselor dan kebutuhan, Jawa Tengah"
    assert me.get(url("counsellors"), {"provinsi": "35"}).status_code == 404
    assert me.get(reverse("counseling:counsellors_csv"), {"provinsi": "35"}).status_code == 404
    assert me.get(url("counsellors"), {"provinsi": "zz"}).status_code == 404


def test_the_table_is_a_file_too(boss):
    counsellor("3372", weekly_capacity=15)
    rows = list(csv.DictReader(io.StringIO(boss.get(url("counsellors_csv"), {"provinsi": "33"}).content.decode())))
    row = next(row for row in rows if row["kode"] == "3372")
    assert (row["konselor_bersertifikat"], row["kapasitas_seminggu"], row["phk_30_hari"]) == ("1", "15", "0")


def test_the_calendar_shows_sessions_free_times_leave_and_load_by_name(boss):
    maya, andi = counsellor(full_name="Maya Lestari", weekly_capacity=4), counsellor("3578", full_name="Andi Wijaya")
    away(andi, date(2026, 11, 17), date(2026, 11, 17))
    agreed_session(by=maya)
    seen = page(boss.get(url("calendar")))
    rows = {words(tr.th).split(" Kota")[0]: [words(td) for td in tr.select("td")] for tr in seen.select("tbody tr")}
    assert list(rows) == ["Andi Wijaya", "Maya Lestari"]
    assert rows["Maya Lestari"][1:4] == ["10 kosong", "1 sesi15 kosong", "16 kosong"]
    assert rows["Maya Lestari"][8].startswith("25%")
    assert rows["Andi Wijaya"][2] == "Cuti"
    (only,) = page(boss.get(url("calendar"), {"q": "may"})).select("tbody th")
    assert words(only).startswith("Maya")
    assert "Andi" in words(page(boss.get(url("calendar"), {"provinsi": "35"})).tbody)
    assert "Tidak ada konselor yang cocok" in words(page(boss.get(url("calendar"), {"q": "zz"})))


def test_another_week_is_a_link_away_and_nonsense_is_this_week(boss):
    counsellor()
    seen = page(boss.get(url("calendar"), {"minggu": "2026-11-25"}))
    assert words(seen.h2) == "23–29 November 2026"
    assert seen.find("a", rel="prev")["href"].endswith("minggu=2026-11-16")
    for nonsense in ("x", "9999-12-31", "2026-13-01"):
        assert (
            page(boss.get(url("calendar"), {"minggu": nonsense}))
            .find("a", rel="next")["href"]
            .endswith("minggu=2026-11-23")
        )


def test_who_coordinates_a_province_sees_its_counsellors_only(client, morning):
    counsellor("3372", full_name="Maya Lestari")
    counsellor("3578", full_name="Andi Wijaya")
    me = sign_in(client, coordinator("33"))
    assert "Andi" not in words(page(me.get(url("calendar"))))
    rows = list(csv.DictReader(io.StringIO(me.get(url("calendar_csv")).content.decode())))
    assert {row["konselor"] for row in rows} == {"Maya Lestari"}
    assert len(rows) == 7


def test_twenty_a_page_and_a_fixed_number_of_questions(boss):
    for n in range(22):
        counsellor(full_name=f"Konselor {n:02d}")
    assert len(page(boss.get(url("calendar"))).select("tbody tr")) == 20
    with most_queries(15):
        boss.get(url("calendar"), {"page": "2"})
    with most_queries(15):
        boss.get(url("counsellors"))


def test_without_counsellors_the_calendar_says_so(client, morning):
    assert "Belum ada konselor di wilayah Anda" in words(page(sign_in(client, coordinator("33")).get(url("calendar"))))


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.AUDITOR])
def test_other_offices_do_not_come_in(client, morning, role):
    me = sign_in(client, officer(role, region="3372" if role == Role.COUNSELLOR else None))
    for name in ("counsellors", "counsellors_csv", "calendar", "calendar_csv"):
        assert me.get(url(name)).status_code == 403


@pytest.mark.parametrize(
    ("typed", "today", "monday"),
    [
        ("", date(2026, 11, 20), date(2026, 11, 16)),
        ("", date(2026, 11, 21), date(2026, 11, 23)),  # a Saturday: the week to come
        ("2026-11-14", date(2026, 11, 21), date(2026, 11, 9)),
        ("0001-01-01", date(2026, 11, 20), date(2026, 11, 16)),
        ("besok", date(2026, 11, 22), date(2026, 11, 23)),
    ],
)
def test_a_week_is_shown_from_its_monday(typed: str, today: date, monday: date) -> None:
    assert week_asked(typed, today) == monday
