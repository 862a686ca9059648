"""The risk list: what is planted is found with its figures, and honest firms are left alone."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.enums import Role
from compliance.models import RiskScore
from compliance.operations.risks import rebuild_risks
from compliance.selectors.risk_facts import counted
from compliance.tasks import rebuild_risks as nightly
from participants.contribution_tables import partition_of
from participants.enums import PhkReason, Side
from participants.models import BpjsSnapshot, Contribution, Employer, Person
from participants.operations import phk
from participants.operations.contribution_loading import make_partition
from rules.calendar import Month, add_months, month_of
from tests.factories.accounts import officer
from tests.factories.compliance import complaint, inspector
from tests.factories.participants import (
    MORNING,
    PHK_ON,
    TODAY,
    EmployerFactory,
    PersonFactory,
    StaffFactory,
    report_phk,
    stored_file,
)
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
OLD = date(2026, 10, 1)  # reported on 16 November: seven working days are long over


def found(code: str) -> dict[str, tuple[int, int]]:
    """What a rule counts, by registration number."""
    npps = dict(Employer.objects.values_list("pk", "npp"))
    return {npps[row.employer_id]: (row.count, row.of) for row in counted(today=TODAY) if row.code == code}


def paid(person: Person, firm: Employer, wages: Sequence[int], *, until: date = date(2026, 10, 1)) -> None:
    """A month each, the last of them `until`."""
    for back, wage in enumerate(reversed(wages)):
        month = add_months(until, -back)
        Contribution.objects.create(
            person=person,
            month=month,
            employer_npp=firm.npp,
            wage=wage,
            paid_on=month,
            reported_on=month,
            seen_at=MORNING,
        )


def register(rows: Sequence[tuple[Month, int, int, bool]], firm: Employer) -> None:
    """Months of a firm in the register: period, workers, wage, whether they are paid."""
    for period in sorted({row[0] for row in rows}):
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE {partition_of(period)} (LIKE participants_monthlycontribution INCLUDING DEFAULTS)"
            )
        number = 10_000_000_000
        for _period, workers, wage, is_paid in (row for row in rows if row[0] == period):
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {partition_of(period)} "  # noqa: S608 - a name of ours
                    "SELECT n, %s, CASE WHEN %s THEN date '2026-11-10' END, %s, %s, 0, 0, 0, 1 "
                    "FROM generate_series(%s::bigint, %s::bigint) n",
                    [wage, is_paid, int(firm.npp), period, number, number + workers - 1],
                )
            number += workers
        make_partition(period)


# --- reports of PHK


def test_late_and_missing_reports_are_counted_against_all(pgw: object) -> None:
    firm, prompt = EmployerFactory(), EmployerFactory()
    report_phk(employer=firm, phk_on=OLD)  # by the worker; the employer says nothing
    report_phk(employer=firm, phk_on=OLD, opened_by=Side.EMPLOYER)  # late
    report_phk(employer=firm, phk_on=PHK_ON, opened_by=Side.EMPLOYER)
    report_phk(employer=prompt, phk_on=PHK_ON)  # the employer still has time
    assert found("late") == {firm.npp: (2, 3)}


def test_the_last_day_of_a_report_is_not_late() -> None:
    firm = EmployerFactory()
    report_phk(employer=firm, phk_on=date(2026, 11, 5), opened_by=Side.EMPLOYER)  # due on 16 November
    assert found("late") == {}
    report_phk(employer=firm, phk_on=date(2026, 11, 4), opened_by=Side.EMPLOYER)
    assert found("late") == {firm.npp: (1, 2)}


def test_what_was_taken_back_or_lies_a_year_behind_does_not_count() -> None:
    firm = EmployerFactory()
    event = report_phk(employer=firm, phk_on=OLD)
    phk.withdraw(event=event, reason="Salah tanggal.", actor=event.person.user, at=MORNING)
    report_phk(employer=firm, phk_on=date(2025, 11, 15))
    assert found("late") == {}


# --- what BPJS knows


def test_a_worker_without_a_month_is_a_gap_only_when_bpjs_was_asked() -> None:
    firm = EmployerFactory()
    known, unknown, insured = (report_phk(employer=firm, person=PersonFactory()).person for _ in range(3))
    for person in (known, insured):
        BpjsSnapshot.objects.create(person=person, as_of=MORNING, fetched_at=MORNING, payload={})
    paid(insured, firm, [4_500_000])
    assert found("unregistered") == {firm.npp: (1, 0)}
    assert not unknown.bpjs_snapshots.exists()


def test_a_wage_a_tenth_below_the_workers_word_is_less() -> None:
    firm = EmployerFactory()
    for told in (4_050_000, 4_050_001, 4_500_000):  # the worker says 4,500,000
        person = report_phk(employer=firm).person
        paid(person, firm, [told])
    assert found("less_wage") == {firm.npp: (1, 3)}


def test_wages_that_fall_or_jump_before_the_end_are_seen() -> None:
    firm = EmployerFactory()
    histories = (
        [5_000_000, 5_000_000, 4_000_000, 4_000_000],  # a fifth less
        [5_000_000, 4_000_001, 4_000_001, 4_000_001],
        [4_000_000, 4_000_000, 4_000_000, 6_000_000],  # half as much again
        [4_000_000, 5_999_999, 5_999_999, 5_999_999],
        [4_000_000, 4_000_000, 4_000_000],  # nothing to compare with
    )
    for wages in histories:
        paid(report_phk(employer=firm).person, firm, wages)
    assert found("wage_drop") == {firm.npp: (1, 4)}
    assert found("wage_rose") == {firm.npp: (1, 4)}


def test_who_is_registered_again_by_the_same_firm_is_seen_for_ninety_days() -> None:
    firm, other = EmployerFactory(), EmployerFactory()
    again, later, elsewhere = (report_phk(employer=firm, phk_on=date(2026, 6, 30)).person for _ in range(3))
    paid(again, firm, [1], until=date(2026, 9, 1))
    paid(later, firm, [1], until=date(2026, 10, 1))  # 93 days
    paid(elsewhere, other, [1], until=date(2026, 8, 1))
    assert found("rehired") == {firm.npp: (1, 0)}


def test_reasons_that_differ_are_counted_where_both_sides_spoke() -> None:
    firm = EmployerFactory()
    staff = StaffFactory(employer=firm, is_admin=True).user
    event = report_phk(employer=firm, reason=PhkReason.B)
    report_phk(employer=firm)
    event.versions.create(
        side=Side.EMPLOYER,
        stance="disputes",
        statement="Mengundurkan diri.",
        reason=PhkReason.I,
        contract=event.contract,
        phk_on=event.phk_on,
        submitted_by=staff,
        at=MORNING,
    )
    assert found("reasons") == {firm.npp: (1, 1)}


def test_twelve_months_at_the_ceiling_are_a_pattern_thirteen_too_fourteen_not() -> None:
    firm = EmployerFactory()
    for months in (12, 13, 14, 11):
        paid(report_phk(employer=firm).person, firm, [5_000_000] * months)
    paid(report_phk(employer=firm).person, firm, [4_999_999] * 12)
    assert found("ceiling") == {firm.npp: (2, 0)}


def test_one_proof_for_many_counts_without_address_and_email_only() -> None:
    bare, known = EmployerFactory(address="", contact_email=""), EmployerFactory()
    for firm in (bare, known):
        staff = StaffFactory(employer=firm, is_admin=True).user
        for _ in range(3):
            event = report_phk(employer=firm, with_proof=False, opened_by=Side.EMPLOYER)
            event.proofs.create(
                file=stored_file(staff), kind="receipt", side=Side.EMPLOYER, added_by=staff, added_at=MORNING
            )
    assert found("one_proof") == {bare.npp: (3, 0)}


# --- the register


def test_unpaid_months_that_are_due_are_arrears() -> None:
    firm = EmployerFactory()
    now = month_of(TODAY)
    register([(Month(now - back), 4, 4_500_000, back > 3) for back in range(1, 6)], firm)
    assert found("arrears") == {firm.npp: (2, 0)}  # September and August; October is due in November


def test_the_same_wage_of_nearly_everybody_is_seen() -> None:
    firm = EmployerFactory()
    now = Month(month_of(TODAY) - 1)
    register([(now, 38, 5_000_000, True), (now, 2, 4_000_000, True)], firm)
    assert found("same_wage") == {firm.npp: (38, 40)}


def test_a_young_firm_that_lets_nearly_everybody_go_is_seen() -> None:
    young = EmployerFactory()
    before = Month(month_of(PHK_ON) - 1)
    old = EmployerFactory()
    register([(Month(before - 24), 1, 1, True)], old)
    register([(Month(before - 12), 12, 4_000_000, True), (before, 12, 4_000_000, True)], young)
    for _ in range(10):
        report_phk(employer=young, phk_on=PHK_ON)
    assert found("shell") == {young.npp: (10, 12)}


def test_without_a_register_that_goes_back_a_firms_age_is_unknown() -> None:
    firm = EmployerFactory()
    register([(Month(month_of(PHK_ON) - 1), 10, 4_000_000, True)], firm)
    for _ in range(10):
        report_phk(employer=firm, phk_on=PHK_ON)
    assert found("shell") == {}


# --- the list


def test_the_list_has_its_reasons_with_figures_and_is_written_anew() -> None:
    bad, worse = EmployerFactory(), EmployerFactory()
    for firm in (bad, worse):
        for _ in range(2):
            report_phk(employer=firm, phk_on=OLD)
    for _ in range(2):
        complaint(employer=worse)
    assert rebuild_risks(at=MORNING) == 2
    first, second = RiskScore.objects.all()
    assert (first.employer, first.points, first.place, first.region_id) == (worse, 50, 1, "3372")
    assert (second.employer, second.points, second.place) == (bad, 30, 2)
    assert second.reasons == [
        {
            "code": "late",
            "points": 30,
            "count": 2,
            "of": 2,
            "least": 2,
            "share": "1/4",
            "law": "Permenaker 2/2025 Pasal 9 ayat (1)",
        }
    ]
    nightly()
    assert RiskScore.objects.count() == 2


def test_an_honest_firm_is_not_on_the_list() -> None:
    firm = EmployerFactory()
    for _ in range(4):
        paid(report_phk(employer=firm, opened_by=Side.EMPLOYER).person, firm, [4_500_000] * 18)
    assert rebuild_risks(at=MORNING) == 0


def test_what_is_over_leaves_the_list() -> None:
    firm = EmployerFactory()
    rows = [complaint(employer=firm) for _ in range(2)]
    assert rebuild_risks(at=MORNING) == 1
    rows[0].workflow.move(rows[0], "withdraw", actor=rows[0].author, at=MORNING)
    assert rebuild_risks(at=MORNING + timedelta(days=1)) == 0


def test_a_province_reads_its_own_list(pgw: object) -> None:
    for region in ("3372", "3578"):
        firm = EmployerFactory(region_id=region)
        for _ in range(2):
            complaint(employer=firm, region=region)
    rebuild_risks(at=MORNING)
    assert [row.region_id for row in RiskScore.objects.visible_to(pgw, TODAY)] == ["3372"]  # type: ignore[arg-type]
    assert [row.region_id for row in RiskScore.objects.visible_to(inspector("35"), TODAY)] == ["3578"]
    assert RiskScore.objects.visible_to(officer(Role.AUDITOR), TODAY).count() == 2
    assert not RiskScore.objects.visible_to(officer(Role.BPJS_VERIFIER), TODAY).exists()


def test_as_many_statements_for_many_firms_as_for_one() -> None:
    for _ in range(6):
        firm = EmployerFactory()
        for _event in range(2):
            report_phk(employer=firm, phk_on=OLD)
    with most_queries(26):
        assert rebuild_risks(at=MORNING) == 6
