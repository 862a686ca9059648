"""The employer pays first: the case is opened, months are declared and confirmed, debts settled, or handed on."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from claims.enums import DecisionKind, MonthPayer, MonthState
from claims.models import Claim, ClaimMonth, Decision
from claims.operations.employer_pays import fund_takes_over, record_paid_by_employer
from claims.who_pays import kept
from compliance.enums import EmployerPaymentState
from compliance.models import ArrearsCase, ArrearsDebt, EmployerPayment
from compliance.operations import arrears_news as news
from compliance.policies import can_act_for, can_confirm_receipt, can_work_arrears
from compliance.selectors.arrears import debt_sheet, months_of_employer, owed_contributions
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, ensure
from core.numbers import yearly_number
from files.models import StoredFile
from rules import debts
from rules.calendar import first_day
from rules.deadlines import reimbursement_request_due

FILE_PURPOSE = "arrears"
SHORTEST_NOTE = 10


# --- a month that the employer owes ------------------------------------------------------------------------------


@transaction.atomic
def hear_of_month(month_id: UUID | str, *, at: datetime) -> ArrearsCase:
    """A month was granted that the employer pays first: open the case of its claim, or add to it. Twice does it once.

    Raises ValueError for a month that the fund pays.
    """
    month = ClaimMonth.objects.select_related("claim__phk__employer", "claim__person").get(pk=month_id)
    if month.payer != MonthPayer.EMPLOYER or month.pay_due_on is None:
        raise ValueError(f"{month} is paid by the fund")
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=month.claim_id)
    case = ArrearsCase.objects.select_for_update(of=("self",)).filter(claim=claim).first() or _open(month, at)
    if month.pay_due_on > case.pay_by:
        case.pay_by = month.pay_due_on
        case.save(update_fields=["pay_by"])
    if ArrearsCase.workflow.can(case, "owe") and month.state == MonthState.APPROVED:
        case = ArrearsCase.workflow.move(case, "owe", actor=None, at=at)
    if news.tell_owed(case, key=str(month.pk), at=at) and ArrearsCase.workflow.can(case, "tell"):
        case = ArrearsCase.workflow.move(case, "tell", actor=None, at=at)
    return case


def _open(month: ClaimMonth, at: datetime) -> ArrearsCase:
    """With the months in arrears as the decision knew them, and what they have become today."""
    claim, today = month.claim, clock.legal_date(at)
    decision = claim.decisions.filter(kind=DecisionKind.APPROVAL).order_by("-at").first()
    found = kept(decision) if decision is not None else None
    if decision is None or found is None:
        raise ValueError(f"{claim} was approved without a word about who pays")
    case = ArrearsCase.objects.create(
        number=yearly_number("TGK", today.year),
        claim=claim,
        employer=claim.phk.employer,
        region=claim.phk.region or claim.phk.employer.region,
        consecutive=found.consecutive,
        total=found.total,
        law=found.law,
        opened_at=at,
        pay_by=month.pay_due_on,
    )
    _write_debts(case, decision, found.unpaid, today)
    audit.record("compliance.arrears.opened", actor=None, at=at, subject=case, months=found.consecutive)
    return case


def _write_debts(case: ArrearsCase, decision: Decision, unpaid: tuple[str, ...], today: date) -> None:
    owed = owed_contributions(decision.assessment, unpaid, decision.wage_base or 0)
    ArrearsDebt.objects.bulk_create(
        ArrearsDebt(
            case=case,
            month=first_day(row.month),
            amount=row.amount,
            due_on=row.due_on,
            months_late=row.months_late,
            penalty=row.penalty,
        )
        for row in debts.debts(owed, today, working_calendar())
    )


# --- the employer says that it paid ------------------------------------------------------------------------------


@transaction.atomic
def declare_payment(
    case: ArrearsCase, *, month: ClaimMonth, paid_on: date, file: StoredFile, actor: User, at: datetime
) -> EmployerPayment:
    """The employer paid the worker a month, with proof. The same month again is the first word about it.

    Raises NotAllowed, Invalid("paid_in_future" | "paid_before_grant"), Conflict("not_its_month" | "declared_already").
    """
    case = locked(case)
    today = clock.legal_date(at)
    ensure(can_act_for(actor, case, today))
    month = ClaimMonth.objects.held(month)
    if month.claim_id != case.claim_id or month.payer != MonthPayer.EMPLOYER:
        raise Conflict("not_its_month", _("Bulan ini tidak dibayar perusahaan."))
    known = case.payments.live().filter(month=month).first()
    if known is not None and (known.paid_on, known.declared_by_id) == (paid_on, actor.pk):
        return known
    if known is not None or month.state != MonthState.APPROVED:
        raise Conflict("declared_already", _("Pembayaran bulan ini sudah dilaporkan. Muat ulang untuk melihatnya."))
    _check_day(month, paid_on, today)
    payment = _declared(case, month, paid_on, file, actor, at)
    audit.record("compliance.arrears.paid_declared", actor=actor, at=at, subject=case, month=month.n)
    news.tell_declared(payment, at=at)
    return payment


def _check_day(month: ClaimMonth, paid_on: date, today: date) -> None:
    if paid_on > today:
        raise Invalid("paid_in_future", _("Tanggal bayar belum tiba."), field="paid_on")
    if month.granted_on is not None and paid_on < month.granted_on:
        raise Invalid("paid_before_grant", _("Tanggal bayar sebelum bulan ini disetujui."), field="paid_on")


def _declared(
    case: ArrearsCase, month: ClaimMonth, paid_on: date, file: StoredFile, actor: User, at: datetime
) -> EmployerPayment:
    try:
        with transaction.atomic():
            return EmployerPayment.objects.create(
                case=case,
                month=month,
                amount=month.amount,
                paid_on=paid_on,
                request_until=reimbursement_request_due(paid_on),
                file=file,
                declared_by=actor,
                declared_at=at,
            )
    except IntegrityError as error:
        message = _("Pembayaran bulan ini sudah dilaporkan. Muat ulang untuk melihatnya.")
        raise Conflict("declared_already", message) from error


# --- whether it arrived ------------------------------------------------------------------------------------------


@transaction.atomic
def confirm_payment(payment: EmployerPayment, *, note: str = "", actor: User, at: datetime) -> EmployerPayment:
    """The worker has the money, or an officer finds so by the proof: the month is paid. Twice does it once.

    An officer gives a reason. Raises NotAllowed, Invalid("note_needed"), Conflict("wrong_state").
    """
    case, payment = _held(payment)
    by_officer = _who_answers(case, actor, at)
    if payment.state == EmployerPaymentState.CONFIRMED:
        return payment
    note = _note(note) if by_officer else note.strip()
    signed = {"answered_by": actor, "answered_at": at, "answer": note}
    payment = EmployerPayment.workflow.move(payment, "confirm", actor=actor, at=at, **signed)
    record_paid_by_employer(payment.month, paid_on=payment.paid_on, actor=actor, at=at)
    audit.record("compliance.arrears.paid_confirmed", actor=actor, at=at, subject=case, month=payment.month.n)
    if not months_of_employer(case.claim).filter(state=MonthState.APPROVED).exists():
        until = max(case.payments.confirmed().values_list("request_until", flat=True))
        ArrearsCase.workflow.move(case, "pay", actor=actor, at=at, request_until=until)
    news.tell_confirmed(payment, by_officer=by_officer, at=at)
    return payment


@transaction.atomic
def deny_payment(payment: EmployerPayment, *, note: str, actor: User, at: datetime) -> EmployerPayment:
    """The worker has not received it: an officer looks at the proof. Raises NotAllowed, Conflict("wrong_state")."""
    case, payment = _held(payment)
    ensure(can_confirm_receipt(actor, case))
    if payment.state == EmployerPaymentState.DENIED:
        return payment
    signed = {"answered_by": actor, "answered_at": at, "answer": note.strip()}
    payment = EmployerPayment.workflow.move(payment, "deny", actor=actor, at=at, **signed)
    audit.record("compliance.arrears.paid_denied", actor=actor, at=at, subject=case, month=payment.month.n)
    return payment


@transaction.atomic
def reject_payment(payment: EmployerPayment, *, note: str, actor: User, at: datetime) -> EmployerPayment:
    """An officer does not accept the proof, with a reason: the employer still owes. Raises Invalid("note_needed")."""
    case, payment = _held(payment)
    ensure(can_work_arrears(actor, case, clock.legal_date(at)))
    if payment.state == EmployerPaymentState.REJECTED and payment.answered_by_id == actor.pk:
        return payment
    signed = {"answered_by": actor, "answered_at": at, "answer": _note(note)}
    payment = EmployerPayment.workflow.move(payment, "reject", actor=actor, at=at, **signed)
    audit.record("compliance.arrears.paid_rejected", actor=actor, at=at, subject=case, month=payment.month.n)
    news.tell_rejected(payment, at=at)
    return payment


def _held(payment: EmployerPayment) -> tuple[ArrearsCase, EmployerPayment]:
    """The case is locked first, as by everybody who changes either."""
    case = locked(payment.case)
    rows = EmployerPayment.objects.select_for_update(of=("self",)).select_related("month__claim", "case")
    payment = rows.get(pk=payment.pk)
    payment.case = case
    return case, payment


def _who_answers(case: ArrearsCase, actor: User, at: datetime) -> bool:
    """Whether an officer answers; raises NotAllowed for anybody but the worker and BPJS."""
    if can_confirm_receipt(actor, case):
        return False
    ensure(can_work_arrears(actor, case, clock.legal_date(at)))
    return True


# --- debts, and what is handed on --------------------------------------------------------------------------------


@transaction.atomic
def settle_debts(case: ArrearsCase, *, settled_on: date, actor: User, at: datetime) -> ArrearsCase:
    """BPJS has the contributions, the penalty and the fine of this worker's months. The fund pays from now on.

    Raises NotAllowed, Invalid("settled_in_future" | "settled_before_case"), Conflict("wrong_state").
    """
    case = locked(case)
    today = clock.legal_date(at)
    ensure(can_work_arrears(actor, case, today))
    if case.settled_on == settled_on and not ArrearsCase.workflow.can(case, "settle"):
        return case
    if settled_on > today:
        raise Invalid("settled_in_future", _("Tanggal pelunasan belum tiba."), field="settled_on")
    if settled_on < case.claim.phk.phk_on:
        raise Invalid("settled_before_case", _("Tanggal pelunasan sebelum PHK."), field="settled_on")
    case.settled_on = None
    sheet = debt_sheet(case, settled_on)
    case = ArrearsCase.workflow.move(
        case,
        "settle",
        actor=actor,
        at=at,
        settled_on=settled_on,
        settled_by=actor,
        settled_contributions=sheet.contributions,
        settled_penalty=sheet.penalty,
        settled_fine=sheet.fine,
    )
    fund_takes_over(case.claim, actor=actor, at=at)
    audit.record("compliance.arrears.settled", actor=actor, at=at, subject=case)
    news.tell_settled(case, due=case.request_until or today, at=at)
    return case


@transaction.atomic
def mark_told(case: ArrearsCase, *, note: str, actor: User, at: datetime) -> ArrearsCase:
    """An officer told an employer that nobody acts for in the portal, and says how. Raises Invalid("note_needed")."""
    case = locked(case)
    ensure(can_work_arrears(actor, case, clock.legal_date(at)))
    case = ArrearsCase.workflow.move(case, "tell", actor=actor, at=at, note=_note(note))
    audit.record("compliance.arrears.told", actor=actor, at=at, subject=case)
    return case


def hand_over_unpaid(*, at: datetime) -> int:
    """Every morning: what an employer has not paid by its last day is handed to the inspectors of the region."""
    rows = ArrearsCase.objects.to_hand_over(clock.legal_date(at)).order_by("pay_by", "pk")
    return sum(_hand_over(case, at) for case in rows)


@transaction.atomic
def _hand_over(case: ArrearsCase, at: datetime) -> bool:
    today = clock.legal_date(at)
    if not ArrearsCase.objects.select_for_update(of=("self",)).to_hand_over(today).filter(pk=case.pk).exists():
        return False
    case = ArrearsCase.workflow.move(case, "hand_over", actor=None, at=at, handed_at=at)
    audit.record("compliance.arrears.handed", actor=None, at=at, subject=case)
    news.tell_handed(case, at=at)
    return True


def moved_on(case: ArrearsCase, done: str) -> Conflict:
    """What to raise for an act that the case is not open for any more."""
    message = _("Kasus ini sudah berubah. Muat ulang untuk melihat yang terbaru.")
    return Conflict("wrong_state", message, state=case.state, act=done)


# --- inside ------------------------------------------------------------------------------------------------------


def locked(case: ArrearsCase) -> ArrearsCase:
    rows = ArrearsCase.objects.select_for_update(of=("self",))
    return rows.select_related("employer", "claim__person__user", "claim__phk").get(pk=case.pk)


def _note(note: str) -> str:
    if len(note.strip()) < SHORTEST_NOTE:
        raise Invalid("note_needed", _("Tulis alasannya dengan jelas."), field="note")
    return note.strip()
