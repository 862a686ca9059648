"""An employer's yes inside the portal: asked to report within seven working days, prefilled, never by itself."""

from datetime import date, timedelta

import pytest

from claims.enums import ClaimState
from claims.models import WorkReport
from claims.operations import work
from claims.operations.placement import ask_for_placement
from core.jobs import run_due
from ipk import operations
from notices.models import Notice
from tests.factories import claims as make
from tests.factories.accounts import sign_in
from tests.factories.ipk_applications import application, staff_of
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import PersonFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


@pytest.fixture
def claim(travel):
    found = make.claim("paid")
    travel(TODAY)
    return found


def now():
    return make.moment(TODAY)


def accepted(person, at, **terms):
    """The employer says yes to an application of the person."""
    row = application(person=person, vacancy=VacancyFactory(company="PT Rajut Indah"), at=at)
    return operations.accept_applicant(row, actor=staff_of(row.vacancy), at=at, **terms)


def test_a_yes_asks_for_the_report_and_stops_nothing(claim):
    row = accepted(claim.person, now())
    run_due()
    ask_for_placement(str(row.pk), at=now())
    told = Notice.objects.get(event="work_found", channel="inbox")
    assert told.user == claim.person.user
    assert told.link == "/status-kerja/"
    assert "PT Rajut Indah menerima Anda bekerja." in told.body
    assert "Rabu, 9 Desember 2026" in told.body  # seven working days after Monday, 30 November
    claim.refresh_from_db()
    assert claim.state == ClaimState.ACTIVE
    assert not WorkReport.objects.exists()


def test_who_runs_no_benefit_or_has_reported_is_not_asked(claim):
    accepted(PersonFactory(), now())
    work.report_work(claim, employer="PT Lain", accepted_on=TODAY, started_on=TODAY, actor=claim.person.user, at=now())
    accepted(claim.person, now())
    run_due()
    assert not Notice.objects.filter(event="work_found").exists()


def test_the_form_of_the_report_begins_with_what_the_employer_said(claim, client):
    accepted(claim.person, now(), starts_on=date(2026, 12, 7), wage=3_250_000)
    seen = soup(sign_in(client, claim.person.user).get("/status-kerja/"))
    assert "PT Rajut Indah menerima Anda pada 30 November 2026" in words(seen.main)
    boxes = {box["name"]: box.get("value", "") for box in seen.main.select("form input[name]")}
    assert boxes["employer"] == "PT Rajut Indah"
    assert [boxes[f"accepted_on_{part}"] for part in ("day", "month", "year")] == ["30", "11", "2026"]
    assert [boxes[f"started_on_{part}"] for part in ("day", "month", "year")] == ["7", "12", "2026"]
    assert boxes["wage"] == "3.250.000"


def test_a_yes_from_before_the_phk_is_not_the_work_to_report(claim, client):
    row = accepted(claim.person, now())
    type(row).objects.filter(pk=row.pk).update(answered_at=make.MORNING.replace(year=2025))
    assert "menerima Anda pada" not in words(soup(sign_in(client, claim.person.user).get("/status-kerja/")).main)


class TestOnTheDashboard:
    @pytest.fixture
    def look(self, client, claim):
        def looker():
            return words(soup(sign_in(client, claim.person.user).get("/dasbor/")).select_one("main .now, main .calm"))

        return looker

    def test_a_yes_is_the_next_thing_to_do(self, claim, look, client):
        accepted(claim.person, now())
        said = look()
        assert "Laporkan pekerjaan baru Anda" in said
        assert "PT Rajut Indah menerima Anda pada 30 November 2026." in said
        assert "Paling lambat Rabu, 9 Desember 2026, 23.59 WIB." in said
        with most_queries(15):
            page = soup(client.get("/dasbor/"))
        assert page.select_one("main .now a.btn")["href"] == "/status-kerja/"

    def test_it_is_said_until_the_last_day_of_the_report(self, claim, look, travel):
        accepted(claim.person, now())
        travel(date(2026, 12, 9))
        assert "Laporkan pekerjaan baru Anda" in look()
        travel(date(2026, 12, 10))
        assert "Laporkan pekerjaan baru Anda" not in look()

    def test_a_report_that_was_taken_back_is_not_asked_for_again(self, claim, look, travel):
        accepted(claim.person, now())
        reported = work.report_work(
            claim, employer="PT Rajut Indah", accepted_on=TODAY, started_on=TODAY, actor=claim.person.user, at=now()
        )
        assert "Laporkan pekerjaan baru Anda" not in look()
        work.undo_report(reported, actor=claim.person.user, at=now())
        assert "Laporkan pekerjaan baru Anda" not in look()

    def test_a_yes_from_before_the_phk_asks_nothing(self, claim, look):
        row = accepted(claim.person, now())
        type(row).objects.filter(pk=row.pk).update(answered_at=make.MORNING.replace(year=2025))
        assert "Laporkan pekerjaan baru Anda" not in look()

    def test_an_open_window_goes_first(self, claim, look, travel):
        accepted(claim.person, make.moment(date(2026, 12, 15)))
        travel(date(2026, 12, 16))
        assert "Laporkan pekerjaan baru Anda" not in look()

    def test_a_window_before_the_first_day_of_work_is_still_announced(self, claim, look, travel):
        opens = claim.months.get(n=2).opens_on
        starts = opens + timedelta(days=1)
        work.report_work(
            claim, employer="PT Rajut Indah", accepted_on=TODAY, started_on=starts, actor=claim.person.user, at=now()
        )
        travel(opens - timedelta(days=3))
        assert "Tambah 5 lamaran lagi untuk bulan ke-2" in look()

    def test_a_report_takes_the_place_of_the_missing_mission(self, claim, look, travel):
        opens = claim.months.get(n=2).opens_on
        work.report_work(
            claim, employer="PT Rajut Indah", accepted_on=TODAY, started_on=opens, actor=claim.person.user, at=now()
        )
        travel(opens - timedelta(days=3))
        said = look()
        assert "Tambah 5 lamaran" not in said
        assert "Anda sudah melapor bekerja, jadi bulan berikutnya tidak dibuka." in said

    def test_after_the_report_no_month_is_announced_and_the_end_is_no_bad_news(self, claim, look, client, travel):
        reported = work.report_work(
            claim, employer="PT Rajut Indah", accepted_on=TODAY, started_on=TODAY, actor=claim.person.user, at=now()
        )
        said = look()
        assert "Anda sudah melapor bekerja, jadi bulan berikutnya tidak dibuka." in said
        assert "Berikutnya" not in said
        dashboard = soup(client.get("/dasbor/"))
        assert dashboard.select("section[aria-labelledby=m]") == []
        six = [words(month) for month in dashboard.select("ol.six > li")]
        assert six[1:] == [f"Bulan {n} Tidak dibuka" for n in range(2, 7)]
        month = soup(client.get(f"/klaim/{claim.pk}/bulan/2/"))
        assert "Bulan ini tidak dibuka" in words(month.select_one("main"))
        work.take_effect(reported, at=travel(date(2026, 12, 2)))
        said = look()
        assert said.startswith("Yang perlu Anda lakukan sekarang Selamat bekerja")
        assert "Keberatan paling lambat" in said
        assert "Manfaat Anda berhenti" not in said
        links = [words(a) for a in soup(client.get("/dasbor/")).select("main .calm a")]
        assert links == ["Lihat pembayaran dan surat", "Lihat keputusan"]
