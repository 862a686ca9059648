"""An institute writes its invoice: the lines that are payable, its head's signature, and what goes with it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed, ensure
from core.names import names_match
from core.numbers import next_number
from core.text import one_line, without_invisible
from core.workflow import signed_by
from training.enums import ClassState, EnrolmentState, InvoiceState
from training.models import CHANGEABLE, Invoice, InvoiceLine, TrainingClass
from training.operations.invoice_papers import issue_papers
from training.policies import is_head, is_staff
from training.selectors.invoice_lines import Proposal, compared, differs, live_lines, proposals, seal_of
from training.selectors.invoices import soonest_batch

NAME_MATCH_PERCENT = 85
LONGEST_REPORT = 5_000
SERIES = "TG"


@transaction.atomic
def draft_invoice(training_class: TrainingClass, *, actor: User, at: datetime) -> Invoice:
    """The payable seats of a class that nobody billed, as a draft. One that is being written is that one.

    Raises NotAllowed("not_staff") and Conflict("not_over" | "nothing_payable").
    """
    today = clock.legal_date(at)
    held = _locked_class(training_class)
    _refuse_others(actor, held, at)
    unfinished = Invoice.objects.filter(training_class=held, state__in=CHANGEABLE).first()
    if unfinished is not None:
        return unfinished
    somebody_works = held.enrolments.filter(state=EnrolmentState.WORKING).exists()
    if held.state == ClassState.CANCELLED or not (held.ends_on < today or somebody_works):
        raise Conflict("not_over", _("Kelas ini belum selesai. Tagihan disusun sesudah hari terakhirnya."))
    payable = [one for one in proposals(held, on=today) if one.payable]
    if not payable:
        raise Conflict("nothing_payable", _("Belum ada peserta kelas ini yang dapat ditagihkan."))
    number = f"{SERIES}-{today.year}-{next_number(f'{SERIES}-{today.year}'):04d}"
    invoice = Invoice.objects.create(number=number, training_class=held, made_by=actor, made_at=at)
    invoice.log.create(move="draft", from_state="", to_state=invoice.state, at=at, **signed_by(actor))
    _add_lines(invoice, payable)
    _count(invoice)
    audit.record("training.invoice.drafted", actor=actor, at=at, subject=invoice, lines=invoice.count)
    return invoice


@transaction.atomic
def refresh_invoice(invoice: Invoice, *, actor: User, at: datetime) -> Invoice:
    """Read attendance, letters and prices again. What is no longer payable leaves, what became payable joins.

    A line that somebody dropped stays away. Raises NotAllowed("not_staff") and Conflict("wrong_state").
    """
    locked = _changeable(invoice, actor, at)
    found = {one.enrolment.pk: one for one in proposals(locked.training_class, on=clock.legal_date(at), invoice=locked)}
    lines = {line.enrolment_id: line for line in locked.lines.order_by("pk")}
    for line in lines.values():
        proposal = found.get(line.enrolment_id)
        if line.is_live:
            _bring_up_to_date(line, proposal)
    _add_lines(locked, [one for seat, one in found.items() if one.payable and seat not in lines])
    _count(locked)
    return locked


def _bring_up_to_date(line: InvoiceLine, proposal: Proposal | None) -> None:
    if proposal is None or not proposal.payable:
        line.is_live = False
        line.save(update_fields=["is_live"])
    elif differs(line, proposal):
        _write(line, proposal)


@transaction.atomic
def drop_line(invoice: Invoice, *, enrolment_id: UUID, actor: User, at: datetime) -> Invoice:
    """Leave somebody out of this invoice; dropped before: nothing changes. Who is left out can be billed later.

    Raises NotAllowed("not_staff"), Invalid("no_such_line") and Conflict("wrong_state").
    """
    locked = _changeable(invoice, actor, at)
    line = locked.lines.filter(enrolment=enrolment_id).order_by("-is_live").first()
    if line is None:
        raise Invalid("no_such_line", _("Peserta ini tidak ada di tagihan ini."))
    if line.is_live:
        line.is_live = False
        line.save(update_fields=["is_live"])
        _count(locked)
        audit.record("training.invoice.line.dropped", actor=actor, at=at, subject=locked, line=line.pk)
    return locked


@transaction.atomic
def take_line(invoice: Invoice, *, enrolment_id: UUID, actor: User, at: datetime) -> Invoice:
    """Bill somebody of the class who is not on the invoice; there already: nothing changes.

    Raises NotAllowed("not_staff"), Invalid("no_such_line" | "not_payable") and Conflict("wrong_state").
    """
    locked = _changeable(invoice, actor, at)
    if locked.lines.filter(enrolment=enrolment_id, is_live=True).exists():
        return locked
    found = proposals(locked.training_class, on=clock.legal_date(at), invoice=locked)
    proposal = next((one for one in found if one.enrolment.pk == enrolment_id), None)
    if proposal is None:
        raise Invalid("no_such_line", _("Peserta ini bukan peserta kelas tagihan ini."))
    if not proposal.payable:
        codes = ",".join(reason.code for reason in proposal.reasons if reason.met is not True)
        raise Invalid("not_payable", _("Peserta ini belum dapat ditagihkan."), reasons=codes)
    line = locked.lines.filter(enrolment=enrolment_id).first()
    if line is None:
        _add_lines(locked, [proposal])
    else:
        line.is_live = True
        _write(line, proposal)
    _count(locked)
    audit.record("training.invoice.line.taken", actor=actor, at=at, subject=locked, enrolment=enrolment_id)
    return locked


@transaction.atomic
def cancel_invoice(invoice: Invoice, *, actor: User, at: datetime) -> Invoice:
    """Give the invoice up; its participants can be billed by another. A second time changes nothing.

    Raises NotAllowed("not_staff") and Conflict("wrong_state").
    """
    locked = _locked(invoice)
    _refuse_others(actor, locked.training_class, at)
    if locked.state == InvoiceState.CANCELLED:
        return locked
    if locked.state in CHANGEABLE:
        locked.lines.filter(is_live=True).update(is_live=False)
        _count(locked)
    moved = Invoice.workflow.move(locked, "cancel", actor=actor, at=at)
    audit.record("training.invoice.cancelled", actor=actor, at=at, subject=moved)
    return moved


@transaction.atomic
def sign_and_send(invoice: Invoice, *, report: str, typed_name: str, seen: str, actor: User, at: datetime) -> Invoice:
    """The head signs what they saw (`seen` is its `seal_of`) and it goes to review, with its papers. Again: the same.

    Every line is weighed again. Raises NotAllowed("not_staff" | "not_head"), Conflict("stale" | "lines_changed" |
    "wrong_state") and Invalid("report_missing" | "report_too_long" | "name_differs" | "empty" | "account_missing").
    """
    locked = _locked(invoice)
    _refuse_others(actor, locked.training_class, at)
    lines = live_lines(locked)
    if locked.state == InvoiceState.SENT and locked.signed_by_id == actor.pk and seal_of(lines) == seen:
        return locked
    today = clock.legal_date(at)
    house = locked.training_class.programme.institute
    ensure(is_head(actor, house, today), "not_head", _("Hanya pimpinan lembaga yang menandatangani tagihan."))
    said, name = _checked_report(report), one_line(typed_name)
    if not names_match(name, actor.full_name, percent=NAME_MATCH_PERCENT):
        raise Invalid("name_differs", _("Tulis nama lengkap Anda: %(name)s.") % {"name": actor.full_name})
    if locked.state in CHANGEABLE:
        _refuse_unsendable(locked, lines, seen, at)
    moved = Invoice.workflow.move(
        locked,
        "send",
        actor=actor,
        at=at,
        version=locked.version + 1,
        report=said,
        signed_by=actor,
        signed_name=name,
        signed_at=at,
        sent_at=at,
        bill_on=soonest_batch(today),
        reviewed_by=None,
        reviewed_at=None,
        approved_by=None,
        approved_at=None,
    )
    issue_papers(moved, lines, signer=actor, at=at)
    audit.record("training.invoice.sent", actor=actor, at=at, subject=moved, version=moved.version, total=moved.total)
    return moved


def _refuse_unsendable(invoice: Invoice, lines: Sequence[InvoiceLine], seen: str, at: datetime) -> None:
    if not lines:
        raise Invalid("empty", _("Tagihan ini tidak mempunyai peserta."))
    if not invoice.training_class.programme.institute.account_tail:
        raise Invalid("account_missing", _("Isi rekening lembaga di menu Profil dahulu."))
    if any(one.changed for one in compared(invoice, lines, on=clock.legal_date(at))):
        raise Conflict("lines_changed", STALE)
    if seal_of(lines) != seen:
        raise Conflict("stale", STALE)


STALE = gettext_lazy("Baris tagihan berubah sejak halaman ini dibuka. Periksa lagi, lalu tanda tangani.")


def _checked_report(report: str) -> str:
    said = without_invisible(report).strip()
    if not said:
        raise Invalid("report_missing", _("Tulis laporan pelaksanaan."))
    if len(said) > LONGEST_REPORT:
        raise Invalid("report_too_long", _("Laporan paling panjang 5.000 huruf."))
    return said


# --- rows --------------------------------------------------------------------------------------------------------


def _locked_class(training_class: TrainingClass) -> TrainingClass:
    rows = TrainingClass.objects.select_for_update(of=("self",)).select_related("programme__institute")
    return rows.get(pk=training_class.pk)


def _locked(invoice: Invoice) -> Invoice:
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("training_class__programme__institute")
    return rows.get(pk=invoice.pk)


def _changeable(invoice: Invoice, actor: User, at: datetime) -> Invoice:
    locked = _locked(invoice)
    _refuse_others(actor, locked.training_class, at)
    if locked.state not in CHANGEABLE:
        raise Conflict("wrong_state", _("Tagihan ini sudah dikirim. Muat ulang untuk melihat yang terbaru."))
    return locked


def _refuse_others(actor: User, training_class: TrainingClass, at: datetime) -> None:
    if not is_staff(actor, training_class.programme.institute, clock.legal_date(at)):
        raise NotAllowed("not_staff", _("Hanya staf lembaga ini yang mengurus tagihannya."))


def _add_lines(invoice: Invoice, payable: Sequence[Proposal]) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=invoice, enrolment=one.enrolment, **one.values) for one in payable
    )


def _write(line: InvoiceLine, proposal: Proposal) -> None:
    for name, value in proposal.values.items():
        setattr(line, name, value)
    line.save()


def _count(invoice: Invoice) -> None:
    """Count and total are those of the live lines, whatever anybody sent."""
    prices = list(invoice.lines.filter(is_live=True).values_list("price", flat=True))
    invoice.count, invoice.total = len(prices), sum(prices)
    invoice.save(update_fields=["count", "total"])
