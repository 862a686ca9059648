"""Ordering a payment: from here on the amount is copied, never computed again."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid
from payments.enums import Account, EntryKind
from payments.models import Payout
from payments.operations.ledger import book_payout


@transaction.atomic
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
    """Order `amount` whole rupiah for a source. While a payout of it lives, that one is the answer.

    After a rejection or a return the same call makes the next attempt, to whatever account it is given.
    `verified_by` is the officer who granted it: that officer neither makes nor checks the batch that it goes in.
    Raises Invalid("bad_amount" | "bad_account"), and Conflict("amount_differs") when an earlier attempt says otherwise.
    """
    if amount <= 0:
        raise Invalid("bad_amount", _("Nilai pembayaran harus lebih dari Rp0."))
    if not (account_number.isascii() and account_number.isdigit()):
        raise Invalid("bad_account", _("Nomor rekening hanya boleh berisi angka."))
    earlier = Payout.objects.of(source_kind, source_id)
    payout = Payout(
        source_kind=source_kind,
        source_id=source_id,
        attempt=earlier.count() + 1,
        user=user,
        payee_name=payee_name,
        bank_code=bank_code,
        account=account_number,
        account_tail=account_number[-4:],
        amount=amount,
        verified_by=verified_by,
        ordered_at=at,
    )
    try:
        with transaction.atomic():
            payout.save(force_insert=True)
    except IntegrityError:
        return _the_live_one(source_kind, source_id, amount)
    if earlier.exclude(pk=payout.pk).exclude(amount=amount).exists():
        raise Conflict("amount_differs", _("Nilai pembayaran ulang harus sama dengan yang pertama."))
    _book_order(payout, at=at)
    audit.record("payments.payout.ordered", actor=verified_by, at=at, subject=payout, amount=amount)
    return payout


def _the_live_one(source_kind: str, source_id: UUID, amount: int) -> Payout:
    payout = Payout.objects.of(source_kind, source_id).live().get()
    if payout.amount != amount:
        raise Conflict("amount_differs", _("Hak ini sudah mempunyai pembayaran dengan nilai lain."))
    return payout


def _book_order(payout: Payout, *, at: datetime) -> None:
    """The first attempt takes from the fund; a later one takes what the bank gave back."""
    if payout.attempt == 1:
        book_payout(EntryKind.ORDERED, payout, debit=Account.FUND, credit=Account.OWED, at=at)
    else:
        book_payout(EntryKind.ORDERED_AGAIN, payout, debit=Account.CAME_BACK, credit=Account.OWED, at=at)
