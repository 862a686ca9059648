"""What must always be true of training and its money."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from core import clock
from core.invariants import Invariant
from core.models import Job
from payments.enums import PayoutState
from payments.models import Payout
from training.enums import BillingState, InvoiceState, ItemState, VoucherState
from training.models import BillingBatch, BillingItem, BillingLine, Invoice, InvoiceLine, Voucher
from training.selectors.billing import PAYOUT_SOURCE, failing_lines

_JUDGED = [
    InvoiceState.APPROVED,
    InvoiceState.BILLED,
    InvoiceState.INCOMPLETE,
    InvoiceState.ACCEPTED,
    InvoiceState.PAID,
]
_OURS = {"source_kind": PAYOUT_SOURCE}


def _lines_not_payable(at: datetime) -> Iterator[str]:
    for line in failing_lines(clock.legal_date(at)).filter(invoice__state__in=_JUDGED):
        yield f"line {line.pk} of an approved invoice differs from recommendation, attendance or price"


def _billed_twice(at: datetime) -> Iterator[str]:
    live = InvoiceLine.objects.filter(is_live=True).order_by()
    for row in live.values("enrolment").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"seat {row['enrolment']} is on {row['n']} invoices"
    items = BillingItem.objects.filter(is_live=True).order_by()
    for row in items.values("invoice").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"invoice {row['invoice']} is in {row['n']} billings"


def _billings_that_do_not_add_up(at: datetime) -> Iterator[str]:
    lines = BillingLine.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
    items = BillingItem.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
    batches = BillingBatch.objects.exclude(state=BillingState.CANCELLED).annotate(
        real_count=Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n")), 0),
        real_total=Coalesce(Subquery(lines.annotate(n=Sum("price")).values("n")), 0),
        real_invoices=Coalesce(Subquery(items.annotate(n=Count("pk")).values("n")), 0),
    )
    for batch in batches.exclude(count=F("real_count"), total=F("real_total"), invoices=F("real_invoices")):
        yield f"billing {batch} says {batch.count} and {batch.total}, its lines {batch.real_count}, {batch.real_total}"
    for item in BillingItem.objects.filter(Q(is_live=True) & ~Q(total=F("invoice__total"))):
        yield f"item {item.pk} asks {item.total}, its invoice another sum"


def _paid_without_transfer(at: datetime) -> Iterator[str]:
    settled = Payout.objects.filter(**_OURS, source_id=OuterRef("pk"), state=PayoutState.PAID, amount=OuterRef("total"))
    counted = settled.order_by().values("source_id").annotate(times=Count("pk")).values("times")
    paid = Invoice.objects.filter(state=InvoiceState.PAID).annotate(times=Coalesce(Subquery(counted), 0))
    for invoice in paid.exclude(times=1):
        yield f"invoice {invoice.number} is paid with {invoice.times} settled transfers of its sum"
    item = BillingItem.objects.filter(invoice=OuterRef("pk"), is_live=True, state=ItemState.PAID)
    for invoice in paid.exclude(Exists(item)):
        yield f"invoice {invoice.number} is paid, its item is not"


def _transfer_without_paid_invoice(at: datetime) -> Iterator[str]:
    """Money arrived and the invoice does not know, nor does a job wait to tell it."""
    waiting = Job.objects.filter(state="open", name="training.payout_settled")
    told = waiting.annotate(about=KT("args__payout_id")).filter(about=OuterRef("key_text"))
    paid = Invoice.objects.filter(pk=OuterRef("source_id"), state=InvoiceState.PAID)
    settled = Payout.objects.filter(**_OURS, state=PayoutState.PAID).annotate(key_text=Cast("pk", CharField()))
    for payout in settled.exclude(Exists(paid)).exclude(Exists(told)):
        yield f"payout {payout.pk} is settled, its invoice {payout.source_id} is not paid"
    total = Invoice.objects.filter(pk=OuterRef("source_id")).values("total")
    for payout in Payout.objects.filter(**_OURS).annotate(owed=Subquery(total)).exclude(amount=F("owed")):
        yield f"payout {payout.pk} orders {payout.amount}, its invoice says {payout.owed}"


def _two_vouchers(at: datetime) -> Iterator[str]:
    active = Voucher.objects.filter(state=VoucherState.ACTIVE).order_by()
    for row in active.values("person").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"person {row['person']} has {row['n']} active vouchers"


INVARIANTS = (
    Invariant("I2", "A paid invoice has exactly one settled transfer of its sum", _paid_without_transfer),
    Invariant("I2", "An institute's settled transfer has a paid invoice", _transfer_without_paid_invoice),
    Invariant("I13", "Approved lines match recommendation, attendance or letter, and price", _lines_not_payable),
    Invariant("I13", "Nobody is billed twice for a class, no invoice twice to BPJS", _billed_twice),
    Invariant("I14", "A billing is the sum of its lines, an item that of its invoice", _billings_that_do_not_add_up),
    Invariant("I21", "Nobody has more than one active voucher", _two_vouchers),
)
