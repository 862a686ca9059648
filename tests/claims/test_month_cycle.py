"""Months 2 to 6 by their dates: what opens, what is sent, what is paid, what is lost."""

from datetime import date, datetime, timedelta

import pytest

from claims.enums import ClaimState, DecisionKind, EndReason, MonthState
from claims.models import Claim, ClaimMonth, Decision
from claims.operations import month_deciding, month_filing, monthly_cycle, reminders
from core.errors import Conflict, Invalid
from ipk.models import Activity
from notices.models import Letter, Notice
from payments.models import Payout
from tests.factories import claims as make

pytestmark = pytest.mark.django_db

REFERENCE = date(2026, 12, 16)  # a Wednesday; month 1 was sent on 16 November 2026
CLOSES = date(2026, 12, 23)  # five working days later


@pytest.fixture
def claim(travel) -> Claim:
    return make.claim("paid")


def month(claim: Claim, n: int = 2) -> ClaimMonth:
    return claim.months.get(n=n)


def send(claim: Claim, at: datetime, n: int = 2, **more) -> ClaimMonth:
    month_filing.submit_month(month(claim, n), actor=claim.person.user, at=at, **more)
    month_deciding.assess_month(month(claim, n), at=at)
    return month(claim, n)


# --- windows -----------------------------------------------------------------------------------------------------


def test_a_month_opens_on_its_day_and_the_person_is_told_once(claim, travel):
    assert monthly_cycle.open_months(at=travel(REFERENCE - timedelta(days=1))) == 0
    at = travel(REFERENCE)
    assert monthly_cycle.open_months(at=at) == 1
    assert monthly_cycle.open_months(at=at) == 0
    opened = month(claim)
    assert (opened.state, opened.opens_on, opened.closes_on) == (MonthState.OPEN, REFERENCE, CLOSES)
    assert Notice.objects.filter(event="month_open", channel="inbox", user=claim.person.user).count() == 1


def test_a_month_that_we_open_late_keeps_the_length_of_its_window(claim, travel):
    at = travel(date(2027, 1, 4))  # nobody asked what was due for nineteen days
    assert monthly_cycle.open_months(at=at) == 1
    assert monthly_cycle.forfeit_months(at=at) == 0
    assert (month(claim).state, month(claim).closes_on) == (
        MonthState.OPEN,
        date(2027, 1, 12),
    )  # 5 January is a holiday


def test_a_missed_window_loses_that_month_only(claim, travel):
    monthly_cycle.open_months(at=travel(REFERENCE))
    assert monthly_cycle.forfeit_months(at=travel(CLOSES)) == 0
    at = travel(CLOSES + timedelta(days=1))
    assert monthly_cycle.forfeit_months(at=at) == 1
    assert monthly_cycle.forfeit_months(at=at) == 0
    assert month(claim).state == MonthState.FORFEITED
    assert month(claim, 3).state == MonthState.SCHEDULED
    decision = Decision.objects.get(kind=DecisionKind.FORFEITURE)
    assert (decision.month, decision.officer, decision.reason_codes) == (month(claim), None, ["R10"])
    assert decision.run.outcome == "not_payable"
    assert Letter.objects.get(kind="forfeiture").content["title"] == "Manfaat bulan ke-2 hangus"


def test_a_reminder_comes_three_days_and_one_day_and_hours_before_the_end(claim, travel):
    monthly_cycle.open_months(at=travel(REFERENCE))
    for day in (CLOSES - timedelta(days=3), CLOSES - timedelta(days=1), CLOSES):
        reminders.remind(at=travel(day))
        reminders.remind(at=travel(make.moment(day, 16, 30)))
    keys = Notice.objects.filter(event="month_closing", channel="inbox").order_by("created_at")
    assert [notice.key.rpartition(":")[2] for notice in keys] == ["3", "1", "0"]


# --- sending -----------------------------------------------------------------------------------------------------


def test_a_month_with_five_accepted_applications_is_granted_and_ordered(claim, travel):
    make.evidence(claim, 5)
    make.assessed(claim)
    at = travel(REFERENCE)
    granted = send(claim, at)
    assert (granted.state, granted.amount, granted.filed_on) == (MonthState.APPROVED, 2_700_000, REFERENCE)
    assert granted.pay_due_on == date(2026, 12, 21)
    payout = make.payout_of(granted)
    assert (payout.amount, payout.state, payout.verified_by) == (2_700_000, "ready", None)
    assert Activity.objects.filter(used_for=granted.pk).count() == 5
    assert Letter.objects.get(kind="approval", facts__month=2).content["title"] == "Manfaat JKP bulan ke-2 disetujui"


def test_sending_twice_sends_once(claim, travel):
    make.evidence(claim, 5)
    make.assessed(claim)
    first = send(claim, travel(REFERENCE))
    again = send(claim, travel(REFERENCE + timedelta(days=1)))
    assert (first.filed_at, first.pk) == (again.filed_at, again.pk)
    assert Payout.objects.filter(source_id=first.pk).count() == 1
    assert Letter.objects.filter(kind="month_receipt").count() == 1


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (make.moment(REFERENCE - timedelta(days=1), 23, 59, 59), "not_open_yet"),
        (make.moment(CLOSES + timedelta(days=1), 0, 0, 0), "window_closed"),
    ],
)
def test_a_month_is_sent_neither_early_nor_late(claim, travel, moment, code):
    with pytest.raises(Conflict) as refused:
        month_filing.submit_month(month(claim), actor=claim.person.user, at=travel(moment))
    assert refused.value.code == code
    assert month(claim).state == MonthState.SCHEDULED


