"""Paid although at work, or sent after a death: found, confirmed by a named officer, paid back by a plan."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import DecisionKind, OverpaymentCause, OverpaymentState
from claims.models import Claim, Decision, OverpaidMonth, Overpayment, Repayment
from claims.operations.decisions import record_decision
from claims.operations.letters import addressee
from claims.operations.repayments import pay_from
from claims.selectors.extras import REFUND_SOURCE
from claims.selectors.work import PLANS, granted_after_death, granted_at_work, sent_on
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid
from core.formatting import plain_date, rupiah
from core.numbers import yearly_number
from notices.letters import issue_letter, revoke_letter
from notices.operations import notify
from notices.selectors import letters_for
from payments.operations.payouts import order_payout
from payments.operations.receivables import book_cancelled, book_overpayment, book_repayment
from payments.selectors.days import unplaced_credits
from rules.calendar import add_months
from rules.deadlines import overpayment_decision_due

NOT_DUE = {OverpaymentCause.WORK: granted_at_work, OverpaymentCause.DEATH: granted_after_death}
REASONS = {OverpaymentCause.WORK: "R12", OverpaymentCause.DEATH: "R18"}
SINCE = {OverpaymentCause.WORK: "work_started_on", OverpaymentCause.DEATH: "died_on"}


@transaction.atomic
def find_overpayment(claim: Claim, *, cause: OverpaymentCause, since: date, at: datetime) -> Overpayment | None:
    """Gather the months that were granted and not due: sent at work (POL-18), or after a death. Twice finds once.

    `since` is the first day of work, or the day of death. Nothing is asked until an officer confirms it (POL-26).
    """
    known = claim.overpayments.exclude(state=OverpaymentState.CANCELLED).first()
    if known is not None:
        return known
    lines = [(month, month.amount or 0) for month in NOT_DUE[cause](claim, since)]
    if not lines:
        return None
    found = Overpayment.objects.create(
        number=yearly_number("LBR", clock.legal_date(at).year),
        claim=claim,
        amount=sum(amount for _month, amount in lines),
        cause=cause,
        since=since,
        found_at=at,
        decide_by=overpayment_decision_due(clock.legal_date(at), working_calendar()),
    )
    OverpaidMonth.objects.bulk_create([OverpaidMonth(overpayment=found, month=m, amount=a) for m, a in lines])
    audit.record("claims.overpayment.found", actor=None, at=at, subject=found, amount=found.amount)
    return found


@transaction.atomic
def confirm_overpayment(
    overpayment: Overpayment, *, instalments: int, note: str, actor: User, at: datetime
) -> Decision:
    """A named officer asks the money back, in monthly instalments without interest; it is booked as owed to the fund.

    Raises Conflict("wrong_state"), Invalid("note_needed" | "unknown_plan").
    """
    overpayment = _locked(overpayment)
    if not note.strip():
        raise Invalid("note_needed", _("Tulis penjelasan untuk peserta."))
    _require_plan(instalments)
    claim = overpayment.claim
    decision = record_decision(
        claim,
        DecisionKind.OVERPAYMENT,
        codes=(REASONS[OverpaymentCause(overpayment.cause)],),
        note=note,
        facts={"amount": overpayment.amount, SINCE[OverpaymentCause(overpayment.cause)]: overpayment.since.isoformat()},
        officer=actor,
        at=at,
    )
    overpayment = Overpayment.workflow.move(overpayment, "confirm", actor=actor, at=at, decision=decision)
    book_overpayment(str(overpayment.pk), overpayment.amount, at=at)
    _write_plan(overpayment, instalments, clock.legal_date(at))
    _announce(overpayment, decision, at)
    return decision


@transaction.atomic
def choose_plan(overpayment: Overpayment, *, instalments: int, actor: User, at: datetime) -> Overpayment:
    """The person spreads it differently, as long as nothing is paid. Raises Conflict("plan_begun") and Invalid.

    The months are counted from the decision: choosing again postpones nothing.
    """
    overpayment = _locked(overpayment)
    _require_plan(instalments)
    if overpayment.state != OverpaymentState.CONFIRMED or overpayment.plan.filter(paid_on__isnull=False).exists():
        raise Conflict("plan_begun", _("Rencana ini sudah berjalan. Hubungi Halo JKP untuk mengubahnya."))
    overpayment.plan.all().delete()
    _write_plan(overpayment, instalments, clock.legal_date(overpayment.decision.at))
    audit.record("claims.overpayment.plan_chosen", actor=actor, at=at, subject=overpayment, instalments=instalments)
    return overpayment


@transaction.atomic
def record_repayment(
    repayment: Repayment, *, paid_on: date, bank_reference: str, actor: User, at: datetime
) -> Repayment:
    """An instalment has arrived; the last one settles it. Recorded twice it is booked once.

    Raises Invalid("reference_needed" | "paid_in_the_future") and Conflict("plan_changed" | "not_owed" |
    "paid_differently").
    """
    overpayment = _locked(repayment.overpayment)
    known = Repayment.objects.select_for_update(of=("self",)).filter(pk=repayment.pk).first()
    if known is None:
        raise Conflict("plan_changed", _("Peserta memilih rencana lain sejak halaman ini dibuka."))
    repayment = known
    reference = bank_reference.strip()
    if repayment.paid_on is not None:
        if repayment.bank_reference == reference:
            return repayment
        raise Conflict("paid_differently", _("Angsuran ini sudah dicatat dengan rujukan lain."))
    _require_owed(overpayment, paid_on, reference, clock.legal_date(at))
    seen_at_bank = unplaced_credits().filter(bank_reference=reference).first()
    if seen_at_bank is not None:
        pay_from(seen_at_bank, overpayment, at=at)
        audit.record("claims.overpayment.placed", actor=actor, at=at, subject=overpayment, bank_reference=reference)
        return Repayment.objects.get(pk=repayment.pk)
    repayment.paid_on, repayment.bank_reference = paid_on, reference
    repayment.save(update_fields=["paid_on", "bank_reference"])
    book_repayment(f"{overpayment.pk}:{repayment.pk}", repayment.amount, at=at)
    audit.record("claims.overpayment.repaid", actor=actor, at=at, subject=overpayment, amount=repayment.amount)
    if not overpayment.plan.filter(paid_on=None).exists():
        Overpayment.workflow.move(overpayment, "settle", actor=actor, at=at)
    return repayment


def _require_owed(overpayment: Overpayment, paid_on: date, reference: str, today: date) -> None:
    if overpayment.state != OverpaymentState.CONFIRMED:
        raise Conflict("not_owed", _("Kelebihan bayar ini tidak menunggu angsuran."))
    if not reference:
        raise Invalid("reference_needed", _("Tulis nomor rujukan bank."))
    if paid_on > today:
        raise Invalid("paid_in_the_future", _("Tanggal pembayaran belum tiba."))


@transaction.atomic
def cancel_overpayment(overpayment: Overpayment, *, actor: User | None, at: datetime, note: str = "") -> Overpayment:
    """Nothing is owed after all: what is still open leaves the books, what was paid back is paid out again, once."""
    overpayment = (
        Overpayment.objects.select_for_update(of=("self",)).select_related("claim__person__user").get(pk=overpayment.pk)
    )
    if overpayment.state == OverpaymentState.CANCELLED:
        return overpayment
    was_confirmed = overpayment.state == OverpaymentState.CONFIRMED
    repaid = sum(row.amount for row in overpayment.plan.filter(paid_on__isnull=False))
    overpayment = Overpayment.workflow.move(overpayment, "cancel", actor=actor, at=at, note=note)
    audit.record("claims.overpayment.cancelled", actor=actor, at=at, subject=overpayment, repaid=repaid)
    if was_confirmed and overpayment.amount > repaid:
        book_cancelled(str(overpayment.pk), overpayment.amount - repaid, at=at)
    overpayment.plan.filter(paid_on=None).delete()
    if repaid:
        _pay_back(overpayment, repaid, actor, at)
    if overpayment.decision is not None:
        _take_back(overpayment, overpayment.decision, actor, at)
    return overpayment


def _take_back(overpayment: Overpayment, decision: Decision, actor: User | None, at: datetime) -> None:
    """The person was asked for money: the letter no longer holds, and they hear of it."""
    for letter in letters_for(decision):
        revoke_letter(letter, reason=gettext("Kelebihan bayar dibatalkan."), actor=actor, at=at)
    notify(
        event="overpayment_cancelled",
        user=overpayment.claim.person.user,
        at=at,
        link=f"/pembayaran/kelebihan/{overpayment.pk}/",
        key=str(overpayment.pk),
    )


def _pay_back(overpayment: Overpayment, amount: int, actor: User | None, at: datetime) -> None:
    claim = overpayment.claim
    order_payout(
        source_kind=REFUND_SOURCE,
        source_id=overpayment.pk,
        user=claim.person.user,
        payee_name=claim.account_holder,
        bank_code=claim.bank_code,
        account_number=claim.account,
        amount=amount,
        verified_by=actor,
        at=at,
    )


def _locked(overpayment: Overpayment) -> Overpayment:
    rows = Overpayment.objects.select_for_update(of=("self",)).select_related("claim__person__user")
    return rows.get(pk=overpayment.pk)


def _require_plan(instalments: int) -> None:
    if instalments not in PLANS:
        raise Invalid("unknown_plan", _("Pilih salah satu rencana yang tersedia."))


def _write_plan(overpayment: Overpayment, instalments: int, decided_on: date) -> None:
    """Equal whole rupiah, the remainder in the first; one a month, the first a month after the decision."""
    share, rest = divmod(overpayment.amount, instalments)
    Repayment.objects.bulk_create(
        [
            Repayment(overpayment=overpayment, due_on=add_months(decided_on, n), amount=share + (rest if n == 1 else 0))
            for n in range(1, instalments + 1)
        ]
    )


def _announce(overpayment: Overpayment, decision: Decision, at: datetime) -> None:
    claim = overpayment.claim
    lines = overpayment.months.select_related("month__claim").order_by("month__n")
    issue_letter(
        kind="overpayment",
        user=claim.person.user,
        subject=decision,
        at=at,
        claim_number=claim.number,
        decision_number=decision.number,
        reason_code=REASONS[OverpaymentCause(overpayment.cause)],
        amount=overpayment.amount,
        participant=claim.person.full_name,
        **{SINCE[OverpaymentCause(overpayment.cause)]: overpayment.since.isoformat()},
        explanation=decision.note,
        months=[
            [
                f"ke-{line.month.n}",
                plain_date(sent_on(line.month), "id"),
                rupiah(line.amount, "id"),
            ]
            for line in lines
        ],
        plan=[
            [str(place), plain_date(row.due_on, "id"), rupiah(row.amount, "id")]
            for place, row in enumerate(overpayment.plan.all(), 1)
        ],
        articles=decision.articles,
        objection_until=decision.objection_until.isoformat(),
        **addressee(claim),
    )
    notify(
        event="overpayment_confirmed",
        user=claim.person.user,
        at=at,
        link=f"/klaim/{claim.pk}/keputusan/{decision.pk}/",
        key=str(decision.pk),
        due=decision.objection_until,
    )
