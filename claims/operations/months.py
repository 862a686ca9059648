"""Months of benefit: scheduled, granted, paid, or sent back by the bank."""

from datetime import datetime
from fractions import Fraction

from django.db import transaction

from accounts.models import User
from claims.enums import AccountCheck, ClaimState, MonthState
from claims.models import Claim, ClaimMonth, Decision
from core import audit, clock
from core.calendar import working_calendar
from core.jobs import enqueue
from notices.letters import issue_letter
from notices.operations import notify
from payments.models import Payout
from payments.operations.payouts import order_payout
from rules.calendar import add_working_days
from rules.deadlines import month_windows
from rules.money import Rupiah, share_of
from rules.parameters import BENEFIT_RATES
from rules.transitional import regime_on

SOURCE = "claim_month"
REPAY_WORKING_DAYS = 1


def schedule_months(claim: Claim, *, at: datetime) -> list[ClaimMonth]:
    """Write the six rows with their windows, computed once (POL-15)."""
    if claim.reference_date is None:
        raise ValueError(f"{claim} was never filed")
    windows = month_windows(claim.reference_date, working_calendar())
    return ClaimMonth.objects.bulk_create(
        [
            ClaimMonth(
                claim=claim,
                n=n,
                opens_on=window.opens_on if window else None,
                closes_on=window.closes_on if window else None,
            )
            for n, window in windows.items()
        ]
    )


def grant_first_month(claim: Claim, *, decision: Decision, officer: User, at: datetime) -> ClaimMonth:
    """Grant month 1 with the wage base of the decision and order its payment. Whole rupiah, half up (POL-07)."""
    month = ClaimMonth.objects.select_for_update(of=("self",)).get(claim=claim, n=1)
    granted_on = clock.legal_date(at)
    rate: Fraction = BENEFIT_RATES.on(granted_on).value[month.n - 1]
    wage_base = Rupiah(decision.assessment.answer["wage_base"])
    month = ClaimMonth.workflow.move(
        month,
        "grant",
        actor=officer,
        at=at,
        wage_base=wage_base,
        rate_percent=int(rate * 100),
        amount=share_of(wage_base, rate),
        regime=regime_on(granted_on).value,
        granted_on=granted_on,
        pay_due_on=claim.decision_due_on,
    )
    audit.record("claims.month.granted", actor=officer, at=at, subject=month, amount=month.amount)
    order_payment(month, verified_by=officer, at=at)
    return month


def order_payment(month: ClaimMonth, *, verified_by: User | None, at: datetime) -> Payout:
    """Order the transfer of a granted month to the account of its claim. Once while a payout of it lives."""
    claim = month.claim
    return order_payout(
        source_kind=SOURCE,
        source_id=month.pk,
        user=claim.person.user,
        payee_name=claim.account_holder,
        bank_code=claim.bank_code,
        account_number=claim.account,
        amount=month.amount,
        verified_by=verified_by,
        at=at,
    )


@transaction.atomic
def record_paid(month: ClaimMonth, *, at: datetime) -> ClaimMonth:
    """The money arrived. A second time changes nothing."""
    month = ClaimMonth.objects.select_for_update(of=("self",)).get(pk=month.pk)
    if month.state == MonthState.PAID:
        return month
    paid_on = clock.legal_date(at)
    month = ClaimMonth.workflow.move(month, "pay", actor=None, at=at, paid_on=paid_on)
    audit.record("claims.month.paid", actor=None, at=at, subject=month, amount=month.amount)
    claim, user = month.claim, month.claim.person.user
    issue_letter(
        kind="payment_proof",
        user=user,
        subject=month,
        at=at,
        claim_number=claim.number,
        month=month.n,
        amount=month.amount,
        paid_on=paid_on.isoformat(),
        account=f"{claim.bank_name} •••• {claim.account_tail}",
    )
    notify(event="claim_paid", user=user, at=at, link="/pembayaran/", key=str(month.pk))
    return month


@transaction.atomic
def record_bank_problem(month: ClaimMonth, *, code: str, payout_id: str, at: datetime) -> ClaimMonth:
    """The bank sent the money back. The person is asked for an account that works. A second time changes nothing."""
    month = ClaimMonth.objects.select_for_update(of=("self",)).get(pk=month.pk)
    if month.state == MonthState.BANK_PROBLEM:
        return month
    month = ClaimMonth.workflow.move(month, "bounce", actor=None, at=at, note=code, paid_on=None)
    audit.record("claims.month.bank_problem", actor=None, at=at, subject=month, code=code)
    notify(
        event="bank_problem",
        user=month.claim.person.user,
        at=at,
        link=f"/klaim/{month.claim_id}/rekening/",
        key=payout_id,
    )
    return month


@transaction.atomic
def correct_account(
    claim: Claim, *, bank_code: str, bank_name: str, number: str, holder: str, actor: User, at: datetime
) -> Claim:
    """A new account after the bank sent money back. The payment is ordered again once the bank knows its owner."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.state != ClaimState.ACTIVE or not claim.months.filter(state=MonthState.BANK_PROBLEM).exists():
        return claim
    claim.bank_code, claim.bank_name, claim.account, claim.account_holder = bank_code, bank_name, number, holder
    claim.account_check, claim.account_set_at = AccountCheck.NOT_ASKED, at
    claim.save()
    audit.record("claims.claim.account_corrected", actor=actor, at=at, subject=claim, bank=bank_code)
    notify(event="account_changed", user=actor, at=at, link=f"/klaim/{claim.pk}/", key=f"{claim.pk}:{at.isoformat()}")
    enqueue("claims.check_account", claim_id=claim.pk, set_at=at.isoformat())
    return claim


@transaction.atomic
def pay_again(claim: Claim, *, verified_by: User | None, at: datetime) -> list[ClaimMonth]:
    """Order the payment of every month that came back, now that the account is right. Others are left alone.

    `verified_by` names the officer who let a differing name pass; None when the bank's name matched.
    """
    months = list(claim.months.select_for_update(of=("self",)).filter(state=MonthState.BANK_PROBLEM))
    due = add_working_days(clock.legal_date(at), REPAY_WORKING_DAYS, working_calendar())
    again = []
    for month in months:
        moved = ClaimMonth.workflow.move(month, "order_again", actor=verified_by, at=at, pay_due_on=due)
        order_payment(moved, verified_by=verified_by, at=at)
        again.append(moved)
    return again
