"""A billing is handed to BPJS on its date: reserve, call, record. Safe to repeat: the key is the batch's number."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from core import audit, clock
from core.calendar import working_calendar
from core.formatting import rupiah
from integrations.bpjs import BilledInvoice, BilledPerson, BpjsClient, Receipt, TrainingBill
from notices.letters import issue_letter
from notices.operations import Telling, notify_many
from rules.deadlines import next_training_batch, training_payment_due
from training.enums import BillingState
from training.models import BillingBatch, BillingLine, Invoice
from training.selectors.billing import collectable, items_of


def send_billing(batch: BillingBatch, *, bpjs: BpjsClient, at: datetime) -> BillingBatch:
    """Hand an approved billing over, on or after its date; a holiday or Sunday is a date too. Sent: nothing is done.

    BPJS's days are counted from the day on which it is handed over. Raises PartnerUnavailable: the job tries again.
    """
    batch = BillingBatch.objects.get(pk=batch.pk)
    today = clock.legal_date(at)
    if batch.state != BillingState.APPROVED or today < batch.bill_on:
        return batch
    due_on = training_payment_due(today, working_calendar())
    receipt = bpjs.bill_training(bill_of(batch), key=batch.number)
    return _record(batch, receipt, due_on, at)


def bill_of(batch: BillingBatch) -> TrainingBill:
    """What BPJS is told: each invoice with its participants."""
    return TrainingBill(batch.number, batch.bill_on, batch.total, batch.sha256, tuple(_invoices(batch)))


def _invoices(batch: BillingBatch) -> Iterator[BilledInvoice]:
    related = "item__invoice__training_class__programme__institute"
    lines = (
        BillingLine.objects.filter(batch=batch).select_related(related, "line__enrolment__person").order_by("number")
    )
    for item, rows in groupby(lines, key=lambda row: row.item):
        people = tuple(
            BilledPerson(row.number, row.line.enrolment.person.nik, row.price, row.line.basis) for row in rows
        )
        programme = item.invoice.training_class.programme
        yield BilledInvoice(
            item.invoice.number, programme.institute.vin, programme.institute.name, programme.title, item.total, people
        )


@transaction.atomic
def _record(batch: BillingBatch, receipt: Receipt, due_on: date, at: datetime) -> BillingBatch:
    batch = BillingBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != BillingState.APPROVED:
        return batch
    batch = BillingBatch.workflow.move(
        batch, "send", actor=None, at=at, sent_at=receipt.received_at, receipt_no=receipt.receipt_no, due_on=due_on
    )
    invoices = Invoice.objects.filter(items__batch=batch, items__is_live=True).select_for_update(of=("self",))
    Invoice.workflow.move_rows(list(invoices), "bill", actor=None, at=at, each=lambda place: {"bill_on": batch.bill_on})
    _write_letter(batch, at)
    audit.record(
        "training.billing.sent", actor=None, at=at, subject=batch, receipt=receipt.receipt_no, total=batch.total
    )
    return batch


def _write_letter(batch: BillingBatch, at: datetime) -> None:
    """The letter to BPJS, kept with who approved."""
    items = items_of(batch)
    rows = [
        [item.invoice.number, item.invoice.training_class.programme.institute.name, rupiah(item.total)]
        for item in items
    ]
    issue_letter(
        kind="billing_letter",
        user=batch.approved_by,
        subject=batch,
        at=at,
        number=batch.number,
        bill_on=batch.bill_on.isoformat(),
        invoices=batch.invoices,
        lines=batch.count,
        total=batch.total,
        due_on=batch.due_on.isoformat(),
        sha256=batch.sha256,
        rows=rows,
    )


def remind_makers(*, at: datetime) -> int:
    """The day before a date: tell reviewers that approved invoices wait and nobody has frozen them. Once a date.

    Returns how many were told.
    """
    today = clock.legal_date(at)
    bill_on = next_training_batch(today)
    frozen = BillingBatch.objects.filter(bill_on=bill_on).exclude(
        state__in=[BillingState.DRAFT, BillingState.CANCELLED]
    )
    drafted = BillingBatch.objects.filter(bill_on=bill_on, state=BillingState.DRAFT)
    if (bill_on - today).days > 1 or frozen.exists():
        return 0
    if not (drafted.exists() or collectable(bill_on, today).exists()):
        return 0
    holders = RoleAssignment.objects.in_force(today).filter(role=Role.REVIEWER).values("user")
    told = [
        Telling(user, "/reviu/batch/", bill_on.isoformat(), {"due": bill_on})
        for user in User.objects.filter(is_active=True, pk__in=holders).order_by("pk")
    ]
    return notify_many("billing_due", told, at=at)
