"""The employer asks the fund for what it paid first: checked, recommended, decided by another officer, transferred.

Money leaves only after two officers, through the same batches as every other payment (Pasal 39 ayat (4) to (6)).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from compliance.enums import ArrearsState
from compliance.models import ArrearsCase
from compliance.operations import arrears_news as news
from compliance.operations.arrears import SHORTEST_NOTE, locked
from compliance.policies import can_act_for, can_decide_arrears, can_work_arrears
from compliance.selectors.arrears import PAYOUT_SOURCE
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, Invalid, ensure
from payments.enums import FAILED, PayoutState
from payments.models import Payout
from payments.operations.payouts import order_payout
from payments.selectors import last_payout
from rules.deadlines import reimbursement_due

SAME_OFFICER = _("Anda yang merekomendasikan, jadi petugas lain yang memutus.")


@dataclass(frozen=True, slots=True)
class EmployerAccount:
    """Where the employer wants its money. `name`: the owner as the bank writes it."""

    bank_code: str
    number: str
    name: str


@transaction.atomic
def ask_reimbursement(case: ArrearsCase, *, account: EmployerAccount, actor: User, at: datetime) -> ArrearsCase:
    """Ask for every payment that can still be asked for; what was asked in time stays so after it was given back.

    Raises NotAllowed, Conflict("too_late" | "wrong_state"), Invalid("bad_account").
    """
    case = locked(case)
    today = clock.legal_date(at)
    ensure(can_act_for(actor, case, today))
    if case.state == ArrearsState.ASKED and case.asked_by_id == actor.pk:
        return case
    _check_account(account)
    asked_on = case.first_asked_on or today
    amount = case.payments.in_time(asked_on).total()
    if ArrearsCase.workflow.can(case, "ask") and not amount:
        raise Conflict("too_late", _("Batas meminta penggantian sudah lewat."))
    case.account = account.number
    case.save(update_fields=["account_sealed"])
    case = ArrearsCase.workflow.move(
        case,
        "ask",
        actor=actor,
        at=at,
        first_asked_on=asked_on,
        asked_at=at,
        asked_by=actor,
        answer_due_on=reimbursement_due(today, working_calendar()),
        amount=amount,
        bank_code=account.bank_code,
        account_tail=account.number[-4:],
        account_name=account.name.strip(),
    )
    audit.record("compliance.reimbursement.asked", actor=actor, at=at, subject=case, amount=amount)
    return case


def _check_account(account: EmployerAccount) -> None:
    if not (account.number.isascii() and account.number.isdigit() and len(account.number) >= 6):
        raise Invalid("bad_account", _("Nomor rekening hanya boleh berisi angka."), field="number")
    if not (account.bank_code and account.name.strip()):
        raise Invalid("bad_account", _("Isi bank dan nama pemilik rekening."), field="name")


@transaction.atomic
def give_back(case: ArrearsCase, *, note: str, actor: User, at: datetime) -> ArrearsCase:
    """Something is missing: the employer puts it right and asks again, still in time. Raises Invalid("note_needed")."""
    case = _worked_on(case, actor, at)
    case = ArrearsCase.workflow.move(case, "give_back", actor=actor, at=at, note=_note(note), reason=note.strip())
    audit.record("compliance.reimbursement.given_back", actor=actor, at=at, subject=case)
    news.tell_returned(case, at=at)
    return case


@transaction.atomic
def recommend(case: ArrearsCase, *, note: str, actor: User, at: datetime) -> ArrearsCase:
    """The first officer finds proof, payment and debts in order. The second decides."""
    case = _worked_on(case, actor, at)
    if case.state == ArrearsState.RECOMMENDED and case.recommended_by_id == actor.pk:
        return case
    case = ArrearsCase.workflow.move(case, "recommend", actor=actor, at=at, note=_note(note), recommended_by=actor)
    audit.record("compliance.reimbursement.recommended", actor=actor, at=at, subject=case, amount=case.amount)
    return case


@transaction.atomic
def disagree(case: ArrearsCase, *, note: str, actor: User, at: datetime) -> ArrearsCase:
    """The second officer sends it back to the first with a reason. Raises NotAllowed, Invalid("note_needed")."""
    case = _decided_by_another(case, actor, at)
    case = ArrearsCase.workflow.move(case, "disagree", actor=actor, at=at, note=_note(note), recommended_by=None)
    audit.record("compliance.reimbursement.disagreed", actor=actor, at=at, subject=case)
    return case


@transaction.atomic
def approve(case: ArrearsCase, *, actor: User, at: datetime) -> ArrearsCase:
    """The second officer lets the money go: the transfer is ordered. Twice does it once."""
    case = locked(case)
    if case.state == ArrearsState.APPROVED and case.decided_by_id == actor.pk:
        return case
    case = _decided_by_another(case, actor, at)
    signed = {"decided_by": actor, "decided_at": at, "reason": ""}
    case = ArrearsCase.workflow.move(case, "approve", actor=actor, at=at, **signed)
    _order(case, actor, at)
    audit.record("compliance.reimbursement.approved", actor=actor, at=at, subject=case, amount=case.amount)
    news.tell_decided(case, at=at)
    return case


@transaction.atomic
def refuse(case: ArrearsCase, *, note: str, actor: User, at: datetime) -> ArrearsCase:
    """Refused by a named officer with a reason. The same word again changes nothing. Raises Invalid("note_needed")."""
    case = locked(case)
    reason = _note(note)
    if case.state == ArrearsState.REFUSED and (case.decided_by_id, case.reason) == (actor.pk, reason):
        return case
    case = _worked_on(case, actor, at)
    signed = {"decided_by": actor, "decided_at": at, "reason": reason}
    case = ArrearsCase.workflow.move(case, "refuse", actor=actor, at=at, note=reason, **signed)
    audit.record("compliance.reimbursement.refused", actor=actor, at=at, subject=case)
    news.tell_decided(case, at=at)
    return case


# --- the money ---------------------------------------------------------------------------------------------------


def _order(case: ArrearsCase, verified_by: User, at: datetime) -> Payout:
    """Once while a payout of the case lives."""
    return order_payout(
        source_kind=PAYOUT_SOURCE,
        source_id=case.pk,
        user=None,
        payee_name=case.account_name,
        bank_code=case.bank_code,
        account_number=case.account,
        amount=case.amount or 0,
        verified_by=verified_by,
        at=at,
    )


@transaction.atomic
def hear_of_transfer(case_id: UUID | str, *, at: datetime) -> ArrearsCase:
    """Bring the case in line with its latest payout: reimbursed, or come back. Told twice it ends the same."""
    case = locked(ArrearsCase.objects.get(pk=case_id))
    payout = last_payout(PAYOUT_SOURCE, case.pk)
    if payout is None:
        return case
    if payout.state == PayoutState.PAID and case.state == ArrearsState.APPROVED:
        case = ArrearsCase.workflow.move(case, "reimburse", actor=None, at=at, paid_on=payout.paid_on)
        audit.record("compliance.reimbursement.paid", actor=None, at=at, subject=case, amount=case.amount)
        news.tell_bank(case, "reimbursement_paid", key=str(payout.pk), at=at)
    elif payout.state in FAILED and ArrearsCase.workflow.can(case, "come_back"):
        case = ArrearsCase.workflow.move(case, "come_back", actor=None, at=at, note=payout.code, paid_on=None)
        audit.record("compliance.reimbursement.came_back", actor=None, at=at, subject=case, code=payout.code)
        news.tell_bank(case, "reimbursement_failed", key=str(payout.pk), at=at)
    return case


@transaction.atomic
def give_another_account(case: ArrearsCase, *, account: EmployerAccount, actor: User, at: datetime) -> ArrearsCase:
    """After the bank refused: another account, and the transfer is ordered once more as it was decided.

    Raises NotAllowed, Conflict("wrong_state" | "same_account"), Invalid("bad_account").
    """
    case = locked(case)
    ensure(can_act_for(actor, case, clock.legal_date(at)))
    _check_account(account)
    given = (account.bank_code, account.number)
    if case.state == ArrearsState.APPROVED and given == (case.bank_code, case.account):
        return case
    if ArrearsCase.workflow.can(case, "order_again") and given == (case.bank_code, case.account):
        raise Conflict("same_account", _("Rekening ini yang ditolak bank. Beri rekening lain."))
    case.account = account.number
    case.save(update_fields=["account_sealed"])
    where = {"bank_code": account.bank_code, "account_tail": account.number[-4:], "account_name": account.name.strip()}
    case = ArrearsCase.workflow.move(case, "order_again", actor=actor, at=at, **where)
    if case.decided_by is None:
        raise ValueError(f"{case} was never decided")
    _order(case, case.decided_by, at)
    audit.record("compliance.reimbursement.ordered_again", actor=actor, at=at, subject=case)
    return case


# --- inside ------------------------------------------------------------------------------------------------------


def _worked_on(case: ArrearsCase, actor: User, at: datetime) -> ArrearsCase:
    case = locked(case)
    ensure(can_work_arrears(actor, case, clock.legal_date(at)))
    return case


def _decided_by_another(case: ArrearsCase, actor: User, at: datetime) -> ArrearsCase:
    case = _worked_on(case, actor, at)
    ensure(can_decide_arrears(actor, case, clock.legal_date(at)), "same_officer", SAME_OFFICER)
    return case


def _note(note: str) -> str:
    if len(note.strip()) < SHORTEST_NOTE:
        raise Invalid("note_needed", _("Tulis alasannya dengan jelas."), field="note")
    return note.strip()
