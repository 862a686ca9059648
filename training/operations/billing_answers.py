"""What BPJS answers to each invoice: accepted and paid, or given back because something lacks."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed
from core.text import one_line
from notices.operations import notify
from training.enums import BillingState, InvoiceState, ItemState
from training.models import BillingBatch, BillingItem, Invoice
from training.operations.transfers import finish_billing, order_transfer
from training.selectors.billing import tied_among, unanswered
from training.selectors.invoices import soonest_batch

LONGEST_LACKS = 500


@transaction.atomic
def accept_item(item: BillingItem, *, actor: User, at: datetime) -> BillingItem:
    """Accept an invoice of a billing and order its transfer to the institute. The same officer again: the same.

    Raises NotAllowed("role_needed" | "tied"), Conflict("not_sent" | "no_account" | "wrong_state").
    """
    item = _locked(item)
    if item.state in (ItemState.ACCEPTED, ItemState.PAID) and item.answered_by_id == actor.pk:
        return item
    _refuse(item, actor, at)
    house = item.invoice.training_class.programme.institute
    if not house.account_tail:
        raise Conflict(
            "no_account", _("LPK ini belum mempunyai rekening. Kembalikan tagihannya sebagai belum lengkap.")
        )
    item = BillingItem.workflow.move(item, "accept", actor=actor, at=at, answered_by=actor, answered_at=at)
    invoice = Invoice.workflow.move(item.invoice, "accept", actor=actor, at=at)
    order_transfer(invoice, verified_by=actor, at=at)
    audit.record("training.billing.item.accepted", actor=actor, at=at, subject=item, total=item.total)
    _close_answers(item.batch, at)
    return item


@transaction.atomic
def return_item(item: BillingItem, *, lacks: str, actor: User, at: datetime) -> BillingItem:
    """Give an invoice back with what lacks; completed, it waits for the next date. The same officer again: the same.

    Raises Invalid("lacks_missing" | "lacks_too_long"), NotAllowed("role_needed" | "tied") and Conflict("not_sent" |
    "wrong_state").
    """
    said = _words(lacks, _("Tulis apa yang kurang."))
    item = _locked(item)
    if item.state == ItemState.INCOMPLETE and item.answered_by_id == actor.pk:
        return item
    _refuse(item, actor, at)
    item = BillingItem.workflow.move(
        item, "lack", actor=actor, at=at, note=said, lacks=said, is_live=False, answered_by=actor, answered_at=at
    )
    invoice = Invoice.workflow.move(item.invoice, "lack", actor=actor, at=at, note=said, remark=said)
    audit.record("training.billing.item.returned", actor=actor, at=at, subject=item, lacks=said)
    link = f"/reviu/batch/{item.batch_id}/{item.pk}/"
    facts = {"number": invoice.number, "reason": said}
    notify(event="invoice_lacks", user=invoice.reviewed_by, at=at, link=link, key=str(item.pk), **facts)
    _close_answers(item.batch, at)
    return item


@transaction.atomic
def complete_invoice(invoice: Invoice, *, note: str, actor: User, at: datetime) -> Invoice:
    """A reviewer completes what BPJS missed, with a word about it: it goes again on the next date. Twice: the same.

    The lines stay as they were approved; what must change in them goes back to the institute instead. Raises
    Invalid("lacks_missing" | "lacks_too_long"), NotAllowed("role_needed" | "tied") and Conflict("wrong_state").
    """
    said = _words(note, _("Tulis apa yang dilengkapi."))
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("training_class__programme")
    invoice = rows.get(pk=invoice.pk)
    today = clock.legal_date(at)
    last = invoice.log.order_by("-pk").first()
    if invoice.state == InvoiceState.APPROVED and last and (last.move, last.actor_id) == ("complete", actor.pk):
        return invoice
    if not has_role(actor, Role.REVIEWER, on=today):
        raise NotAllowed("role_needed", _("Hanya penelaah yang melengkapi tagihan."))
    _refuse_tied(actor, invoice, at)
    invoice = Invoice.workflow.move(invoice, "complete", actor=actor, at=at, note=said, bill_on=soonest_batch(today))
    audit.record("training.invoice.completed", actor=actor, at=at, subject=invoice, note=said)
    return invoice


# --- who, what ---------------------------------------------------------------------------------------------------


def _locked(item: BillingItem) -> BillingItem:
    """The item with its invoice; the batch is locked first, so that the last answer is seen by somebody."""
    BillingBatch.objects.select_for_update(of=("self",)).get(pk=item.batch_id)
    related = "invoice__training_class__programme__institute"
    return BillingItem.objects.select_for_update(of=("self",)).select_related("batch", related).get(pk=item.pk)


def _refuse(item: BillingItem, actor: User, at: datetime) -> None:
    if not has_role(actor, Role.BPJS_VERIFIER, on=clock.legal_date(at)):
        raise NotAllowed("role_needed", _("Hanya verifikator BPJS yang menjawab pengajuan."))
    _refuse_tied(actor, item.invoice, at)
    if item.state == ItemState.BILLED and item.batch.state != BillingState.SENT:
        raise Conflict("not_sent", _("Pengajuan ini belum diterima BPJS, atau dibatalkan."))


def _refuse_tied(actor: User, invoice: Invoice, at: datetime) -> None:
    house = invoice.training_class.programme.institute_id
    if tied_among(actor, [house], clock.legal_date(at)):
        raise NotAllowed("tied", _("Anda mempunyai kaitan dengan LPK ini. Orang lain yang memutus tagihannya."))


def _words(text: str, missing: str) -> str:
    said = one_line(text)
    if not said:
        raise Invalid("lacks_missing", missing)
    if len(said) > LONGEST_LACKS:
        raise Invalid("lacks_too_long", _("Paling panjang 500 huruf."))
    return said


def _close_answers(batch: BillingBatch, at: datetime) -> None:
    """Every invoice is answered: the batch is; nothing is left to pay: it is done."""
    if batch.state == BillingState.SENT and not unanswered(batch):
        batch = BillingBatch.workflow.move(batch, "answer", actor=None, at=at)
    finish_billing(batch, at=at)
