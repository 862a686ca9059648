"""Months of benefit: scheduled, granted, paid, or sent back by the bank."""

from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import MonthPayer, MonthState
from claims.events import BenefitPeriodSet, EmployerOwesMonth
from claims.models import Claim, ClaimMonth, Decision
from claims.operations.letters import addressee
from claims.operations.missions import collect_for_next
from claims.selectors import PAYOUT_SOURCE
from claims.who_pays import kept
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict
from core.events import publish
from notices.letters import issue_letter, revoke_letter
from notices.operations import notify
from notices.selectors import letters_about
from payments.enums import FAILED, PayoutState
from payments.models import Payout
from payments.operations.payouts import order_payout
from payments.selectors import last_payout
from rules.calendar import Calendar
from rules.deadlines import Window, bpjs_decision_due, employer_first_due, month_window
from rules.errors import CalendarNotLoaded
from rules.money import Rupiah, share_of
from rules.parameters import BENEFIT_MONTHS, BENEFIT_RATES, WAGE_CEILING
from rules.transitional import payment_regime


def schedule_months(claim: Claim) -> list[ClaimMonth]:
    """Write the six rows with their windows, computed once (POL-15).

    A window that reaches into a year whose holidays are not decreed yet stays empty until they are (fill_windows).
    """
    if claim.reference_date is None:
        raise ValueError(f"{claim} was never filed")
    calendar, first = working_calendar(), claim.reference_date
    numbers = range(1, BENEFIT_MONTHS.on(first).value + 1)
    tell_of_period(claim)
    return ClaimMonth.objects.bulk_create([_scheduled(claim, n, _window(first, n, calendar)) for n in numbers])


def tell_of_period(claim: Claim, *, key: str = "") -> None:
    """The months of a benefit are known, or run again: it opens doors (training, TRN-06). With `key` once."""
    if claim.reference_date is None:
        raise ValueError(f"{claim} was never filed")
    publish(BenefitPeriodSet(str(claim.pk), str(claim.person_id), claim.reference_date.isoformat()), key=key)


def _scheduled(claim: Claim, n: int, window: Window | None) -> ClaimMonth:
    return ClaimMonth(
        claim=claim,
        n=n,
        opens_on=window.opens_on if window else None,
        closes_on=window.closes_on if window else None,
    )


def _window(first_filed_on: date, n: int, calendar: Calendar) -> Window | None:
    try:
        return month_window(first_filed_on, n, calendar)
    except CalendarNotLoaded:
        return None


@transaction.atomic
def fill_windows() -> int:
    """Give months their windows once the calendar of their year is loaded. Returns how many got one."""
    calendar, filled = working_calendar(), 0
    waiting = ClaimMonth.objects.select_for_update(of=("self",)).without_window().select_related("claim")
    for month in waiting:
        window = _window(month.claim.reference_date, month.n, calendar)
        if window is not None:
            month.opens_on, month.closes_on = window.opens_on, window.closes_on
            month.save(update_fields=["opens_on", "closes_on"])
            filled += 1
    return filled


def grant(
    month: ClaimMonth, *, wage_base: int, officer: User | None, due_on: date | None, at: datetime, move: str = "grant"
) -> ClaimMonth:
    """Grant a month with this wage base and order its payment. Whole rupiah, half up (POL-07).

    The law is that of today (POL-05). `officer` None: the portal grants by the rules (POL-26). `move` is "uphold" after
    an objection.
    """
    granted_on = clock.legal_date(at)
    rate: Fraction = BENEFIT_RATES.on(granted_on).value[month.n - 1]
    base = Rupiah(min(wage_base, WAGE_CEILING.on(granted_on).value))
    employer = month.claim.employer_pays
    month = ClaimMonth.workflow.move(
        month,
        move,
        actor=officer,
        at=at,
        wage_base=base,
        rate_percent=int(rate * 100),
        amount=share_of(base, rate),
        regime=payment_regime(granted_on).value,
        granted_on=granted_on,
        pay_due_on=_pay_due(granted_on, due_on, employer=employer),
        payer=MonthPayer.EMPLOYER if employer else MonthPayer.FUND,
        decided_at=at,
    )
    audit.record("claims.month.granted", actor=officer, at=at, subject=month, amount=month.amount)
    if employer:
        publish(EmployerOwesMonth(str(month.pk)), key=str(month.pk))
    else:
        order_payment(month, verified_by=officer, at=at)
    return month


