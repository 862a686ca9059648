"""What must always be true of the money."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Sum

from core import clock
from core.invariants import Invariant, faults_of_logs, look
from payments.enums import Account, BatchState, CaseKind, DayState, EntryKind, LineMatch, PayoutState
from payments.models import (
    BankCase,
    Batch,
    BatchLog,
    JournalEntry,
    Payout,
    PayoutLog,
    Posting,
    ReconciliationDay,
    StatementLine,
)

_ON_ITS_WAY = Q(first_sent_at__isnull=False) & Q(
    state__in=[PayoutState.BATCHED, PayoutState.SENDING, PayoutState.ACCEPTED, PayoutState.UNKNOWN]
)
_NEVER_SENT = Q(first_sent_at__isnull=True)
_RELEASED = [BatchState.APPROVED, BatchState.SENDING, BatchState.DONE]


def broken_rules() -> list[str]:
    """Each rule that money breaks, as a sentence; none is good. Reads whole tables: for tests and drills."""
    findings = look((*INVARIANTS, _LOGS), at=clock.now())
    return [f"{found.invariant.code}: {offender}" for found in findings for offender in found.offenders]


def balance(account: Account) -> int:
    return Posting.objects.filter(account=account).aggregate(total=Sum("amount"))["total"] or 0


def ledger_sum() -> int:
    """The sum of all books: always 0."""
    return Posting.objects.aggregate(total=Sum("amount"))["total"] or 0


def _unbalanced_entries(at: datetime) -> Iterable[str]:
    wrong = JournalEntry.objects.annotate(total=Sum("postings__amount"), lines=Count("postings")).exclude(
        total=0, lines__gte=2
    )
    return [f"entry {entry} sums to {entry.total}" for entry in wrong]


def _paid_without_settlement(at: datetime) -> Iterable[str]:
    booked = set(JournalEntry.objects.filter(kind=EntryKind.SETTLED).values_list("ref", flat=True))
    paid = {str(pk) for pk in Payout.objects.filter(paid_on__isnull=False).values_list("pk", flat=True)}
    return [f"payout {pk} is paid or booked as paid, not both" for pk in sorted(booked ^ paid)]


def _two_live_payouts(at: datetime) -> Iterable[str]:
    live = Payout.objects.live().order_by().values("source_kind", "source_id")
    twice = live.annotate(n=Count("pk")).filter(n__gt=1)
    return [f"{row['source_kind']} {row['source_id']} has {row['n']} live payouts" for row in twice]


def _own_checkers(at: datetime) -> Iterable[str]:
    by_maker = Q(approved_by=F("made_by")) | Q(checked_by=F("made_by")) | Q(approved_by=F("checked_by"))
    yield from (f"batch {batch} was checked by its maker, or twice" for batch in Batch.objects.filter(by_maker))
    handled = Q(verified_by=F("batch__made_by")) | Q(verified_by=F("batch__checked_by"))
    verified = Payout.objects.filter(handled | Q(verified_by=F("batch__approved_by")))
    yield from (f"payout {payout} was verified by who handled its batch" for payout in verified)
    closed = set(ReconciliationDay.objects.filter(state=DayState.CLOSED).values_list("day", "closed_by"))
    for line in StatementLine.objects.filter(match=LineMatch.EXPLAINED):
        if (line.day, line.explained_by_id) in closed:
            yield f"statement line {line.pk} was explained by who closed its day"


def _sent_without_approval(at: datetime) -> Iterable[str]:
    sent = Payout.objects.filter(first_sent_at__isnull=False).exclude(batch__state__in=_RELEASED)
    return [f"payout {payout.key} was sent from a batch that nobody approved" for payout in sent]


def _unknown_without_case(at: datetime) -> Iterable[str]:
    with_case = BankCase.objects.filter(kind=CaseKind.OUTCOME_UNKNOWN, closed_at=None).values("payout_id")
    lost = Payout.objects.unknown().exclude(pk__in=with_case)
    return [f"payout {payout.key} is unknown without an open case" for payout in lost]


def _batches_that_do_not_add_up(at: datetime) -> Iterable[str]:
    batches = Batch.objects.exclude(state=BatchState.CANCELLED).annotate(
        real_count=Count("lines"), real_total=Sum("lines__amount")
    )
    return [
        f"batch {batch} says {batch.count} and {batch.total}, its lines {batch.real_count} and {batch.real_total}"
        for batch in batches.exclude(count=F("real_count"), total=F("real_total"))
    ]


def _books_that_differ(at: datetime) -> Iterable[str]:
    explained = StatementLine.objects.filter(match=LineMatch.EXPLAINED)
    bank_owes = _sum(explained.filter(kind="debit")) - _sum(explained.filter(kind="return"))
    waiting = _unplaced()
    came_back = _sum(Payout.objects.filter(state__in=[PayoutState.REJECTED, PayoutState.RETURNED]))
    paid_again = _sum(Payout.objects.filter(attempt__gt=1))
    asked_back, repaid, cancelled = (
        _receivable(kind) for kind in (EntryKind.OVERPAID, EntryKind.REPAID, EntryKind.OVERPAYMENT_CANCELLED)
    )
    expected = {
        Account.FUND: _sum(Payout.objects.filter(attempt=1)) - asked_back - cancelled,
        Account.OWED: -_sum(Payout.objects.filter(_NEVER_SENT)),
        Account.IN_TRANSIT: -_sum(Payout.objects.filter(_ON_ITS_WAY)),
        Account.PAID_OUT: -_sum(Payout.objects.filter(state=PayoutState.PAID)) - bank_owes - repaid + waiting,
        Account.CAME_BACK: paid_again - came_back,
        Account.BANK_OWES: bank_owes,
        Account.RECEIVABLE: asked_back + repaid + cancelled,
        Account.RECEIVED: -waiting,
    }
    return [
        f"account {account} is {balance(account)}, the payouts say {amount}"
        for account, amount in expected.items()
        if balance(account) != amount
    ]


def _unplaced() -> int:
    """Money that came in, less what has found its purpose and what an officer had sent back."""
    came_in = StatementLine.objects.filter(kind="credit").exclude(match=LineMatch.EXPLAINED)
    return came_in.aggregate(total=Sum(F("amount") - F("placed")))["total"] or 0


def _receivable(kind: EntryKind) -> int:
    """What entries of a kind did to the receivable: asked back raises it, what came back or is not owed lowers it."""
    return _sum(Posting.objects.filter(account=Account.RECEIVABLE, entry__kind=kind))


def _sum(rows: QuerySet) -> int:  # type: ignore[type-arg]
    return rows.aggregate(total=Sum("amount"))["total"] or 0


_LOGS = Invariant(
    "I9", "Every state of money is the last move of its log", lambda at: faults_of_logs(PayoutLog, BatchLog)
)

INVARIANTS = (
    Invariant("I1", "Every ledger entry sums to zero", _unbalanced_entries),
    Invariant("I2", "A payout is paid exactly when its settlement is booked", _paid_without_settlement),
    Invariant("I2", "A right has at most one live payout", _two_live_payouts),
    Invariant("I8", "Nobody checks what they made or verified", _own_checkers),
    Invariant("I8", "Nothing is sent that a second person did not approve", _sent_without_approval),
    Invariant("I12", "Every payout whose fate is unknown has an open case", _unknown_without_case),
    Invariant("I14", "A batch is the sum of its lines", _batches_that_do_not_add_up),
    Invariant("I14", "The books say what the payouts say; money that came back nets out (I20)", _books_that_differ),
)
