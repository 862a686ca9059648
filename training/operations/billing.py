"""The bill to BPJS: collected for the 1st or 15th, frozen with a fingerprint, approved by somebody else."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed
from core.jobs import enqueue
from core.numbers import yearly_number
from core.text import one_line
from core.workflow import signed_by
from rules.deadlines import next_training_batch
from training.enums import BillingState
from training.models import BillingBatch, BillingItem
from training.selectors.billing import collectable, fingerprint_of, sums_of, tied_institutes

B = BillingState
SERIES = "PLT"
SEND_JOB = "training.send_billing"
LONGEST_REASON = 500

_ITEMS = """
INSERT INTO training_billingitem (id, batch_id, invoice_id, count, total, state, is_live, lacks)
SELECT gen_random_uuid(), %(batch)s, i.id, i.count, i.total, 'billed', true, ''
FROM training_invoice i WHERE i.id = ANY(%(invoices)s)
"""
_LINES = """
INSERT INTO training_billingline (id, batch_id, item_id, line_id, number, price)
SELECT gen_random_uuid(), it.batch_id, it.id, l.id, %(held)s + row_number() OVER (ORDER BY i.number, l.id), l.price
FROM training_billingitem it
JOIN training_invoice i ON i.id = it.invoice_id
JOIN training_invoiceline l ON l.invoice_id = i.id AND l.is_live
WHERE it.batch_id = %(batch)s AND i.id = ANY(%(invoices)s)
"""


@transaction.atomic
def build_billing(*, bill_on: date, maker: User, at: datetime) -> BillingBatch:
    """Collect what is approved for the next 1st or 15th. Pressed again while it is a draft: what was approved since.

    Set-based: one statement for the invoices, one for their participants. An invoice with a line that no longer passes
    stays behind. Raises NotAllowed("role_needed"), Invalid("not_the_next_date"), Conflict("nothing_approved").
    """
    today = clock.legal_date(at)
    _refuse_role(maker, Role.REVIEWER, today)
    if bill_on != next_training_batch(today):
        raise Invalid("not_the_next_date", _("Tagihan hanya disusun untuk tanggal pengajuan berikutnya."))
    batch = _draft_of(bill_on, maker, at)
    if batch.state != B.DRAFT:
        return batch
    free = collectable(bill_on, today).select_for_update(of=("self",), skip_locked=True)
    invoices = list(free.values_list("pk", flat=True))
    if not invoices and not batch.count:
        raise Conflict("nothing_approved", _("Belum ada tagihan yang disetujui untuk tanggal ini."))
    if invoices:
        _collect(batch, invoices)
        audit.record("training.billing.collected", actor=maker, at=at, subject=batch, added=len(invoices))
    return batch


def _draft_of(bill_on: date, maker: User, at: datetime) -> BillingBatch:
    """The live batch of the date; a new one when there is none. Two makers at once get the same."""
    live = BillingBatch.objects.exclude(state=B.CANCELLED).filter(bill_on=bill_on).select_for_update(of=("self",))
    batch = live.first()
    if batch is not None:
        return batch
    number = yearly_number(SERIES, clock.legal_date(at).year)  # makers queue up for the number
    batch = live.first()
    if batch is None:
        batch = BillingBatch.objects.create(number=number, bill_on=bill_on, made_by=maker, made_at=at)
        batch.log.create(move="build", from_state="", to_state=batch.state, at=at, **signed_by(maker))
    return batch


def _collect(batch: BillingBatch, invoices: list[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, {"batch": batch.pk, "invoices": invoices})
        cursor.execute(_LINES, {"batch": batch.pk, "invoices": invoices, "held": batch.count})
    sums = sums_of(batch)
    batch.invoices, batch.count, batch.total = sums["invoices"], sums["count"], sums["total"]
    batch.save(update_fields=["invoices", "count", "total"])


@transaction.atomic
def freeze_billing(batch: BillingBatch, *, actor: User, at: datetime) -> BillingBatch:
    """Count, add up and fingerprint the lines; from here on they stand still. Only the maker freezes. Twice: the same.

    Raises NotAllowed("not_the_maker"), Conflict("total_differs" | "empty" | "wrong_state").
    """
    batch = _locked(batch)
    if batch.made_by_id != actor.pk:
        raise NotAllowed("not_the_maker", _("Hanya penyusun pengajuan yang dapat membekukannya."))
    if batch.state == B.FROZEN:
        return batch
    if batch.state == B.DRAFT:
        _refuse_other_sums(batch)
    batch = BillingBatch.workflow.move(batch, "freeze", actor=actor, at=at, frozen_at=at, sha256=fingerprint_of(batch))
    audit.record("training.billing.frozen", actor=actor, at=at, subject=batch, sha256=batch.sha256, total=batch.total)
    return batch


@transaction.atomic
def approve_billing(batch: BillingBatch, *, shown_sha256: str, actor: User, at: datetime) -> BillingBatch:
    """Approve exactly what was shown; it is handed over on its date, at once when the date has come. Twice: the same.

    Raises NotAllowed("role_needed" | "own_batch" | "tied") and Conflict("batch_changed" | "wrong_state").
    """
    batch = _locked(batch)
    if batch.approved_by_id == actor.pk:
        return batch
    today = clock.legal_date(at)
    _refuse_role(actor, Role.APPROVER, today)
    if batch.made_by_id == actor.pk:
        raise NotAllowed("own_batch", _("Anda menyusun pengajuan ini, jadi orang lain yang menyetujuinya."))
    if tied := tied_institutes(actor, batch, today):
        raise NotAllowed(
            "tied",
            _("Anda mempunyai kaitan dengan %(names)s. Orang lain yang menyetujui pengajuan ini.")
            % {"names": ", ".join(tied)},
        )
    if batch.state == B.FROZEN:
        _refuse_changed(batch, shown_sha256)
    batch = BillingBatch.workflow.move(batch, "approve", actor=actor, at=at, approved_by=actor, approved_at=at)
    audit.record("training.billing.approved", actor=actor, at=at, subject=batch, sha256=batch.sha256)
    due_at = max(at, clock.start_of_day(batch.bill_on))
    enqueue(SEND_JOB, due_at=due_at, dedupe=f"{SEND_JOB}:{batch.pk}", batch_id=batch.pk)
    return batch


@transaction.atomic
def cancel_billing(batch: BillingBatch, *, reason: str, actor: User, at: datetime) -> BillingBatch:
    """Let the invoices go before anything was approved: the maker takes it back, or an approver refuses it.

    They can be collected again, for the same date too. Twice: the same. Raises Invalid("reason_missing" |
    "reason_too_long"), NotAllowed("not_the_maker") and Conflict("wrong_state").
    """
    said = one_line(reason)
    if not said:
        raise Invalid("reason_missing", _("Tulis mengapa pengajuan dibatalkan."))
    if len(said) > LONGEST_REASON:
        raise Invalid("reason_too_long", _("Alasan paling panjang 500 huruf."))
    batch = _locked(batch)
    if batch.made_by_id != actor.pk and not has_role(actor, Role.APPROVER, on=clock.legal_date(at)):
        raise NotAllowed("not_the_maker", _("Hanya penyusun atau penyetuju yang dapat membatalkan pengajuan."))
    if batch.state == B.CANCELLED:
        return batch
    batch = BillingBatch.workflow.move(batch, "cancel", actor=actor, at=at, note=said)
    BillingItem.objects.filter(batch=batch).update(is_live=False)
    audit.record("training.billing.cancelled", actor=actor, at=at, subject=batch, reason=said)
    return batch


# --- who, what ---------------------------------------------------------------------------------------------------


def _locked(batch: BillingBatch) -> BillingBatch:
    return BillingBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def _refuse_role(actor: User, role: Role, today: date) -> None:
    if not has_role(actor, role, on=today):
        raise NotAllowed("role_needed", _("Peran Anda tidak menyusun atau menyetujui pengajuan ini."))


def _refuse_other_sums(batch: BillingBatch) -> None:
    sums = sums_of(batch)
    if not sums["count"]:
        raise Conflict("empty", _("Pengajuan ini belum berisi tagihan."))
    if sums != {"invoices": batch.invoices, "count": batch.count, "total": batch.total}:
        raise Conflict(
            "total_differs", _("Jumlah pengajuan tidak sama dengan jumlah barisnya. Batalkan, lalu susun lagi.")
        )


def _refuse_changed(batch: BillingBatch, shown_sha256: str) -> None:
    if not (shown_sha256 == batch.sha256 == fingerprint_of(batch)):
        raise Conflict(
            "batch_changed",
            _("Isi pengajuan tidak sama dengan yang Anda lihat. Jangan setujui; hubungi penyusunnya."),
        )
    _refuse_other_sums(batch)
