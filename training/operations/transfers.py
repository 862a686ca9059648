"""Money of accepted invoices on its way to institutes: ordered once, arrived, come back, ordered to another account."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core import audit, clock
from core.errors import Conflict, NotAllowed
from notices.operations import Telling, notify_many
from payments.enums import FAILED, PayoutState
from payments.models import Payout
from payments.operations.payouts import order_payout
from payments.selectors import last_payout
from training.enums import BillingState, InvoiceState, ItemState, StaffPart
from training.models import BillingBatch, BillingItem, Institute, InstituteStaff, Invoice
from training.selectors.billing import PAYOUT_SOURCE, tied_among


def order_transfer(invoice: Invoice, *, verified_by: User, at: datetime) -> Payout:
    """Order the transfer of an accepted invoice to the account of its institute. Once while a payout of it lives."""
    house = invoice.training_class.programme.institute
    return order_payout(
        source_kind=PAYOUT_SOURCE,
        source_id=invoice.pk,
        user=None,
        payee_name=house.account_name,
        bank_code=house.bank_code,
        account_number=house.account,
        amount=invoice.total,
        verified_by=verified_by,
        at=at,
    )


@transaction.atomic
def hear_of_transfer(invoice_id: UUID | str, *, at: datetime) -> Invoice:
    """Bring invoice and item in line with the latest payout: paid, or come back.

    What counts is how the payout stands now, so that news in another order, or told twice, ends the same.
    """
    invoice = _locked(invoice_id)
    payout = last_payout(PAYOUT_SOURCE, invoice.pk)
    if payout is None:
        return invoice
    if payout.state == PayoutState.PAID and invoice.state == InvoiceState.ACCEPTED:
        return _record_paid(invoice, payout, at)
    if payout.state in FAILED:
        return _record_failed(invoice, payout, at)
    return invoice


@transaction.atomic
def order_again(invoice: Invoice, *, actor: User, at: datetime) -> Payout:
    """Order the transfer once more after the bank refused it or sent it back, to the account that is there now.

    While the new order lives it is the answer. Raises NotAllowed("role_needed" | "tied") and Conflict("not_failed" |
    "same_account").
    """
    invoice = _locked(invoice.pk)
    _refuse(invoice, actor, at)
    last = last_payout(PAYOUT_SOURCE, invoice.pk)
    if last is not None and last.state not in FAILED and last.attempt > 1 and last.verified_by_id == actor.pk:
        return last
    if last is None or last.state not in FAILED:
        raise Conflict("not_failed", _("Pembayaran ini tidak dikembalikan bank."))
    if not has_another_account(invoice.training_class.programme.institute, last):
        raise Conflict("same_account", _("LPK belum mengganti rekening yang ditolak bank."))
    hear_of_transfer(invoice.pk, at=at)  # news that still waits in the queue must not find the new order
    payout = order_transfer(_locked(invoice.pk), verified_by=actor, at=at)
    audit.record("training.transfer.ordered_again", actor=actor, at=at, subject=invoice, attempt=payout.attempt)
    return payout


def has_another_account(house: Institute, last: Payout) -> bool:
    """Whether the institute has given an account other than the one that the bank turned down."""
    return bool(house.account_tail) and (house.bank_code, house.account) != (last.bank_code, last.account)


def finish_billing(batch: BillingBatch, *, at: datetime) -> BillingBatch:
    """Close an answered billing of which every invoice is paid or was given back."""
    waits = BillingItem.objects.filter(batch=batch, is_live=True).exclude(state=ItemState.PAID)
    if batch.state != BillingState.ANSWERED or waits.exists():
        return batch
    return BillingBatch.workflow.move(batch, "finish", actor=None, at=at)


def _locked(invoice_id: UUID | str) -> Invoice:
    """The invoice; its batch is locked first, as by everybody who changes either."""
    batches = BillingBatch.objects.filter(items__invoice=invoice_id, items__is_live=True)
    list(batches.select_for_update(of=("self",)))
    related = "training_class__programme__institute"
    return Invoice.objects.select_for_update(of=("self",)).select_related(related).get(pk=invoice_id)


def _live_item(invoice: Invoice) -> BillingItem:
    return BillingItem.objects.select_for_update(of=("self",)).get(invoice=invoice, is_live=True)


def _record_paid(invoice: Invoice, payout: Payout, at: datetime) -> Invoice:
    item = _live_item(invoice)
    BillingItem.workflow.move(item, "pay", actor=None, at=at, paid_on=payout.paid_on)
    invoice = Invoice.workflow.move(invoice, "pay", actor=None, at=at, paid_on=payout.paid_on)
    audit.record("training.invoice.paid", actor=None, at=at, subject=invoice, total=invoice.total)
    _tell("invoice_paid", invoice, f"/mitra/tagihan/{invoice.pk}/", str(payout.pk), at)
    finish_billing(BillingBatch.objects.get(pk=item.batch_id), at=at)
    return invoice


def _record_failed(invoice: Invoice, payout: Payout, at: datetime) -> Invoice:
    """A refused transfer leaves the invoice accepted; a returned one makes it so again."""
    if invoice.state == InvoiceState.PAID:
        BillingItem.workflow.move(_live_item(invoice), "come_back", actor=None, at=at, note=payout.code)
        invoice = Invoice.workflow.move(invoice, "come_back", actor=None, at=at, note=payout.code)
        audit.record("training.invoice.came_back", actor=None, at=at, subject=invoice, code=payout.code)
    _tell("invoice_transfer_failed", invoice, "/mitra/profil/", str(payout.pk), at)
    return invoice


def _refuse(invoice: Invoice, actor: User, at: datetime) -> None:
    today = clock.legal_date(at)
    if not has_role(actor, Role.BPJS_VERIFIER, on=today):
        raise NotAllowed("role_needed", _("Hanya verifikator BPJS yang memesan pembayaran lagi."))
    if tied_among(actor, [invoice.training_class.programme.institute_id], today):
        raise NotAllowed("tied", _("Anda mempunyai kaitan dengan LPK ini. Orang lain yang memutus tagihannya."))


def _tell(event: str, invoice: Invoice, link: str, key: str, at: datetime) -> None:
    """To who leads the institute."""
    house = invoice.training_class.programme.institute
    heads = InstituteStaff.objects.in_force(clock.legal_date(at)).filter(institute=house, part=StaffPart.HEAD)
    told = [Telling(head.user, link, key, {"number": invoice.number}) for head in heads.select_related("user")]
    notify_many(event, told, at=at)
