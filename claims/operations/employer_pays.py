"""Months that the employer pays before the fund does (Pasal 39 ayat (3)): they were paid, or the fund takes over."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import MonthPayer, MonthState
from claims.models import Claim, ClaimMonth
from core import audit
from core.errors import Conflict


@transaction.atomic
def record_paid_by_employer(month: ClaimMonth, *, paid_on: date, actor: User, at: datetime) -> ClaimMonth:
    """The worker has the money of the employer. Told twice it stays as it is.

    Raises Conflict("fund_pays" | "wrong_state").
    """
    month = ClaimMonth.objects.held(month)
    if month.payer != MonthPayer.EMPLOYER:
        raise Conflict("fund_pays", _("Bulan ini dibayar BPJS Ketenagakerjaan, bukan perusahaan."))
    if month.state == MonthState.PAID:
        return month
    month = ClaimMonth.workflow.move(month, "pay", actor=actor, at=at, paid_on=paid_on)
    audit.record("claims.month.paid_by_employer", actor=actor, at=at, subject=month, amount=month.amount)
    return month


@transaction.atomic
def fund_takes_over(claim: Claim, *, actor: User, at: datetime) -> Claim:
    """The employer has settled its debts: months that are granted from now on are the fund's. Twice does it once."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.employer_pays:
        claim.employer_pays = False
        claim.save(update_fields=["employer_pays"])
        audit.record("claims.claim.fund_pays_again", actor=actor, at=at, subject=claim)
    return claim
