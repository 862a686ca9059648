"""What goes to BPJS: invoices that can come along, batches with how far they are, and the way back to attendance."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from accounts.models import User
from payments.models import Payout
from payments.selectors import payouts_for
from rules.deadlines import next_training_batch
from rules.parameters import ATTENDANCE_NEEDED
from training.enums import BillingState, EnrolmentState, InvoiceState, ItemState, LineBasis
from training.models import (
    BillingBatch,
    BillingItem,
    BillingLine,
    InstituteStaff,
    Interest,
    Invoice,
    InvoiceLine,
    Partnership,
)
from training.selectors.invoices import soonest_batch

PAYOUT_SOURCE = "training_invoice"
AT_BPJS = (BillingState.SENT, BillingState.ANSWERED, BillingState.DONE)

# One line a participant, in the order of their numbers. Nothing of it names a person.
_CANONICAL = """
SELECT concat_ws('|', b.number, i.number, h.vin, l.enrolment_id, l.recommendation_id, l.basis, l.attended, l.planned,
    b.price)
FROM training_billingline b
JOIN training_invoiceline l ON l.id = b.line_id
JOIN training_invoice i ON i.id = l.invoice_id
JOIN training_trainingclass c ON c.id = i.training_class_id
JOIN training_programme p ON p.id = c.programme_id
JOIN training_institute h ON h.id = p.institute_id
WHERE b.batch_id = %s ORDER BY b.number
"""


def fingerprint_of(batch: BillingBatch) -> str:
    """SHA-256 over the number and date of the batch and its canonical lines, UTF-8, each ended by a line feed."""
    with connection.cursor() as cursor:
        cursor.execute(_CANONICAL, [batch.pk])
        lines = [row[0] for row in cursor.fetchall()]
    text = "".join(f"{line}\n" for line in [f"{batch.number}|{batch.bill_on.isoformat()}", *lines])
    return hashlib.sha256(text.encode()).hexdigest()


def sums_of(batch: BillingBatch) -> dict[str, int]:
    """Invoices, participants and rupiah, counted from the lines now."""
    sums = BillingLine.objects.filter(batch=batch).aggregate(
        invoices=Count("item", distinct=True), count=Count("pk"), total=Sum("price")
    )
    return {"invoices": sums["invoices"], "count": sums["count"], "total": sums["total"] or 0}


def has_doubles(batch: BillingBatch) -> bool:
    """Whether somebody's seat stands in it twice."""
    lines = BillingLine.objects.filter(batch=batch)
    counted = lines.aggregate(seats=Count("line__enrolment", distinct=True), lines=Count("pk"))
    return bool(counted["seats"] != counted["lines"])


# --- what can come along -----------------------------------------------------------------------------------------


def date_to_build(today: date) -> date:
    """The 1st or 15th that is collected for now: after today's batch was frozen it is the one that follows."""
    bill_on = next_training_batch(today)
    frozen = BillingBatch.objects.exclude(state__in=[BillingState.DRAFT, BillingState.CANCELLED])
    return soonest_batch(today) if bill_on == today and frozen.filter(bill_on=today).exists() else bill_on


def waiting_invoices(bill_on: date) -> QuerySet[Invoice]:
    """Approved, due by the date, and in no live batch; the number first."""
    taken = BillingItem.objects.filter(invoice=OuterRef("pk"), is_live=True)
    rows = Invoice.objects.filter(state=InvoiceState.APPROVED, bill_on__lte=bill_on)
    return rows.filter(~Exists(taken)).order_by("number")


def collectable(bill_on: date, on: date) -> QuerySet[Invoice]:
    """Waiting invoices of which every line still passes what its reviewer checked."""
    return waiting_invoices(bill_on).filter(~Exists(failing_lines(on).filter(invoice=OuterRef("pk")).order_by()))


def held_back(bill_on: date, on: date) -> QuerySet[Invoice]:
    """Waiting invoices that cannot come along because a line fails."""
    return waiting_invoices(bill_on).filter(Exists(failing_lines(on).filter(invoice=OuterRef("pk")).order_by()))


