"""Sending: reserve, call, record. The bank is never called in a transaction, and nothing is ever sent on a guess."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from core import clock
from integrations.bank import BankClient, TransferAnswer
from integrations.errors import PartnerOutcomeUnknown, PartnerRefused, PartnerUnavailable
from payments import failpoints
from payments.enums import Account, BatchState, CaseKind, EntryKind, NewsSource, PayoutState
from payments.locks import holding
from payments.models import Batch, Payout
from payments.operations.batches import CHUNK, enqueue_chunks
from payments.operations.cases import close_cases, open_case
from payments.operations.ledger import book_payout
from payments.operations.news import REJECTED, News, hear

LONGEST_ROUND = timedelta(seconds=120)  # well below the worker's time limit; the rest is another job
ASK_AFTER_ACCEPTED = timedelta(minutes=10)
KEY_REUSED = "key_reused"


def send_chunk(batch_id: UUID | str, chunk: int, *, bank: BankClient, now: Callable[[], datetime]) -> int:
    """Send the unsent lines of one chunk, one after the other. Returns how many were sent.

    One worker at a time holds a chunk; a line that a dead worker left in `sending` becomes `unknown` first.
    Raises PartnerUnavailable when the bank takes nothing: the line is back in its batch, the job tries again.
    """
    with holding(chunk_name(batch_id, chunk)) as held:
        if not held:
            return 0
        started = now()
        _start(batch_id, at=started)
        lose_orphans(batch_id, chunk, at=started)
        sent = 0
        for payout_id in list(_lines(batch_id, chunk).filter(state=PayoutState.BATCHED).values_list("pk", flat=True)):
            if now() - started > LONGEST_ROUND:
                enqueue_chunks(Batch.objects.get(pk=batch_id), [chunk])
                break
            sent += send_payout(payout_id, bank=bank, now=now)
        return sent


def send_payout(payout_id: UUID, *, bank: BankClient, now: Callable[[], datetime]) -> bool:
    """Reserve, call, record: three steps, two transactions, the call between them. False when it is not ours to send.

    Raises PartnerUnavailable when the bank took nothing.
    """
    payout = reserve(payout_id, at=now())
    if payout is None:
        return False
    failpoints.reach(failpoints.AFTER_RESERVE)
    try:
        answer = bank.transfer(
            key=payout.key,
            bank=payout.bank_code,
            number=payout.account,
            name=payout.payee_name,
            amount=payout.amount,
            reference=reference_of(payout),
        )
    except PartnerUnavailable as unavailable:
        put_back(payout, note=unavailable.reason, at=now())
        raise
    except PartnerOutcomeUnknown as unknown:
        lose_sight(payout, note=unknown.reason, at=now())
        return True
    except PartnerRefused as refused:
        record_refusal(payout, code=refused.code, at=now())
        return True
    failpoints.reach(failpoints.AFTER_BANK_ANSWER)
    record_answer(payout, answer, at=now())
    return True


@transaction.atomic
def reserve(payout_id: UUID, *, at: datetime) -> Payout | None:
    """Commit that this line is on its way before the bank hears of it. None when it is not waiting to be sent."""
    payout = Payout.objects.select_for_update(of=("self",)).select_related("batch").get(pk=payout_id)
    if payout.state != PayoutState.BATCHED or payout.batch.state not in (BatchState.APPROVED, BatchState.SENDING):
        return None
    first = payout.first_sent_at is None
    payout = Payout.workflow.move(
        payout,
        "send",
        actor=None,
        at=at,
        first_sent_at=payout.first_sent_at or at,
        sent_at=at,
        tries=payout.tries + 1,
        inquire_at=None,
    )
    if first:
        book_payout(EntryKind.SENT, payout, debit=Account.OWED, credit=Account.IN_TRANSIT, at=at)
    return payout


@transaction.atomic
def record_answer(payout: Payout, answer: TransferAnswer, *, at: datetime) -> None:
    """Write down what the bank answered, unless its callback was faster."""
    if not answer.accepted:
        _reject(payout, answer.code, answer.bank_reference, at=at)
        return
    payout = Payout.objects.select_for_update(of=("self",)).get(pk=payout.pk)
    if payout.state != PayoutState.SENDING:
        return
    if Payout.objects.filter(bank_reference=answer.bank_reference).exclude(pk=payout.pk).exists():
        _contradiction(payout, note="reference_in_use", at=at)
        return
    accept(payout, bank_reference=answer.bank_reference, at=at)


@transaction.atomic
def record_refusal(payout: Payout, *, code: str, at: datetime) -> None:
    """The bank understood and took nothing; except that a reused key means that it holds something else under it."""
    if code == KEY_REUSED:
        _contradiction(Payout.objects.select_for_update(of=("self",)).get(pk=payout.pk), note=code, at=at)
    else:
        _reject(payout, code, "", at=at)


def accept(payout: Payout, *, bank_reference: str, at: datetime) -> Payout:
    """The bank has it. When nothing more is heard, it is asked."""
    payout = Payout.workflow.move(
        payout,
        "accept",
        actor=None,
        at=at,
        bank_reference=bank_reference,
        inquire_at=at + ASK_AFTER_ACCEPTED,
        inquiries=0,
    )
    close_cases(CaseKind.OUTCOME_UNKNOWN, payout.key, resolution="accepted", at=at)
    return payout


@transaction.atomic
def lose_sight(payout: Payout, *, note: str, at: datetime) -> Payout:
    """It may have happened: an open case, and the bank is asked by key. It is not sent again on a guess."""
    payout = Payout.objects.select_for_update(of=("self",)).get(pk=payout.pk)
    if payout.state != PayoutState.SENDING:
        return payout
    payout = Payout.workflow.move(payout, "lose_sight", actor=None, at=at, note=note, inquire_at=at, inquiries=0)
    open_case(CaseKind.OUTCOME_UNKNOWN, payout.key, payout=payout, at=at, reason=note)
    return payout


@transaction.atomic
def put_back(payout: Payout, *, note: str, at: datetime) -> Payout:
    """The bank took nothing in this try: the line waits in its batch again, with the same key."""
    current = Payout.objects.select_for_update(of=("self",)).get(pk=payout.pk)
    if current.state not in (PayoutState.SENDING, PayoutState.UNKNOWN) or current.tries != payout.tries:
        return current
    current = Payout.workflow.move(current, "put_back", actor=None, at=at, note=note, inquire_at=None)
    close_cases(CaseKind.OUTCOME_UNKNOWN, current.key, resolution=f"not at the bank: {note}", at=at)
    return current


def lose_orphans(batch_id: UUID | str, chunk: int, *, at: datetime) -> int:
    """Lines in `sending` while we hold their chunk were left by a worker that died. Returns how many."""
    orphans = list(_lines(batch_id, chunk).filter(state=PayoutState.SENDING))
    for payout in orphans:
        lose_sight(payout, note="worker_died", at=at)
    return len(orphans)


def chunk_name(batch_id: UUID | str, chunk: int) -> str:
    return f"payments.chunk:{batch_id}:{chunk}"


def reference_of(payout: Payout) -> str:
    """What the payee reads on the account, and by which a payment that was made twice would show."""
    return f"JKP {payout.source_id.hex[:20]}"


def _lines(batch_id: UUID | str, chunk: int):
    first = chunk * CHUNK + 1
    return Payout.objects.filter(batch_id=batch_id, line_no__range=(first, first + CHUNK - 1)).order_by("line_no")


@transaction.atomic
def _start(batch_id: UUID | str, *, at: datetime) -> None:
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.state == BatchState.APPROVED:
        Batch.workflow.move(batch, "send", actor=None, at=at)


def _reject(payout: Payout, code: str, bank_reference: str, *, at: datetime) -> None:
    hear(
        News(
            kind=REJECTED,
            key=payout.key,
            bank_reference=bank_reference,
            amount=payout.amount,
            code=code,
            day=clock.legal_date(at),
            source=NewsSource.ANSWER,
        ),
        at=at,
    )


def _contradiction(payout: Payout, *, note: str, at: datetime) -> None:
    lose_sight(payout, note=note, at=at)
    open_case(CaseKind.CONTRADICTION, payout.key, payout=payout, at=at, reason=note)