@pytest.mark.parametrize("moment", [make.moment(REFERENCE, 0, 0, 0), make.moment(CLOSES, 23, 59, 59)])
def test_the_first_and_the_last_second_of_a_window_are_in_time(claim, travel, moment):
    sent = month_filing.submit_month(month(claim), actor=claim.person.user, at=travel(moment))
    assert sent.state == MonthState.SUBMITTED


def test_a_month_waits_for_the_desk_when_everything_it_needs_is_being_checked(claim, travel):
    make.evidence(claim, 4)
    fifth = make.evidence(claim, 1, accepted=False)[0]
    make.assessed(claim)
    assert send(claim, travel(REFERENCE)).state == MonthState.SUBMITTED
    make.accept(fifth, travel(REFERENCE + timedelta(days=1)))
    month_deciding.assess_month(month(claim), at=travel(REFERENCE + timedelta(days=1)))
    assert month(claim).state == MonthState.APPROVED


def test_missing_proof_holds_the_month_and_says_until_when(claim, travel):
    make.evidence(claim, 4)
    make.assessed(claim)
    held = send(claim, travel(REFERENCE))
    assert (held.state, held.complete_by, held.filed_on) == (MonthState.HELD, CLOSES, REFERENCE)
    assert month_deciding.missing(held.assessments.first()) == ["MON-02"]


def test_a_held_month_is_completed_after_its_window_because_filing_decides(claim, travel):
    make.evidence(claim, 4)
    make.assessed(claim)
    send(claim, travel(REFERENCE))
    make.evidence(claim, 1)
    at = travel(CLOSES)
    month_filing.complete_month(month(claim), actor=claim.person.user, at=at)
    month_deciding.assess_month(month(claim), at=at)
    assert (month(claim).state, month(claim).filed_on) == (MonthState.APPROVED, REFERENCE)


def test_without_a_self_assessment_the_month_is_held(claim, travel):
    make.evidence(claim, 5)
    held = send(claim, travel(REFERENCE))
    assert month_deciding.missing(held.assessments.first()) == ["MON-04"]


def test_a_held_month_that_nobody_completes_goes_to_an_officer_who_refuses_by_name(claim, travel):
    make.assessed(claim)
    send(claim, travel(REFERENCE))
    at = travel(CLOSES + timedelta(days=1))
    assert monthly_cycle.give_to_officers(at=at) == 1
    held, officer = month(claim), make.verifier()
    assert held.state == MonthState.IN_REVIEW
    run = month_deciding.record_run(held, month_deciding.evidence_for(held, at.date()), at=at)
    with pytest.raises(Conflict, match="fact_is_met"):
        month_deciding.refuse_month(held, run=run, reason_code="R12", note="x", actor=officer, at=at)
    decision = month_deciding.refuse_month(
        held, run=run, reason_code="R08", note="Kami menemukan 0 lamaran.", actor=officer, at=at
    )
    assert month(claim).state == MonthState.REFUSED
    assert (decision.officer, decision.kind) == (officer, DecisionKind.MONTH_REFUSAL)
    assert Letter.objects.get(kind="refusal").content["title"] == "Klaim bulan ke-2 ditolak"


# --- the last month ----------------------------------------------------------------------------------------------


def test_the_sixth_month_needs_the_form_and_then_the_benefit_is_over(claim, travel):
    for n in (2, 3, 4, 5):
        monthly_cycle.open_months(at=travel(month(claim, n).opens_on))
        monthly_cycle.forfeit_months(at=travel(month(claim, n).closes_on + timedelta(days=1)))
    sixth = month(claim, 6)
    at = travel(sixth.opens_on)
    make.assessed(claim)
    make.evidence(claim, 5, on=sixth.opens_on - timedelta(days=3))
    with pytest.raises(Invalid, match="status_form_needed"):
        month_filing.submit_month(sixth, actor=claim.person.user, at=at)
    assert send(claim, at, 6, status_form={"working": False}).state == MonthState.APPROVED
    assert monthly_cycle.end_benefits(at=at) == 0
    make.tell_bank(month(claim, 6), "settled", at=at)
    assert monthly_cycle.end_benefits(at=at) == 1
    claim.refresh_from_db()
    assert (claim.state, claim.end_reason) == (ClaimState.ENDED, EndReason.COMPLETED)


def test_sending_again_what_is_still_incomplete_gains_no_new_days(travel):
    """One clock of five working days; after its last day an officer looks, and nobody is refused by it."""
    found = make.claim("paid")
    make.assessed(found)
    month = found.months.get(n=2)
    at = travel(month.opens_on)
    month_filing.submit_month(month, actor=found.person.user, at=at)
    held = month_deciding.assess_month(month, at=at)
    last_day = held.complete_by
    for days in (1, 3):
        at = travel(month.opens_on + timedelta(days=days))
        sent = month_filing.complete_month(held, actor=found.person.user, at=at)
        held = month_deciding.assess_month(sent, at=at)
        assert (held.state, held.complete_by) == ("held", last_day)
    at = travel(last_day + timedelta(days=1))
    sent = month_filing.complete_month(held, actor=found.person.user, at=at)
    assert month_deciding.assess_month(sent, at=at).state == "in_review"