def failing_lines(on: date) -> QuerySet[InvoiceLine]:
    """Live lines that break I13: another programme or person than recommended, too little attendance, another price.

    Eighty percent is compared as a fraction, in whole minutes. Who found work is judged by that, not by minutes.
    """
    needed = ATTENDANCE_NEEDED.on(on).value
    too_little = Q(short__gt=0) | Q(planned=0)
    rows = InvoiceLine.objects.filter(is_live=True).annotate(
        short=F("planned") * needed.numerator - F("attended") * needed.denominator
    )
    return rows.filter(
        ~Q(recommendation__programme=F("invoice__training_class__programme"))
        | ~Q(recommendation__person=F("enrolment__person"))
        | ~Q(enrolment__training_class=F("invoice__training_class"))
        | ~Q(price=F("enrolment__price"))
        | (Q(basis=LineBasis.ATTENDANCE) & too_little)
        | (Q(basis=LineBasis.WORK) & ~Q(enrolment__state=EnrolmentState.WORKING))
    )


def tied_institutes(user: User, batch: BillingBatch, on: date) -> list[str]:
    """Names of institutes in the batch that the user verified, acts or acted for, or has declared a tie to."""
    houses = BillingItem.objects.filter(batch=batch).values("invoice__training_class__programme__institute")
    return tied_among(user, houses, on)


def tied_among(user: User, houses: Any, on: date) -> list[str]:
    """As `tied_institutes`, among the keys of institutes given."""
    named: set[str] = set()
    own = Interest.objects.filter(Q(until=None) | Q(until__gt=on), officer=user)
    for rows in (own, Partnership.objects.filter(verified_by=user), InstituteStaff.objects.filter(user=user)):
        found = rows.filter(institute__in=houses)  # type: ignore[attr-defined]
        named.update(found.values_list("institute__name", flat=True))
    return sorted(named)


# --- batches and their items -------------------------------------------------------------------------------------


def batches(user: User, on: date) -> QuerySet[BillingBatch]:
    """Newest date first, with how many of its invoices BPJS has answered and paid."""
    return (
        BillingBatch.objects.visible_to(user, on)
        .select_related("made_by", "approved_by")
        .annotate(
            accepted=Count("items", filter=Q(items__state__in=[ItemState.ACCEPTED, ItemState.PAID])),
            lacking=Count("items", filter=Q(items__state=ItemState.INCOMPLETE)),
            paid=Count("items", filter=Q(items__state=ItemState.PAID)),
        )
        .order_by("-bill_on", "-number")
    )


def items_of(batch: BillingBatch) -> QuerySet[BillingItem]:
    """Invoices of a batch by number, with their institute."""
    related = "invoice__training_class__programme__institute__region"
    rows = BillingItem.objects.filter(batch=batch).select_related("batch", related, "invoice__reviewed_by")
    return rows.select_related("answered_by").order_by("invoice__number")


def lacking_items(user: User, on: date) -> QuerySet[BillingItem]:
    """What BPJS gave back and nobody has completed yet, the longest waiting first."""
    rows = BillingItem.objects.filter(batch__in=BillingBatch.objects.visible_to(user, on))
    lacks = rows.filter(state=ItemState.INCOMPLETE, invoice__state=InvoiceState.INCOMPLETE)
    latest = lacks.order_by("invoice_id", "-answered_at").distinct("invoice_id").values("pk")
    related = "invoice__training_class__programme__institute"
    return BillingItem.objects.filter(pk__in=latest).select_related(related).order_by("answered_at", "pk")


def search_items(rows: QuerySet[BillingItem], text: str) -> QuerySet[BillingItem]:
    """By number of the invoice, name of the institute, or programme."""
    named = Q(invoice__training_class__programme__institute__name__icontains=text)
    programme = Q(invoice__training_class__programme__title__icontains=text)
    return rows.filter(named | programme | Q(invoice__number__icontains=text))


def lines_of(item: BillingItem) -> QuerySet[BillingLine]:
    """Participants of an invoice in a batch, as numbered there."""
    rows = BillingLine.objects.filter(item=item).select_related(
        "line__enrolment__person", "line__recommendation__made_by"
    )
    return rows.order_by("number")


def unanswered(batch: BillingBatch) -> int:
    return BillingItem.objects.filter(batch=batch, is_live=True, state=ItemState.BILLED).count()


def transfers_of(invoices: Sequence[UUID]) -> dict[UUID, list[Payout]]:
    """Every transfer of an invoice, the first attempt first."""
    return payouts_for(PAYOUT_SOURCE, invoices)
