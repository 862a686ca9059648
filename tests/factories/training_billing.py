"""Approved invoices and what goes to BPJS with them.

approved_invoice(seats=2)                     of a class that ended, judged by two, for 15 December 2026
billing(*invoices)                            a draft for 15 December; frozen_billing, approved_billing, sent_billing
paid_invoice()                                one that BPJS accepted and whose money arrived
house_of(invoice), head_of(invoice)           the institute, with an account; who leads it
"""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from core import clock
from core.numbers import yearly_number
from integrations.bank import TransferAnswer
from integrations.bpjs import BpjsClient, Receipt, TrainingBill
from payments.models import Payout
from payments.operations.sending import record_answer, reserve
from tests.factories.accounts import officer
from tests.factories.payments import make_approved_batch, tell
from tests.factories.training import write_log
from tests.factories.training_money import InstituteStaffFactory, trained
from training.enums import InvoiceState, LineBasis
from training.models import BillingBatch, BillingItem, Institute, Invoice, InvoiceLine
from training.operations.billing import approve_billing, build_billing, freeze_billing
from training.operations.billing_answers import accept_item
from training.operations.billing_sending import send_billing
from training.operations.transfers import hear_of_transfer

FIFTEENTH = date(2026, 12, 15)
FIRST = date(2027, 1, 1)
MAKING = datetime(2026, 12, 14, 3, 0, tzinfo=clock.JAKARTA)  # Monday, the day before
SENDING = datetime(2026, 12, 15, 1, 0, tzinfo=clock.JAKARTA)
ANSWERING = datetime(2026, 12, 16, 9, 0, tzinfo=clock.JAKARTA)


class TakingBpjs(BpjsClient):
    """A BPJS that takes every bill and remembers what it was told."""

    def __init__(self) -> None:
        self.taken: list[tuple[TrainingBill, str]] = []

    def bill_training(self, bill: TrainingBill, key: str) -> Receipt:
        self.taken.append((bill, key))
        return Receipt(f"TRN-{key}", SENDING)


def approved_invoice(seats: int = 1, *, bill_on: date = FIFTEENTH, **fields: Any) -> Invoice:
    """Everybody was at all five meetings. `fields` are the class's."""
    held = trained(seats, **{"meetings": (5, 5), "ends_on": date(2026, 11, 28)} | fields)
    house = held.programme.institute
    house.bank_code, house.account, house.account_tail = "002", "998877665544", "5544"
    house.account_name = house.name.upper()
    house.save()
    head = InstituteStaffFactory(institute=house, head=True).user
    at = MAKING - timedelta(days=5)
    invoice = Invoice.objects.create(
        number=yearly_number("TG", 2026),
        training_class=held,
        made_by=head,
        made_at=at,
        count=seats,
        total=seats * held.programme.cost,
    )
    write_log(invoice, {InvoiceState.DRAFT: ("draft", InvoiceState.DRAFT, ())})
    minutes = 5 * 420
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            enrolment=seat,
            recommendation=seat.voucher.recommendation,
            price=seat.price,
            attended=minutes,
            planned=minutes,
            basis=LineBasis.ATTENDANCE,
        )
        for seat in held.enrolments.select_related("voucher__recommendation").order_by("pk")
    )
    return judged(invoice, head, bill_on, at)


def judged(invoice: Invoice, head: User, bill_on: date, at: datetime) -> Invoice:
    """Signed by the head, recommended by one officer, approved by another."""
    move, when = Invoice.workflow.move, {"at": at}
    signed = {"signed_by": head, "signed_name": head.full_name, "signed_at": at, "report": "Selesai."}
    invoice = move(invoice, "send", actor=head, sent_at=at, version=1, bill_on=bill_on, **signed, **when)
    reviewer, approver = officer(Role.REVIEWER), officer(Role.APPROVER)
    invoice = move(invoice, "recommend", actor=reviewer, reviewed_by=reviewer, reviewed_at=at, **when)
    return move(invoice, "approve", actor=approver, approved_by=approver, approved_at=at, bill_on=bill_on, **when)


def house_of(invoice: Invoice) -> Institute:
    return invoice.training_class.programme.institute


def head_of(invoice: Invoice) -> User:
    return house_of(invoice).staff.get(part="pimpinan").user


def billing(*invoices: Invoice, maker: User | None = None) -> BillingBatch:
    """A draft with whatever is approved; one invoice of two people when nothing is."""
    if not invoices and not Invoice.objects.filter(state=InvoiceState.APPROVED).exists():
        approved_invoice(2)
    return build_billing(bill_on=FIFTEENTH, maker=maker or officer(Role.REVIEWER), at=MAKING)


def frozen_billing(*invoices: Invoice, maker: User | None = None) -> BillingBatch:
    batch = billing(*invoices, maker=maker)
    return freeze_billing(batch, actor=batch.made_by, at=MAKING)


def approved_billing(*invoices: Invoice, maker: User | None = None) -> BillingBatch:
    batch = frozen_billing(*invoices, maker=maker)
    return approve_billing(batch, shown_sha256=batch.sha256, actor=officer(Role.APPROVER), at=MAKING)


def sent_billing(*invoices: Invoice, maker: User | None = None) -> BillingBatch:
    return send_billing(approved_billing(*invoices, maker=maker), bpjs=TakingBpjs(), at=SENDING)


def item_of(invoice: Invoice) -> BillingItem:
    """The live item of an invoice; the last one given back when none lives."""
    return BillingItem.objects.filter(invoice=invoice).order_by("-is_live", "-batch__bill_on").first()


def paid_invoice() -> Invoice:
    """Alone in its batch. Whatever else is ready to be paid joins its batch of transfers, and stays there."""
    invoice = approved_invoice()
    sent_billing(invoice)
    accept_item(item_of(invoice), actor=officer(Role.BPJS_VERIFIER), at=ANSWERING)
    payout = Payout.objects.live().get(source_id=invoice.pk)
    make_approved_batch(0)
    payout = reserve(payout.pk, at=ANSWERING)
    taken = TransferAnswer(accepted=True, code="", bank_reference=f"BR{payout.pk.hex[:8]}")
    record_answer(payout, taken, at=ANSWERING)
    tell(Payout.objects.get(pk=payout.pk), "settled")
    return hear_of_transfer(invoice.pk, at=ANSWERING)
