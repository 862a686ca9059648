"""Looking after money on its way: ask the bank by key, wake what was left, close what is done."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from core import clock
from core.jobs import is_waiting
from integrations.bank import BankClient, TransferState, TransferStatus
from payments.enums import RELEASED, BatchState, CaseKind, NewsSource, PayoutState
from payments.locks import holding
from payments.models import Batch, Payout
from payments.operations.batches import CHUNK, enqueue_chunks, finish_batches
from payments.operations.cases import open_case
from payments.operations.news import News, hear
from payments.operations.sending import accept, chunk_name, lose_orphans, put_back

MOST_INQUIRIES = 500
LONGEST_ROUND = timedelta(seconds=120)
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=30)
_ENDED = {TransferState.SETTLED, TransferState.REJECTED, TransferState.RETURNED}


def look_after(*, bank: BankClient, now: Callable[[], datetime]) -> int:
    """One round over everything that is on its way. Two rounds at once do no harm: the second leaves at once.

    Returns how many inquiries were made. Raises PartnerUnavailable when the bank does not answer; the next round asks.
    """
    with holding("payments.look_after") as held:
        if not held:
            return 0
        find_orphans(at=now())
        wake_chunks()
        finish_batches(at=now())
        asked = inquire_due(bank=bank, now=now)
        wake_chunks()
        finish_batches(at=now())
        return asked


def find_orphans(*, at: datetime) -> int:
    """Lines in `sending` whose chunk nobody holds: their worker died, and no job has come back for them yet."""
    lost = 0
    for batch_id, chunk in _chunks_with(Q(state=PayoutState.SENDING)):
        with holding(chunk_name(batch_id, chunk)) as held:
            lost += lose_orphans(batch_id, chunk, at=at) if held else 0
    return lost


def wake_chunks() -> int:
    """Give a job to every chunk that has unsent lines of a released batch and no job waiting. Returns how many."""
    waiting = _chunks_with(Q(state=PayoutState.BATCHED, batch__state__in=[str(state) for state in RELEASED]))
    quiet = [(b, c) for b, c in waiting if not is_waiting("payments.send_chunk", batch_id=b, chunk=c)]
    batches = Batch.objects.in_bulk({batch_id for batch_id, _ in quiet})
    for batch_id, chunk in quiet:
        with transaction.atomic():
            enqueue_chunks(batches[batch_id], [chunk])
    return len(quiet)


def inquire_due(*, bank: BankClient, now: Callable[[], datetime]) -> int:
    """Ask about everything whose time to ask has come, the longest waiting first."""
    started = now()
    due = Payout.objects.filter(state__in=[PayoutState.UNKNOWN, PayoutState.ACCEPTED], inquire_at__lte=started)
    asked = 0
    for payout in list(due.order_by("inquire_at")[:MOST_INQUIRIES]):
        if now() - started > LONGEST_ROUND:
            break
        inquire(payout, bank=bank, now=now)
        asked += 1
    return asked


def inquire(payout: Payout, *, bank: BankClient, now: Callable[[], datetime]) -> None:
    """Ask the bank what it knows under the key, outside any transaction, and book it. Raises PartnerUnavailable."""
    status = bank.transfer_status(payout.key)
    at = now()
    if status.state in _ENDED:
        heard = hear(_news(payout, status, at=at), at=at)
        if heard.problem is None:
            return
    elif status.state is TransferState.UNKNOWN_KEY and _never_arrived(payout, at=at):
        put_back(payout, note="unknown_key", at=at)
        return
    _note(payout, status, at=at)


def _never_arrived(payout: Payout, *, at: datetime) -> bool:
    """The bank has never heard of the key, and long enough after the call to say that it will not come any more.

    It is then sent again under the same key, so that even a call that does come late moves the money once.
    """
    if payout.state != PayoutState.UNKNOWN or payout.sent_at is None:
        return False
    return at - payout.sent_at >= timedelta(seconds=settings.PAYOUT_BELIEVE_UNKNOWN_KEY_AFTER)


@transaction.atomic
def _note(payout: Payout, status: TransferStatus, *, at: datetime) -> None:
    """Not the end yet: remember what the bank has, and when to ask again."""
    current = Payout.objects.select_for_update(of=("self",)).get(pk=payout.pk)
    if current.state not in (PayoutState.UNKNOWN, PayoutState.ACCEPTED) or current.tries != payout.tries:
        return
    if status.state is TransferState.IN_PROCESS:
        if status.amount != current.amount or current.bank_reference not in ("", status.bank_reference):
            open_case(CaseKind.CONTRADICTION, current.key, payout=current, at=at, amount=status.amount)
        elif current.state == PayoutState.UNKNOWN:
            current = accept(current, bank_reference=status.bank_reference, at=at)
    elif status.state is TransferState.UNKNOWN_KEY and current.state == PayoutState.ACCEPTED:
        open_case(CaseKind.CONTRADICTION, current.key, payout=current, at=at, reason="unknown_key")
    current.inquiries += 1
    current.inquire_at = at + min(FIRST_PAUSE * 2 ** min(current.inquiries - 1, 10), LONGEST_PAUSE)
    current.save(update_fields=["inquiries", "inquire_at"])


def _news(payout: Payout, status: TransferStatus, *, at: datetime) -> News:
    return News(
        kind=status.state.value,
        key=payout.key,
        bank_reference=status.bank_reference,
        amount=status.amount or 0,
        code=status.code,
        day=clock.legal_date(status.at or at),
        source=NewsSource.INQUIRY,
    )


def _chunks_with(condition: Q) -> list[tuple[object, int]]:
    lines = Payout.objects.filter(condition, batch__state__in=[BatchState.APPROVED, BatchState.SENDING])
    numbers = lines.values_list("batch_id", "line_no").distinct()
    return sorted({(batch_id, (line_no - 1) // CHUNK) for batch_id, line_no in numbers}, key=str)
