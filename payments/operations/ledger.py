"""The one way into the books."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from core.bulk import insert_rows
from core.errors import Conflict
from payments.enums import Account, EntryKind
from payments.models import JournalEntry, Payout, Posting

Lines = Mapping[Account, int]


class Unbalanced(ValueError):
    """A programming error: the lines of an entry do not sum to zero."""


def post(kind: EntryKind, ref: str, lines: Lines, *, at: datetime) -> JournalEntry:
    """Book one event: `post_many` of one."""
    (entry,) = post_many(kind, {ref: lines}, at=at)
    return entry


@transaction.atomic
def post_many(kind: EntryKind, events: Mapping[str, Lines], *, at: datetime) -> list[JournalEntry]:
    """Book events of one kind by their reference, each once: debits positive, credits negative, whole rupiah.

    A second time changes nothing. Raises Unbalanced, and Conflict("booked_differently") when an event is in the books
    with other lines; then none is booked.
    """
    for ref, lines in events.items():
        if sum(lines.values()) != 0 or len(lines) < 2:
            raise Unbalanced(f"{kind} {ref}: {dict(lines)}")
    new = dict(
        insert_rows(
            JournalEntry,
            len(events),
            each={"ref": list(events)},
            same={"kind": kind, "at": at},
            skip_those_there=True,
            returning=("ref", "id"),
        )
    )
    postings = [(new[ref], account, amount) for ref in new for account, amount in events[ref].items()]
    insert_rows(
        Posting,
        len(postings),
        each={
            "entry_id": [entry for entry, _account, _amount in postings],
            "account": [account for _entry, account, _amount in postings],
            "amount": [amount for _entry, _account, amount in postings],
        },
        same={},
    )
    known = _booked(kind, {ref: lines for ref, lines in events.items() if ref not in new})
    return [known[ref] if ref in known else JournalEntry(pk=new[ref], kind=kind, ref=ref, at=at) for ref in events]


def _booked(kind: EntryKind, events: Mapping[str, Lines]) -> dict[str, JournalEntry]:
    if not events:
        return {}
    entries = JournalEntry.objects.filter(kind=kind, ref__in=list(events)).prefetch_related("postings")
    for entry in entries:
        booked = {posting.account: posting.amount for posting in entry.postings.all()}
        if booked != {str(account): amount for account, amount in events[entry.ref].items()}:
            raise Conflict("booked_differently", kind=kind, ref=entry.ref)
    return {entry.ref: entry for entry in entries}


def book_payout(kind: EntryKind, payout: Payout, *, debit: Account, credit: Account, at: datetime) -> JournalEntry:
    """Move the amount of one payout: `book_payouts` of one."""
    (entry,) = book_payouts(kind, [payout], debit=debit, credit=credit, at=at)
    return entry


def book_payouts(
    kind: EntryKind, payouts: Sequence[Payout], *, debit: Account, credit: Account, at: datetime
) -> list[JournalEntry]:
    """Move the amount of each payout from one account to another, once a kind."""
    return post_many(kind, {str(p.pk): {debit: p.amount, credit: -p.amount} for p in payouts}, at=at)
