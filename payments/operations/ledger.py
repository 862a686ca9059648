"""The one way into the books."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from core.errors import Conflict
from payments.enums import Account, EntryKind
from payments.models import JournalEntry, Payout, Posting


class Unbalanced(ValueError):
    """A programming error: the lines of an entry do not sum to zero."""


def post(kind: EntryKind, ref: str, lines: Mapping[Account, int], *, at: datetime) -> JournalEntry:
    """Book an event once: debits positive, credits negative, whole rupiah. A second time changes nothing.

    Raises Unbalanced, and Conflict("booked_differently") when the event is in the books with other lines.
    """
    if sum(lines.values()) != 0 or len(lines) < 2:
        raise Unbalanced(f"{kind} {ref}: {dict(lines)}")
    try:
        with transaction.atomic():
            entry = JournalEntry.objects.create(kind=kind, ref=ref, at=at)
            Posting.objects.bulk_create(Posting(entry=entry, account=a, amount=n) for a, n in lines.items())
    except IntegrityError:
        return _booked(kind, ref, lines)
    return entry


def _booked(kind: EntryKind, ref: str, lines: Mapping[Account, int]) -> JournalEntry:
    entry = JournalEntry.objects.get(kind=kind, ref=ref)
    booked = dict(entry.postings.values_list("account", "amount"))
    if booked != {str(account): amount for account, amount in lines.items()}:
        raise Conflict("booked_differently", kind=kind, ref=ref)
    return entry


def book_payout(kind: EntryKind, payout: Payout, *, debit: Account, credit: Account, at: datetime) -> JournalEntry:
    """Move the amount of a payout from one account to another, once a kind."""
    return post(kind, str(payout.pk), {debit: payout.amount, credit: -payout.amount}, at=at)
