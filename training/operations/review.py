"""Kemnaker reviews an invoice: back with remarks, recommended, approved. Never by somebody with a tie to the LPK."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, InternalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed
from core.text import one_line, without_invisible
from notices.operations import Telling, notify_many
from training.enums import InvoiceState
from training.models import Institute, Invoice, LineRemark
from training.selectors.invoice_lines import compared, live_lines
from training.selectors.invoices import soonest_batch, ties_of
from training.selectors.staff import heads_of

I = InvoiceState  # noqa: E741 - as in the models
LONGEST_REMARK = 500
TIES = {
    "verified": gettext_lazy("Anda memverifikasi LPK ini. Petugas lain yang menilai tagihannya."),
    "interest": gettext_lazy("Anda menyatakan benturan kepentingan dengan LPK ini. Petugas lain yang menilainya."),
    "staff": gettext_lazy("Anda bertindak untuk LPK ini. Petugas lain yang menilai tagihannya."),
}
OWN = gettext_lazy(
    "Tagihan disetujui oleh orang lain daripada yang merekomendasikan, menyusun, atau menandatanganinya."
)
STALE = gettext_lazy("Tagihan ini berubah sejak halaman dibuka. Baca versi yang sekarang, lalu putuskan.")


def recommend_invoice(invoice: Invoice, *, version: int, actor: User, at: datetime) -> Invoice:
    """Recommend paying exactly this version. The same reviewer again: the same.

    Raises NotAllowed("role_needed" | "verified" | "interest" | "staff"), Conflict("stale" | "line_fails" |
    "wrong_state").
    """
    with _witnessed("recommend", invoice, actor, at):
        locked = _locked(invoice)
        if locked.state == I.RECOMMENDED and locked.reviewed_by_id == actor.pk and locked.version == version:
            return locked
        _refuse(locked, Role.REVIEWER, actor, at)
        _refuse_other_version(locked, version)
        _refuse_failing(locked, at)
        moved = Invoice.workflow.move(locked, "recommend", actor=actor, at=at, reviewed_by=actor, reviewed_at=at)
        audit.record("training.invoice.recommended", actor=actor, at=at, subject=moved, version=version)
        return moved


def approve_invoice(invoice: Invoice, *, version: int, actor: User, at: datetime) -> Invoice:
    """Approve what somebody else recommended; it goes to BPJS on `bill_on`. The same approver again: the same.

    Raises NotAllowed("role_needed" | "own_recommendation" | "verified" | "interest" | "staff") and
    Conflict("stale" | "line_fails" | "wrong_state").
    """
    today = clock.legal_date(at)
    with _witnessed("approve", invoice, actor, at):
        locked = _locked(invoice)
        if locked.state == I.APPROVED and locked.approved_by_id == actor.pk and locked.version == version:
            return locked
        _refuse(locked, Role.APPROVER, actor, at)
        _refuse_own(locked, actor)
        _refuse_other_version(locked, version)
        _refuse_failing(locked, at)
        moved = Invoice.workflow.move(
            locked, "approve", actor=actor, at=at, approved_by=actor, approved_at=at, bill_on=soonest_batch(today)
        )
        audit.record("training.invoice.approved", actor=actor, at=at, subject=moved, total=moved.total)
        _tell("invoice_approved", moved, at, due=moved.bill_on)
        return moved


def return_invoice(
    invoice: Invoice, *, version: int, remark: str, remarks: Mapping[UUID, str], actor: User, at: datetime
) -> Invoice:
    """Back to the institute: a word about the whole, and about single lines by their key. Twice: the same.

    Raises NotAllowed("role_needed" | "verified" | "interest" | "staff"), Invalid("remark_missing" |
    "remark_too_long" | "no_such_line") and Conflict("stale" | "wrong_state").
    """
    said = _text(remark)
    about = {key: text for key, words in remarks.items() if (text := _text(words))}
    if not said and not about:
        raise Invalid("remark_missing", _("Tulis apa yang harus diperbaiki LPK."))
    with _witnessed("return", invoice, actor, at):
        locked = _locked(invoice)
        if locked.state == I.RETURNED and locked.version == version and _last_mover(locked) == actor.pk:
            return locked
        _refuse(locked, Role.APPROVER if locked.state == I.RECOMMENDED else Role.REVIEWER, actor, at)
        _refuse_other_version(locked, version)
        _write_remarks(locked, about, actor, at)
        moved = Invoice.workflow.move(locked, "return", actor=actor, at=at, note=said, remark=said)
        audit.record("training.invoice.returned", actor=actor, at=at, subject=moved, version=version, lines=len(about))
        _tell("invoice_returned", moved, at, number=moved.number)
        return moved


# --- who, what ---------------------------------------------------------------------------------------------------


@contextmanager
def _witnessed(act: str, invoice: Invoice, actor: User, at: datetime) -> Iterator[None]:
    """One transaction. A judge whom the code or the database turns away is written down; the rest is undone."""
    try:
        with transaction.atomic():
            yield
    except NotAllowed as error:
        audit.record("training.invoice.refused", actor=actor, at=at, subject=invoice, act=act, why=error.code)
        raise
    except (IntegrityError, InternalError) as error:
        audit.record("training.invoice.refused", actor=actor, at=at, subject=invoice, act=act, why="database")
        raise NotAllowed("database", OWN) from error


def _locked(invoice: Invoice) -> Invoice:
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("training_class__programme__institute")
    return rows.get(pk=invoice.pk)


def _house(invoice: Invoice) -> Institute:
    return invoice.training_class.programme.institute


def _refuse(invoice: Invoice, role: Role, actor: User, at: datetime) -> None:
    today = clock.legal_date(at)
    if not has_role(actor, role, on=today):
        raise NotAllowed("role_needed", _("Peran Anda tidak memutus tagihan ini."))
    for tie in ties_of(actor, _house(invoice), today):
        raise NotAllowed(tie, TIES[tie])


def _refuse_own(invoice: Invoice, actor: User) -> None:
    if actor.pk in (invoice.reviewed_by_id, invoice.signed_by_id, invoice.made_by_id):
        raise NotAllowed("own_recommendation", OWN)


def _refuse_other_version(invoice: Invoice, version: int) -> None:
    if invoice.version != version:
        raise Conflict("stale", STALE, version=invoice.version)


def _refuse_failing(invoice: Invoice, at: datetime) -> None:
    """A line that was payable when it was sent may not be so any more: attendance was corrected, a letter revoked."""
    if invoice.state not in (I.SENT, I.RECOMMENDED):
        return  # the workflow says it
    lines = compared(invoice, live_lines(invoice), on=clock.legal_date(at))
    if failing := [one for one in lines if one.fails]:
        raise Conflict(
            "line_fails",
            _("%(n)s baris tidak lagi memenuhi syarat. Kembalikan tagihan ini ke LPK.") % {"n": len(failing)},
        )


def _text(words: str) -> str:
    said = without_invisible(words).strip()
    if len(said) > LONGEST_REMARK:
        raise Invalid("remark_too_long", _("Catatan paling panjang 500 huruf."))
    return said


def _write_remarks(invoice: Invoice, about: Mapping[UUID, str], actor: User, at: datetime) -> None:
    known = set(invoice.lines.filter(is_live=True, pk__in=about).values_list("pk", flat=True))
    if known != set(about):
        raise Invalid("no_such_line", _("Catatan menunjuk baris yang tidak ada di tagihan ini."))
    LineRemark.objects.bulk_create(
        LineRemark(line_id=line, version=invoice.version, text=one_line(text), by=actor, at=at)
        for line, text in about.items()
    )


def _last_mover(invoice: Invoice) -> object:
    return invoice.log.order_by("-pk").values_list("actor", flat=True).first()


def _tell(event: str, invoice: Invoice, at: datetime, **facts: object) -> None:
    link, key = f"/mitra/tagihan/{invoice.pk}/", f"{invoice.pk}:{invoice.version}"
    heads = heads_of(_house(invoice), clock.legal_date(at))
    notify_many(event, [Telling(user, link, key, facts) for user in heads], at=at)