def _pay_due(granted_on: date, due_on: date | None, *, employer: bool) -> date:
    """The office's clock does not bind an employer: it has days of its own (configuration)."""
    if employer:
        return employer_first_due(granted_on, working_calendar())
    return due_on or bpjs_decision_due(granted_on, working_calendar())


def grant_first_month(claim: Claim, *, decision: Decision, officer: User | None, at: datetime) -> ClaimMonth:
    """Grant month 1 with the wage base of the decision and order its payment."""
    decided = kept(decision)
    if decided is not None and decided.employer_first:
        claim.employer_pays = True
        claim.save(update_fields=["employer_pays"])
    month = ClaimMonth.objects.select_for_update(of=("self",)).select_related("claim").get(claim=claim, n=1)
    month = grant(month, wage_base=decision.wage_base or 0, officer=officer, due_on=claim.decision_due_on, at=at)
    collect_for_next(month)
    return month


def order_payment(month: ClaimMonth, *, verified_by: User | None, at: datetime) -> Payout:
    """Order the transfer of a granted month to the account of its claim. Once while a payout of it lives.

    Raises Conflict("employer_pays"): the fund does not pay what the employer pays.
    """
    claim = month.claim
    if month.payer == MonthPayer.EMPLOYER:
        raise Conflict("employer_pays", _("Bulan ini dibayar perusahaan."))
    return order_payout(
        source_kind=PAYOUT_SOURCE,
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
def hear_of_payout(month_id: UUID | str, *, at: datetime) -> ClaimMonth:
    """Bring the month in line with its latest payout: paid, or sent back.

    What counts is how the payout stands now, so that news in another order, or told twice, ends the same.
    """
    month = ClaimMonth.objects.select_for_update(of=("self",)).get(pk=month_id)
    payout = last_payout(PAYOUT_SOURCE, month.pk)
    if payout is not None and payout.state == PayoutState.PAID and month.state == MonthState.APPROVED:
        return _record_paid(month, payout, at)
    if payout is not None and payout.state in FAILED and month.state in (MonthState.APPROVED, MonthState.PAID):
        return _record_bank_problem(month, payout, at)
    return month


def _record_paid(month: ClaimMonth, payout: Payout, at: datetime) -> ClaimMonth:
    month = ClaimMonth.workflow.move(month, "pay", actor=None, at=at, paid_on=payout.paid_on)
    audit.record("claims.month.paid", actor=None, at=at, subject=month, amount=month.amount)
    claim, user = month.claim, month.claim.person.user
    issue_letter(
        kind="payment_proof",
        user=user,
        subject=payout,
        at=at,
        claim_number=claim.number,
        month=month.n,
        amount=payout.amount,
        paid_on=payout.paid_on.isoformat(),
        account=f"{claim.bank_name} {payout.account_masked}",
        bank_reference=payout.bank_reference,
        **addressee(claim),
    )
    notify(event="claim_paid", user=user, at=at, link="/pembayaran/", key=str(payout.pk))
    return month


def _record_bank_problem(month: ClaimMonth, payout: Payout, at: datetime) -> ClaimMonth:
    """The person is asked for an account that works; a proof of payment that was already written is withdrawn."""
    month = ClaimMonth.workflow.move(month, "bounce", actor=None, at=at, note=payout.code, paid_on=None, returned_at=at)
    audit.record("claims.month.bank_problem", actor=None, at=at, subject=month, code=payout.code)
    proof = letters_about([payout]).get(str(payout.pk))
    if proof is not None:
        revoke_letter(proof, reason="Bank mengembalikan uang ini.", actor=None, at=at)
    notify(
        event="bank_problem",
        user=month.claim.person.user,
        at=at,
        link=f"/klaim/{month.claim_id}/rekening/",
        key=str(payout.pk),
    )
    return month
