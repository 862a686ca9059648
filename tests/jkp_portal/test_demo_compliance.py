"""Compliance of the demo comes where it is by the operations of life, and each reads the branch that is theirs."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from accounts.enums import Role
from claims.enums import Branch, MonthPayer, OutreachState
from claims.models import ClaimMonth, Decision, OutreachEntry
from claims.who_pays import kept
from compliance.enums import AllegationState, ComplaintState, InspectionState, SanctionState
from compliance.models import (
    Allegation,
    ArrearsCase,
    Complaint,
    ContributionBill,
    DataAgreement,
    Delivery,
    Inspection,
    PlanYear,
    Reconciliation,
    RiskScore,
    SanctionCase,
)
from core import clock
from integrations.bpjs import bpjs_client
from integrations.sandbox.stories import EMPLOYERS, Story, story
from jkp_portal.demo.cast import HR, OFFICERS
from jkp_portal.demo.compliance import EMPLOYER_ACCOUNT, tell_arrears, tell_compliance
from jkp_portal.demo.people import appoint_officers, hire_hr
from jkp_portal.demo.register import billed_month, quarter_before
from jkp_portal.demo.stories import Stage
from participants.models import ContributionFile, Employer, ParticipantNumber, Person
from participants.operations.employers import look_up_employer
from tests.factories import claims as make
from tests.factories.accounts import UserFactory
from tests.factories.participants import MORNING, PersonFactory, report_phk

pytestmark = pytest.mark.django_db
TODAY = clock.legal_date(MORNING)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def stage(partners, settings) -> Stage:
    """Officers who have been there for a year."""
    settings.DEMO_MODE = True
    partners.load(employers=EMPLOYERS)
    return Stage(appoint_officers(MORNING - timedelta(days=365)), {}, partners, clock.now)


@pytest.fixture
def authors(stage) -> None:
    """Firms of the stories, and two who claimed after they had worked there."""
    for name in ("budi", "vina"):
        user = UserFactory(email=f"{name}@contoh.invalid", full_name=name.title())
        make.claim("in_review", person=PersonFactory(user=user, full_name=name.title()))
    for one in EMPLOYERS:
        look_up_employer(one.npp, bpjs=bpjs_client(), at=MORNING)


# --- who pays ----------------------------------------------------------------------------------------------------


def told(stage: Stage, name: str) -> Story:
    """A story that the partners know, with somebody who acts for its employer."""
    found = story(name, today=TODAY)
    stage.partners.load(people=[found.person], employers=found.employers)
    [hr] = [one for one in HR if one.npp == found.employer.npp]
    stage.hr[hr.npp] = hire_hr(hr, MORNING - timedelta(days=365))
    return found


def test_four_months_in_arrears_are_paid_by_the_employer_and_a_bankrupt_ones_by_the_fund(stage) -> None:
    tell_arrears(stage, owes=told(stage, "ratna"), bankrupt=told(stage, "hendra"))
    ratna, hendra = (
        Decision.objects.get(claim__person__user__email=f"{name}@contoh.invalid") for name in ("ratna", "hendra")
    )
    found = [(kept(one).branch, kept(one).consecutive) for one in (ratna, hendra)]
    assert found == [(Branch.EMPLOYER_FIRST, 4), (Branch.BANKRUPT, 5)]
    assert [ClaimMonth.objects.get(claim=one.claim, n=1).payer for one in (ratna, hendra)] == [
        MonthPayer.EMPLOYER,
        MonthPayer.FUND,
    ]
    case = ArrearsCase.objects.get()
    assert (case.claim, case.state, case.consecutive) == (ratna.claim, "told", 4)


# --- what is on the desks ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("authors")
def test_every_desk_of_compliance_has_something_on_it(stage) -> None:
    tell_compliance(stage, TODAY)
    assert list(Complaint.objects.order_by("due_on").values_list("state", "author__email")) == [
        (ComplaintState.EXAMINING, "vina@contoh.invalid"),
        (ComplaintState.RECEIVED, "budi@contoh.invalid"),
    ]
    assert not Complaint.objects.filter(due_on__lt=TODAY).exists()
    assert list(Allegation.objects.values_list("state", "employer__npp")) == [(AllegationState.SERVED, "99000002")]
    nota = Inspection.objects.get(employer__npp="99000001")
    assert (nota.state, nota.findings.count(), nota.reply_until > TODAY) == (InspectionState.ISSUED, 2, True)
    case = SanctionCase.objects.get()
    assert (case.state, case.inspection.state) == (SanctionState.WARNED_ONCE, InspectionState.SANCTIONED)
    assert case.ends_on > TODAY
    assert RiskScore.objects.exists()


@pytest.mark.usefixtures("authors")
def test_a_bill_is_checked_against_the_register_and_a_province_has_its_quarter(stage) -> None:
    tell_compliance(stage, TODAY)
    files = ContributionFile.objects.order_by("month").values_list("month", "state")
    assert list(files) == [(date(2026, month, 1), "loaded") for month in (7, 8, 9, 10)]
    bill = ContributionBill.objects.get()
    assert (bill.month, bill.state) == (date(2026, 10, 1), "checked")
    assert set(bill.findings) >= {"missing", "unknown", "repeated", "government"}
    delivery = Delivery.objects.get()
    assert (delivery.quarter, delivery.state, delivery.rows > 0) == (date(2026, 7, 1), "delivered", True)
    assert DataAgreement.objects.in_force(TODAY).get().province_id == "31"
    assert list(PlanYear.objects.filter(done__gt=0).values_list("year", "target", "done")) == [(2026, 24, 3)]


@pytest.mark.usefixtures("authors")
def test_who_was_laid_off_and_has_not_claimed_is_found(stage) -> None:
    phk = report_phk(employer=Employer.objects.get(npp="99000001"))
    tell_compliance(stage, TODAY)
    assert list(OutreachEntry.objects.values_list("phk", "state")) == [(phk.pk, OutreachState.DOUBTFUL)]


@pytest.mark.usefixtures("authors")
def test_a_list_of_cards_has_every_answer_that_its_agreement_knows(stage) -> None:
    for number, person in enumerate(Person.objects.exclude(user=None), 99_000_000_000):
        ParticipantNumber.objects.create(number=number, person=person, seen_at=MORNING)
    tell_compliance(stage, TODAY)
    found = Reconciliation.objects.get()
    assert (found.state, found.rows) == ("checked", 12)
    assert found.results == {"cocok": 6, "perusahaan_berbeda": 2, "nonaktif": 2, "tidak_ditemukan": 2}


def test_an_objection_finds_an_inspector_who_did_not_propose_the_step() -> None:
    held = [one.regions for one in OFFICERS if one.role == Role.INSPECTOR]
    assert held == [("33",), ("33",)]


def test_the_bank_knows_the_account_of_the_employer_that_pays_first() -> None:
    [firm] = [one for one in EMPLOYERS if one.npp == story("ratna", today=TODAY).employer.npp]
    assert EMPLOYER_ACCOUNT.name == firm.name.upper()


@pytest.mark.parametrize(
    ("today", "month", "quarter"),
    [
        (date(2026, 11, 15), date(2026, 9, 1), date(2026, 7, 1)),
        (date(2026, 11, 16), date(2026, 10, 1), date(2026, 7, 1)),
        (date(2027, 1, 15), date(2026, 11, 1), date(2026, 7, 1)),
        (date(2027, 1, 16), date(2026, 12, 1), date(2026, 10, 1)),
    ],
)
def test_no_month_is_billed_before_its_payments_are_over(today: date, month: date, quarter: date) -> None:
    assert (billed_month(today), quarter_before(today)) == (month, quarter)
