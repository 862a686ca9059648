"""Who may do what with money on its way."""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from payments.enums import CaseKind
from payments.models import BankCase, Batch


def can_build(actor: User, on: date) -> bool:
    return has_role(actor, Role.BPJS_PAYMENT_MAKER, on=on)


def can_freeze(actor: User, batch: Batch, on: date) -> bool:
    return can_build(actor, on) and batch.made_by_id == actor.pk


def can_approve(actor: User, batch: Batch, on: date) -> bool:
    """The role. That the checker neither made the batch nor verified a line of it, the operation says in words."""
    return has_role(actor, Role.BPJS_PAYMENT_CHECKER, on=on)


def can_cancel(actor: User, batch: Batch, on: date) -> bool:
    """The maker takes it back, or a checker sends it back."""
    return can_freeze(actor, batch, on) or has_role(actor, Role.BPJS_PAYMENT_CHECKER, on=on)


def can_reconcile(actor: User, on: date) -> bool:
    """Fetch and bring statements, explain lines."""
    return has_role(actor, Role.BPJS_PAYMENT_MAKER, Role.BPJS_PAYMENT_CHECKER, on=on)


def can_close_case(actor: User, case: BankCase, on: date) -> bool:
    """An uncertain outcome closes itself when the bank answers; the rest needs a person's word."""
    is_ours = case.closed_at is None and case.kind != CaseKind.OUTCOME_UNKNOWN
    return is_ours and can_reconcile(actor, on)


def can_close_day(actor: User, on: date) -> bool:
    return has_role(actor, Role.BPJS_PAYMENT_CHECKER, on=on)
