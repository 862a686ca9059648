"""A bill from checked to paid: prepared by one officer, agreed by another, sent to the KPPN, paid as agreed."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from compliance.bill_enums import AGREED, BillState
from compliance.models import BillRow, ContributionBill
from compliance.operations.bill_letters import write_bill_letters
from compliance.operations.bill_news import tell_bpjs
from compliance.policies import can_agree_bill, can_prepare_bill, can_return_bill, can_settle_bill
from compliance.selectors.bills import Obstacle, obstacles
from core import audit, clock
from core.errors import Conflict, Invalid, NotAllowed, ensure
from core.text import one_line

S = BillState
LONGEST_SP2D = 40


@transaction.atomic
def prepare_bill(bill: ContributionBill, *, actor: User, at: datetime) -> ContributionBill:
    """One officer has seen the totals and puts the bill before another. The same officer again: the same.

    Raises NotAllowed, Conflict("not_agreeable" | "wrong_state").
    """
    bill = _locked(bill)
    ensure(can_prepare_bill(actor, clock.legal_date(at)))
    if bill.state == S.PREPARED and bill.prepared_by_id == actor.pk:
        return bill
    if bill.state == S.CHECKED:
        _refuse_obstacles(bill)
    bill = ContributionBill.workflow.move(bill, "prepare", actor=actor, at=at, prepared_by=actor, prepared_at=at)
    audit.record("compliance.bill.prepared", actor=actor, at=at, subject=bill, amount=bill.counted_amount)
    return bill


@transaction.atomic
def agree_bill(bill: ContributionBill, *, shown_sha256: str, actor: User, at: datetime) -> ContributionBill:
    """Another officer agrees to what the page showed; certificate, letter and statement are issued. Twice: the same.

    Raises NotAllowed("own_bill"), Conflict("bill_changed" | "not_agreeable" | "wrong_state").
    """
    bill = _locked(bill)
    ensure(can_agree_bill(actor, clock.legal_date(at)))
    if bill.state in AGREED and bill.agreed_by_id == actor.pk:
        return bill
    if bill.prepared_by_id == actor.pk:
        raise NotAllowed("own_bill", _("Anda menyiapkan tagihan ini. Petugas lain yang menyepakatinya."))
    if bill.state == S.PREPARED:
        if shown_sha256 != bill.sha256 or not _still_adds_up(bill):
            raise Conflict("bill_changed", _("Isi tagihan tidak sama dengan yang Anda lihat. Jangan sepakati dulu."))
        _refuse_obstacles(bill)
    bill = ContributionBill.workflow.move(bill, "agree", actor=actor, at=at, agreed_by=actor, agreed_at=at)
    write_bill_letters(bill, at=at)
    tell_bpjs("bill_agreed", bill, at=at)
    audit.record(
        "compliance.bill.agreed", actor=actor, at=at, subject=bill, amount=bill.counted_amount, sha256=bill.sha256
    )
    return bill


@transaction.atomic
def return_bill(bill: ContributionBill, *, words: str, actor: User, at: datetime) -> ContributionBill:
    """Back to BPJS with words; a corrected bill of the month takes its place. Returned with the same words: the same.

    Raises Invalid("words_missing" | "words_too_long"), NotAllowed, Conflict("wrong_state").
    """
    said = one_line(words)
    if not said:
        raise Invalid("words_missing", _("Tulis apa yang harus diperbaiki."), field="words")
    if len(said) > _longest():
        raise Invalid("words_too_long", _("Tulis paling banyak 500 huruf."), field="words")
    bill = _locked(bill)
    ensure(can_return_bill(actor, clock.legal_date(at)))
    if bill.state == S.RETURNED and bill.returned_words == said:
        return bill
    bill = ContributionBill.workflow.move(bill, "return", actor=actor, at=at, note=said, returned_words=said)
    tell_bpjs("bill_returned", bill, at=at, reason=said)
    audit.record("compliance.bill.returned", actor=actor, at=at, subject=bill, words=said)
    return bill


@transaction.atomic
def send_bill(bill: ContributionBill, *, actor: User, at: datetime) -> ContributionBill:
    """Letter and statement have gone to the KPPN. Twice: the same. Raises NotAllowed, Conflict("wrong_state")."""
    bill = _locked(bill)
    ensure(can_settle_bill(actor, clock.legal_date(at)))
    if bill.state == S.SENT:
        return bill
    bill = ContributionBill.workflow.move(bill, "send", actor=actor, at=at, sent_at=at)
    audit.record("compliance.bill.sent", actor=actor, at=at, subject=bill, amount=bill.counted_amount)
    return bill


@transaction.atomic
def pay_bill(
    bill: ContributionBill, *, paid_on: date, sp2d: str, amount: int, actor: User, at: datetime
) -> ContributionBill:
    """The KPPN has paid: the day and number of its SP2D, and the amount, which must be the agreed one. Twice: the same.

    Raises Invalid("amount_differs" | "paid_on" | "sp2d_missing" | "sp2d_taken"), NotAllowed, Conflict("wrong_state").
    """
    bill = _locked(bill)
    today = clock.legal_date(at)
    ensure(can_settle_bill(actor, today))
    number = one_line(sp2d).upper()[:LONGEST_SP2D]
    if bill.state == S.PAID and (bill.paid_on, bill.sp2d, bill.paid_amount) == (paid_on, number, amount):
        return bill
    if bill.state == S.SENT:
        _refuse_payment(bill, paid_on, number, amount, today)
    try:
        with transaction.atomic():
            bill = ContributionBill.workflow.move(
                bill, "pay", actor=actor, at=at, paid_on=paid_on, sp2d=number, paid_amount=amount
            )
    except IntegrityError:
        raise Invalid("sp2d_taken", _("Nomor SP2D ini sudah dipakai untuk tagihan bulan lain."), field="sp2d") from None
    audit.record("compliance.bill.paid", actor=actor, at=at, subject=bill, amount=amount, sp2d=number)
    return bill


# --- who, what ---------------------------------------------------------------------------------------------------


def _locked(bill: ContributionBill) -> ContributionBill:
    return ContributionBill.objects.select_for_update(of=("self",)).get(pk=bill.pk)


def _longest() -> int:
    return int(ContributionBill._meta.get_field("returned_words").max_length or 0)


def _refuse_obstacles(bill: ContributionBill) -> None:
    found: list[Obstacle] = obstacles(bill)
    if found:
        raise Conflict("not_agreeable", found[0].words)


def _still_adds_up(bill: ContributionBill) -> bool:
    """The rows are those that were counted."""
    return BillRow.objects.filter(bill=bill).count() == bill.counted_rows


def _refuse_payment(bill: ContributionBill, paid_on: date, number: str, amount: int, today: date) -> None:
    if amount != bill.counted_amount:
        raise Invalid(
            "amount_differs", _("Jumlah yang dibayar harus sama dengan jumlah yang disepakati."), field="amount"
        )
    sent_on = clock.legal_date(bill.sent_at) if bill.sent_at else today
    if not sent_on <= paid_on <= today:
        raise Invalid("paid_on", _("Tanggal bayar tidak sebelum tagihan dikirim dan tidak di masa depan."), field="on")
    if not number:
        raise Invalid("sp2d_missing", _("Tulis nomor SP2D."), field="sp2d")
