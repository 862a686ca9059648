"""The inspectors' pictures by month: which PHK was reported when, which arrears are paid, and whose region it is."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.presentation import months as pages
from compliance.selectors.months import ArrearsMonth, ReportMonth, arrears_by_month, months_until, reports_by_month
from core.calendar import working_calendar
from core.clock import JAKARTA
from participants.enums import Side
from participants.models import Employer
from rules.deadlines import phk_report_due
from tests.factories.accounts import officer, sign_in
from tests.factories.arrears import arrears_case
from tests.factories.compliance import inspector
from tests.factories.participants import MORNING, TODAY, EmployerFactory, report_phk
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOME = "/pengawasan/"
OCTOBER = date(2026, 10, 1)


def phk(on: date, *, said_on: date | None = None, firm: Employer | None = None) -> None:
    """A PHK of a day, as its employer reported it; without a day, as only the worker did."""
    by = Side.WORKER if said_on is None else Side.EMPLOYER
    day = said_on or TODAY
    at = datetime(day.year, day.month, day.day, 23, 59, tzinfo=JAKARTA)
    report_phk(opened_by=by, phk_on=on, at=min(at, MORNING) if said_on is None else at, employer=firm)


def october(user: User) -> ReportMonth:
    return next(row for row in reports_by_month(user, TODAY) if row.month == OCTOBER)


def test_twelve_months_end_with_this_one() -> None:
    assert months_until(date(2026, 1, 31))[0] == date(2025, 2, 1)
    assert months_until(date(2026, 1, 31))[-1] == date(2026, 1, 1)
    assert len(months_until(TODAY)) == 12


def test_a_report_on_the_last_day_is_in_time_and_one_day_later_is_late(pgw: User) -> None:
    due = phk_report_due(OCTOBER, working_calendar())
    phk(OCTOBER, said_on=due)
    assert october(pgw) == ReportMonth(OCTOBER, 1, in_time=1)
    phk(OCTOBER, said_on=due + timedelta(days=1))
    assert october(pgw) == ReportMonth(OCTOBER, 2, in_time=1, late=1)


def test_what_only_the_worker_said_is_missing_once_the_last_day_is_over(pgw: User) -> None:
    phk(OCTOBER)
    phk(TODAY)
    this = reports_by_month(pgw, TODAY)[-1]
    assert october(pgw) == ReportMonth(OCTOBER, 1, missing=1)
    assert (this.people, this.missing, this.not_due) == (1, 0, 1)


def test_only_the_own_region_is_counted(pgw: User) -> None:
    phk(OCTOBER)
    arrears_case()
    assert october(inspector("35")) == ReportMonth(OCTOBER)
    assert sum(row.cases for row in arrears_by_month(inspector("35"), TODAY)) == 0
    assert october(inspector("3372")).people == 1
    assert october(officer(Role.INSPECTION_COORDINATOR)).people == 1
    assert october(officer(Role.AUDITOR)).people == 0
    assert sum(row.cases for row in arrears_by_month(pgw, TODAY)) == 1


def test_arrears_are_counted_by_how_they_stand(pgw: User) -> None:
    owed = [arrears_case("handed"), arrears_case()]
    arrears_case("settled")
    this = arrears_by_month(pgw, TODAY)[-1]
    debts = sum(debt.amount for case in owed for debt in case.debts.all())
    assert this == ArrearsMonth(date(2026, 11, 1), cases=3, unpaid=1, handed=1, owed=debts)
    assert this.paid == 1
    assert debts > 0


def test_the_picture_has_a_column_a_month_and_the_table_its_numbers() -> None:
    rows = [ReportMonth(OCTOBER, 10, in_time=5, late=3, missing=1), ReportMonth(date(2026, 11, 1))]
    found = pages.reports(rows)
    assert [part["height"] for part in found["picture"]["columns"][0]["parts"]] == [70, 42, 14, 14]
    assert [column["name"] for column in found["picture"]["columns"]] == ["Okt", "Nov"]
    assert [row["cells"] for row in found["rows"]] == [["5", "3", "1", "1"], ["0", "0", "0", "0"]]
    assert found["said"] == "4 dari 10 PHK terlambat atau belum dilaporkan perusahaan."
    assert not pages.reports(rows[1:])["any"]


def test_the_home_of_inspectors_shows_both_pictures(client: Client, pgw: User) -> None:
    phk(OCTOBER, firm=EmployerFactory())
    case = arrears_case()
    sign_in(client, pgw)
    with most_queries(25):
        page = soup(client.get(HOME))
    reports, arrears = (page.select_one(f"section[aria-labelledby={name}]") for name in ("laporan", "tunggakan"))
    assert len(page.select("section svg[role=img]")) == 2
    assert "1 dari 2 PHK terlambat atau belum dilaporkan perusahaan." in words(reports)
    assert [words(cell) for cell in reports.select("tbody tr")[-2].select("th, td")] == [
        "Oktober 2026", "1", "0", "0", "1", "0",
    ]  # fmt: skip
    assert len(arrears.select("tbody tr")) == 12
    assert "1 dari 1 kasus belum dibayar perusahaan" in words(arrears)
    assert case.claim.person.full_name not in words(page.main)


def test_a_region_without_either_says_so(client: Client) -> None:
    page = soup(sign_in(client, inspector("35")).get(HOME))
    assert "Tidak ada PHK di wilayah Anda dalam dua belas bulan terakhir." in words(page)
    assert "Tidak ada kasus tunggakan di wilayah Anda dalam dua belas bulan terakhir." in words(page)
    assert page.select("svg[role=img]") == []
