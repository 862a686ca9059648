"""Ordering payments: from here on the amount is copied, never computed again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid
from payments.enums import FAILED, Account, EntryKind
from payments.models import Payout
from payments.operations.ledger import book_payouts


@dataclass(frozen=True, slots=True)
class Order:
    """`amount` whole rupiah to an account, for a source."""

    source_id: UUID
    user: User | None
    payee_name: str
    bank_code: str
    account_number: str
    amount: int


def order_payout(
    *,
    source_kind: str,
    source_id: UUID,
    user: User | None,
    payee_name: str,
    bank_code: str,
    account_number: str,
    amount: int,
    at: datetime,
    verified_by: User | None = None,
) -> Payout:
    """Order one payment: `order_payouts` of one."""
    one = Order(source_id, user, payee_name, bank_code, account_number, amount)
    (payout,) = order_payouts(source_kind, [one], at=at, verified_by=verified_by)
    return payout


@transaction.atomic
def order_payouts(
    source_kind: str, orders: Sequence[Order], *, at: datetime, verified_by: User | None = None
) -> list[Payout]:
    """Order a payment for each source, all or none. While a payout of a source lives, that one is the answer.

    After a rejection or a return the same call makes the next attempt, to whatever account it is given.
    `verified_by` is the officer who granted it: that officer neither makes nor checks the batch that it goes in.
    Raises Invalid("bad_amount" | "bad_account"), and Conflict("amount_differs") when an earlier attempt says otherwise.
    """
    for order in orders:
        _refuse_impossible(order)
    earlier = _attempts(source_kind, orders)
    fresh = [
        _payout(source_kind, order, len(earlier.get(order.source_id, [])) + 1, verified_by, at)
        for order in orders
        if not any(attempt.state not in FAILED for attempt in earlier.get(order.source_id, []))
    ]
    Payout.objects.bulk_create(fresh, ignore_conflicts=True)  # somebody else orders the same now: theirs is the answer
    attempts, ours = _attempts(source_kind, orders), {payout.pk for payout in fresh}
    for order in orders:
        _refuse_other_amount(order, attempts[order.source_id], ours)
    _book([payout for rows in attempts.values() for payout in rows if payout.pk in ours], verified_by, at)
    return [_the_live_one(attempts[order.source_id]) for order in orders]


def _refuse_other_amount(order: Order, attempts: Sequence[Payout], ours: set[UUID]) -> None:
    if all(attempt.amount == order.amount for attempt in attempts):
        return
    if _the_live_one(attempts).pk in ours:
        raise Conflict("amount_differs", _("Nilai pembayaran ulang harus sama dengan yang pertama."))
    raise Conflict("amount_differs", _("Hak ini sudah mempunyai pembayaran dengan nilai lain."))


def _refuse_impossible(order: Order) -> None:
    if order.amount <= 0:
        raise Invalid("bad_amount", _("Nilai pembayaran harus lebih dari Rp0."))
    if not (order.account_number.isascii() and order.account_number.isdigit()):
        raise Invalid("bad_account", _("Nomor rekening hanya boleh berisi angka."))


def _attempts(source_kind: str, orders: Sequence[Order]) -> dict[UUID, list[Payout]]:
    """Every payout of these sources, by source."""
    found: dict[UUID, list[Payout]] = {}
    for payout in Payout.objects.of(source_kind, *(order.source_id for order in orders)):
        found.setdefault(payout.source_id, []).append(payout)
    return found


def _payout(source_kind: str, order: Order, attempt: int, verified_by: User | None, at: datetime) -> Payout:
    return Payout(
        source_kind=source_kind,
        source_id=order.source_id,
        attempt=attempt,
        user=order.user,
        payee_name=order.payee_name,
        bank_code=order.bank_code,
        account=order.account_number,
        account_tail=order.account_number[-4:],
        amount=order.amount,
        verified_by=verified_by,
        ordered_at=at,
    )


def _the_live_one(attempts: Sequence[Payout]) -> Payout:
    """Raises Payout.DoesNotExist when somebody's order of the same moment has failed already."""
    live = [attempt for attempt in attempts if attempt.state not in FAILED]
    if not live:
        raise Payout.DoesNotExist
    return live[0]


def _book(payouts: Sequence[Payout], verified_by: User | None, at: datetime) -> None:
    """The first attempt takes from the fund; a later one takes what the bank gave back."""
    first = [payout for payout in payouts if payout.attempt == 1]
    again = [payout for payout in payouts if payout.attempt > 1]
    book_payouts(EntryKind.ORDERED, first, debit=Account.FUND, credit=Account.OWED, at=at)
    book_payouts(EntryKind.ORDERED_AGAIN, again, debit=Account.CAME_BACK, credit=Account.OWED, at=at)
    ordered = [(payout, {"amount": payout.amount}) for payout in payouts]
    audit.record_many("payments.payout.ordered", ordered, actor=verified_by, at=at)
