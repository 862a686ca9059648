"""What the bank says became of a transfer. Callback, statement, inquiry and direct answer all come through here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from core import clock
from core.events import publish
from payments.enums import Account, CaseKind, DayState, EntryKind, NewsSource, PayoutState, ReceiptOutcome
from payments.events import PayoutFailed, PayoutSettled
from payments.models import Payout, ReconciliationDay
from payments.models.payouts import pk_of
from payments.operations.cases import close_cases, open_case
from payments.operations.ledger import book_payout

SETTLED, REJECTED, RETURNED = "settled", "rejected", "returned"
NO_CODE = "unspecified"


@dataclass(frozen=True, slots=True)
class News:
    """`kind` settled, rejected or returned; `amount` is compared with ours, never booked; `day` is the bank's."""

    kind: str
    key: str
    bank_reference: str
    amount: int
    code: str
    day: date
    source: NewsSource


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of the news: applied, already known, or put aside with the reason."""

    outcome: ReceiptOutcome
    payout: Payout | None = None
    problem: CaseKind | None = None


@transaction.atomic
def hear(news: News, *, at: datetime) -> Heard:
    """Book what the bank says, once. What cannot be true is put aside with an alarm and moves nothing."""
    payout = _payout_of(news.key)
    if payout is None:
        return _put_aside(news, CaseKind.UNKNOWN_REFERENCE, None, at=at)
    problem = _problem(payout, news)
    if problem is not None:
        return _put_aside(news, problem, payout, at=at)
    if _is_known(payout, news):
        return Heard(ReceiptOutcome.KNOWN, payout)
    payout = _apply(payout, news, at=at)
    close_cases(CaseKind.OUTCOME_UNKNOWN, payout.key, resolution=f"{news.source.value}: {news.kind}", at=at)
    return Heard(ReceiptOutcome.APPLIED, payout)


def _payout_of(key: str) -> Payout | None:
    pk = pk_of(key)
    return Payout.objects.select_for_update(of=("self",)).filter(pk=pk).first() if pk else None


def _put_aside(news: News, problem: CaseKind, payout: Payout | None, *, at: datetime) -> Heard:
    open_case(
        problem,
        f"{news.key}:{news.bank_reference}",
        payout=payout,
        at=at,
        kind_of_news=news.kind,
        amount=news.amount,
        bank_reference=news.bank_reference,
        code=news.code,
        day=news.day,
        source=news.source.value,
    )
    return Heard(ReceiptOutcome.QUARANTINED, payout, problem)


def _problem(payout: Payout, news: News) -> CaseKind | None:
    if news.amount != payout.amount:
        return CaseKind.AMOUNT_DIFFERS
    if payout.first_sent_at is None or _contradicts(payout, news) or _reference_is_wrong(payout, news):
        return CaseKind.CONTRADICTION
    return None


def _contradicts(payout: Payout, news: News) -> bool:
    """A transfer ends once: paid is not rejected, rejected is not paid."""
    if news.kind == REJECTED:
        return payout.state in (PayoutState.PAID, PayoutState.RETURNED)
    return payout.state == PayoutState.REJECTED


def _reference_is_wrong(payout: Payout, news: News) -> bool:
    """Money that moved has one bank reference, its own, and keeps it."""
    if news.kind == REJECTED:
        return False
    if payout.bank_reference and news.bank_reference:
        return payout.bank_reference != news.bank_reference
    reference = payout.bank_reference or news.bank_reference
    return not reference or Payout.objects.filter(bank_reference=reference).exclude(pk=payout.pk).exists()


def _is_known(payout: Payout, news: News) -> bool:
    ended = {
        SETTLED: (PayoutState.PAID, PayoutState.RETURNED),
        REJECTED: (PayoutState.REJECTED,),
        RETURNED: (PayoutState.RETURNED,),
    }
    return payout.state in ended[news.kind]


def _apply(payout: Payout, news: News, *, at: datetime) -> Payout:
    if news.kind == REJECTED:
        return _reject(payout, news, at=at)
    returned = news.kind == RETURNED
    if payout.state != PayoutState.PAID:
        payout = _settle(payout, news, at=at)
        if not returned:
            publish(PayoutSettled(**_ids(payout)), key=str(payout.pk))
    return _return(payout, news, at=at) if returned else payout


def _settle(payout: Payout, news: News, *, at: datetime) -> Payout:
    payout = Payout.workflow.move(
        payout,
        "settle",
        actor=None,
        at=at,
        note=news.source.value,
        bank_reference=payout.bank_reference or news.bank_reference,
        paid_on=_booking_day(news.day, at=at),
        inquire_at=None,
    )
    book_payout(EntryKind.SETTLED, payout, debit=Account.IN_TRANSIT, credit=Account.PAID_OUT, at=at)
    return payout


def _reject(payout: Payout, news: News, *, at: datetime) -> Payout:
    payout = Payout.workflow.move(
        payout, "reject", actor=None, at=at, note=news.source.value, code=news.code or NO_CODE, inquire_at=None
    )
    book_payout(EntryKind.REJECTED, payout, debit=Account.IN_TRANSIT, credit=Account.CAME_BACK, at=at)
    publish(PayoutFailed(**_ids(payout), code=payout.code), key=str(payout.pk))
    return payout


def _return(payout: Payout, news: News, *, at: datetime) -> Payout:
    payout = Payout.workflow.move(
        payout,
        "return",
        actor=None,
        at=at,
        note=news.source.value,
        code=news.code or NO_CODE,
        returned_on=_booking_day(news.day, at=at),
    )
    book_payout(EntryKind.RETURNED, payout, debit=Account.PAID_OUT, credit=Account.CAME_BACK, at=at)
    publish(PayoutFailed(**_ids(payout), code=payout.code), key=str(payout.pk))
    return payout


def _ids(payout: Payout) -> dict[str, str]:
    return {"payout_id": str(payout.pk), "source_kind": payout.source_kind, "source_id": str(payout.source_id)}


def _booking_day(day: date, *, at: datetime) -> date:
    """The bank's day, unless it lies ahead or its books are closed: then ours, which is never closed yet."""
    today = clock.legal_date(at)
    closed = ReconciliationDay.objects.filter(day=day, state=DayState.CLOSED).exists()
    return today if day > today or closed else day
