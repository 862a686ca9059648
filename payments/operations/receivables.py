"""Money that people owe the fund: booked when it is asked for, when it comes, and when it is not owed after all."""

from datetime import datetime

from payments.enums import Account, EntryKind
from payments.models import JournalEntry
from payments.operations.ledger import post


def book_overpayment(ref: str, amount: int, *, at: datetime) -> JournalEntry:
    """Somebody was paid `amount` whole rupiah too much: the fund has a claim instead of an expense."""
    return post(EntryKind.OVERPAID, ref, {Account.RECEIVABLE: amount, Account.FUND: -amount}, at=at)


def book_repayment(ref: str, amount: int, *, at: datetime) -> JournalEntry:
    """`amount` whole rupiah came back to the bank account."""
    return post(EntryKind.REPAID, ref, {Account.PAID_OUT: amount, Account.RECEIVABLE: -amount}, at=at)


def book_cancelled(ref: str, amount: int, *, at: datetime) -> JournalEntry:
    """What is still open, in whole rupiah, is not owed: it was an expense of the fund after all."""
    return post(EntryKind.OVERPAYMENT_CANCELLED, ref, {Account.FUND: amount, Account.RECEIVABLE: -amount}, at=at)
