"""What must always be true of the money. Each broken rule is a sentence with its numbers; none is good."""

from django.db.models import Count, F, Q, QuerySet, Sum

from payments.enums import Account, BatchState, CaseKind, EntryKind, LineMatch, PayoutState
from payments.models import BankCase, Batch, JournalEntry, Payout, Posting, StatementLine

_ON_ITS_WAY = Q(first_sent_at__isnull=False) & Q(
    state__in=[PayoutState.BATCHED, PayoutState.SENDING, PayoutState.ACCEPTED, PayoutState.UNKNOWN]
)
_NEVER_SENT = Q(first_sent_at__isnull=True)
_RELEASED = [BatchState.APPROVED, BatchState.SENDING, BatchState.DONE]


def broken_rules() -> list[str]:
    """Run every check. Reads whole tables: for tests, drills and the night."""
    return [sentence for check in _CHECKS for sentence in check()]


def balance(account: Account) -> int:
    return Posting.objects.filter(account=account).aggregate(total=Sum("amount"))["total"] or 0


def ledger_sum() -> int:
    """The sum of all books: always 0."""
    return Posting.objects.aggregate(total=Sum("amount"))["total"] or 0


def _unbalanced_entries() -> list[str]:
    wrong = JournalEntry.objects.annotate(total=Sum("postings__amount"), lines=Count("postings")).exclude(
        total=0, lines__gte=2
    )
    return [f"I1: entry {entry} sums to {entry.total}" for entry in wrong]


def _paid_without_settlement() -> list[str]:
    """I2: paid exactly when the settlement is booked."""
    booked = set(JournalEntry.objects.filter(kind=EntryKind.SETTLED).values_list("ref", flat=True))
    paid = {str(pk) for pk in Payout.objects.filter(paid_on__isnull=False).values_list("pk", flat=True)}
    return [f"I2: {pk} is paid or booked as paid, not both" for pk in sorted(booked ^ paid)]


def _own_checkers() -> list[str]:
    by_maker = Q(approved_by=F("made_by")) | Q(checked_by=F("made_by"))
    wrong = Batch.objects.filter(by_maker | Q(approved_by=F("checked_by")))
    return [f"I8: {batch} was checked by its maker" for batch in wrong]


def _unlogged_states() -> list[str]:
    """I9: the last row of the log says the state that the payout is in."""
    moved = Payout.objects.exclude(state=PayoutState.READY).annotate(moves=Count("log")).filter(moves=0)
    return [f"I9: {payout.key} is {payout.state} without a log row" for payout in moved]


def _unknown_without_case() -> list[str]:
    with_case = BankCase.objects.filter(kind=CaseKind.OUTCOME_UNKNOWN, closed_at=None).values("payout_id")
    lost = Payout.objects.unknown().exclude(pk__in=with_case)
    return [f"I12: {payout.key} is unknown without an open case" for payout in lost]


def _batches_that_do_not_add_up() -> list[str]:
    batches = Batch.objects.exclude(state__in=[BatchState.CANCELLED]).annotate(
        real_count=Count("lines"), real_total=Sum("lines__amount")
    )
    return [
        f"I14: {batch} says {batch.count} and {batch.total}, its lines {batch.real_count} and {batch.real_total}"
        for batch in batches.exclude(count=F("real_count"), total=F("real_total"))
    ]


def _books_that_differ() -> list[str]:
    """I14, I20: every account equals what the payouts say, and what was asked back of people and came back."""
    explained = StatementLine.objects.filter(match=LineMatch.EXPLAINED)
    bank_owes = _sum(explained.filter(kind="debit")) - _sum(explained.filter(kind="return"))
    came_back = _sum(Payout.objects.filter(state__in=[PayoutState.REJECTED, PayoutState.RETURNED]))
    paid_again = _sum(Payout.objects.filter(attempt__gt=1))
    asked_back, repaid, cancelled = (
        _receivable(kind) for kind in (EntryKind.OVERPAID, EntryKind.REPAID, EntryKind.OVERPAYMENT_CANCELLED)
    )
    expected = {
        Account.FUND: _sum(Payout.objects.filter(attempt=1)) - asked_back - cancelled,
        Account.OWED: -_sum(Payout.objects.filter(_NEVER_SENT)),
        Account.IN_TRANSIT: -_sum(Payout.objects.filter(_ON_ITS_WAY)),
        Account.PAID_OUT: -_sum(Payout.objects.filter(state=PayoutState.PAID)) - bank_owes - repaid,
        Account.CAME_BACK: paid_again - came_back,
        Account.BANK_OWES: bank_owes,
        Account.RECEIVABLE: asked_back + repaid + cancelled,
    }
    return [
        f"I14: {account} is {balance(account)}, the payouts say {amount}"
        for account, amount in expected.items()
        if balance(account) != amount
    ]


def _receivable(kind: EntryKind) -> int:
    """What entries of a kind did to the receivable: asked back raises it, what came back or is not owed lowers it."""
    return _sum(Posting.objects.filter(account=Account.RECEIVABLE, entry__kind=kind))


def _sent_without_approval() -> list[str]:
    sent = Payout.objects.filter(first_sent_at__isnull=False).exclude(batch__state__in=_RELEASED)
    return [f"{payout.key} was sent from a batch that nobody approved" for payout in sent]


def _two_live_payouts() -> list[str]:
    twice = Payout.objects.live().values("source_kind", "source_id").annotate(n=Count("pk")).filter(n__gt=1)
    return [f"{row['source_kind']} {row['source_id']} has {row['n']} live payouts" for row in twice]


def _sum(rows: QuerySet) -> int:  # type: ignore[type-arg]
    return rows.aggregate(total=Sum("amount"))["total"] or 0


_CHECKS = (
    _unbalanced_entries,
    _paid_without_settlement,
    _own_checkers,
    _unlogged_states,
    _unknown_without_case,
    _batches_that_do_not_add_up,
    _books_that_differ,
    _sent_without_approval,
    _two_live_payouts,
)
