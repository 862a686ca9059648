"""R3 and BPJS's desk: batches with their steps, invoices in them, and the way back from a line to attendance."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formatting import clock_time, long_date, number, percent, plain_date, rupiah, short_date
from core.language import language
from payments.enums import FAILED, PayoutState
from payments.models import Payout
from training.enums import BillingState, InvoiceState, ItemState
from training.models import Attendance, BillingBatch, BillingItem, BillingLine
from training.selectors.billing import fingerprint_of, has_doubles, sums_of, waiting_invoices

Item = dict[str, Any]
B = BillingState
TONES = {
    B.DRAFT: "",
    B.FROZEN: "wait",
    B.APPROVED: "run",
    B.SENT: "run",
    B.ANSWERED: "run",
    B.DONE: "ok",
    B.CANCELLED: "",
}
ITEM_TONES = {ItemState.BILLED: "wait", ItemState.ACCEPTED: "run", ItemState.INCOMPLETE: "bad", ItemState.PAID: "ok"}
PAYOUT_TONES = {PayoutState.PAID: "ok", PayoutState.REJECTED: "bad", PayoutState.RETURNED: "bad"}
_REACHED = {B.DRAFT: 1, B.FROZEN: 2, B.APPROVED: 3, B.SENT: 4, B.ANSWERED: 4, B.DONE: 5, B.CANCELLED: 1}


def batch_row(batch: Any, today: date) -> Item:
    return {
        "batch": batch,
        "date": plain_date(batch.bill_on, language()),
        "tone": TONES[B(batch.state)],
        "progress": progress(batch),
        "due": plain_date(batch.due_on, language()) if batch.due_on else "",
        "late": is_late(batch, today),
    }


def is_late(batch: BillingBatch, today: date) -> bool:
    """BPJS's last day is over and something is not answered or paid."""
    return batch.state in (B.SENT, B.ANSWERED) and batch.due_on is not None and today > batch.due_on


def progress(batch: Any) -> str:
    """How far BPJS is, in words; empty before it has the batch."""
    if batch.state not in (B.SENT, B.ANSWERED, B.DONE):
        return ""
    paid = {"paid": number(batch.paid, language()), "all": number(batch.invoices, language())}
    parts = [_("%(paid)s dari %(all)s dibayar") % paid]
    if batch.lacking:
        parts.append(ngettext("%(n)s belum lengkap", "%(n)s belum lengkap", batch.lacking) % {"n": batch.lacking})
    return " · ".join(parts)


def next_date(bill_on: date) -> Item:
    """What waits for the next date, above the list."""
    waiting = waiting_invoices(bill_on)
    count = waiting.count()
    total = waiting.aggregate(total=Sum("total"))["total"] or 0
    return {"day": bill_on, "count": count, "total": total, "date": plain_date(bill_on, language())}


def totals(waiting: Item, to_approve: int, at_bpjs: int, late: int) -> list[Item]:
    known = language()
    return [
        {
            "term": _("Pengajuan berikutnya"),
            "value": waiting["date"],
            "text": _("tanggal tetap, juga pada hari libur"),
        },
        {
            "term": _("Siap diajukan"),
            "value": number(waiting["count"], known),
            "text": rupiah(waiting["total"], known),
        },
        {"term": _("Menunggu persetujuan"), "value": number(to_approve, known)},
        {
            "term": _("Di BPJS"),
            "value": number(at_bpjs, known),
            "text": _("%(n)s lewat batas") % {"n": number(late, known)},
            "bad": late > 0,
        },
    ]


def date_words(batch: BillingBatch) -> str:
    """The date of a batch: "15 Desember 2026"."""
    return plain_date(batch.bill_on, language())


# --- one batch ---------------------------------------------------------------------------------------------------


def steps(batch: BillingBatch) -> list[Item]:
    """The five stages, the current one marked."""
    reached = _REACHED[B(batch.state)]
    titles = [
        (_("Dikumpulkan"), _moment(batch.made_at)),
        (_("Dibekukan"), _moment(batch.frozen_at)),
        (_("Disetujui"), _approval_words(batch)),
        (_("Dikirim ke BPJS"), _moment(batch.sent_at) or short_date(batch.bill_on, language())),
        (_("Dibayar"), _paid_words(batch)),
    ]
    return [
        {"title": title, "text": text, "done": place < reached, "now": place == reached, "place": place + 1}
        for place, (title, text) in enumerate(titles)
    ]


def _moment(moment: Any) -> str:
    return f"{short_date(moment, language())} {clock_time(moment, language=language())}" if moment else ""


def _approval_words(batch: BillingBatch) -> str:
    if batch.approved_at:
        return _moment(batch.approved_at)
    return _("Menunggu orang lain") if batch.state == B.FROZEN else ""


def _paid_words(batch: BillingBatch) -> str:
    if batch.state == B.DONE:
        return _("Selesai")
    if batch.due_on:
        return _("Paling lambat %(day)s") % {"day": short_date(batch.due_on, language())}
    return ""


def checks(batch: BillingBatch) -> list[Item]:
    """What the approver may rely on: computed from the rows now, not remembered."""
    sums = sums_of(batch)
    found = [
        {
            "ok": sums == {"invoices": batch.invoices, "count": batch.count, "total": batch.total},
            "text": _("Jumlah sama dengan baris"),
            "failed": _("Jumlah tidak sama dengan baris"),
        },
        {
            "ok": not has_doubles(batch),
            "text": _("Tidak ada baris ganda"),
            "failed": _("Ada peserta yang ditagihkan dua kali"),
        },
    ]
    if batch.sha256:
        found.append(
            {
                "ok": fingerprint_of(batch) == batch.sha256,
                "text": _("Isi sama dengan saat dibekukan"),
                "failed": _("Isi berubah sesudah dibekukan"),
            }
        )
    if batch.approved_by_id:
        found.append(
            {
                "ok": batch.approved_by_id != batch.made_by_id,
                "text": _("Penyusun bukan penyetuju"),
                "failed": _("Penyusun menyetujui sendiri"),
            }
        )
    return found


def heading(batch: BillingBatch, houses: int) -> str:
    """ "18 tagihan dari 14 LPK"."""
    return _("%(invoices)s tagihan dari %(houses)s LPK") % {
        "invoices": number(batch.invoices, language()),
        "houses": number(houses, language()),
    }


def short_print(sha256: str) -> str:
    """The fingerprint as two people compare it: "9f3c 21ab 77e0 … 4d10"."""
    return f"{sha256[:4]} {sha256[4:8]} {sha256[8:12]} … {sha256[-4:]}" if sha256 else ""


def item_row(item: BillingItem, route: str) -> Item:
    house = item.invoice.training_class.programme.institute
    return {
        "item": item,
        "href": reverse(route, args=[item.batch_id, item.pk]),
        "institute": house.name,
        "programme": item.invoice.training_class.programme.title,
        "place": house.region,
        "reviewer": str(item.invoice.reviewed_by or ""),
        "tone": ITEM_TONES[ItemState(item.state)],
        "gone": not item.is_live and item.state == ItemState.BILLED,
    }


# --- one invoice in it -------------------------------------------------------------------------------------------


def item_steps(item: BillingItem, transfers: Sequence[Payout]) -> list[Item]:
    """The way of an invoice to the money."""
    reached = {ItemState.BILLED: 2, ItemState.INCOMPLETE: 2, ItemState.ACCEPTED: 3, ItemState.PAID: 4}
    place_now = reached[ItemState(item.state)] if item.batch.sent_at else 1
    came_back = item.state == ItemState.ACCEPTED and bool(transfers) and transfers[-1].state in FAILED
    titles = [
        (_("Disetujui"), _moment(item.invoice.approved_at)),
        (_("Dikirim ke BPJS"), _moment(item.batch.sent_at) or short_date(item.batch.bill_on, language())),
        (_("Diterima BPJS"), _answer_words(item)),
        (_("Dibayar"), _("Dikembalikan bank") if came_back else _money_words(item)),
    ]
    return [
        {"title": title, "text": text, "done": place < place_now, "now": place == place_now}
        for place, (title, text) in enumerate(titles)
    ]


def _answer_words(item: BillingItem) -> str:
    if item.state == ItemState.INCOMPLETE:
        return _("Belum lengkap")
    return _moment(item.answered_at) if item.state != ItemState.BILLED else ""


def _money_words(item: BillingItem) -> str:
    if item.paid_on:
        return short_date(item.paid_on, language())
    due = item.batch.due_on
    return _("Paling lambat %(day)s") % {"day": short_date(due, language())} if due else ""


def line_row(row: BillingLine) -> Item:
    line = row.line
    return {
        "row": row,
        "name": line.enrolment.person.full_name,
        "href": reverse("training:billed_line", args=[row.pk]),
        "attended": number(line.attended, language()),
        "planned": number(line.planned, language()),
        "basis": line.get_basis_display(),
        "recommended": plain_date(line.recommendation.made_at, language()),
    }


def transfer_row(payout: Payout, banks: Mapping[str, str]) -> Item:
    """`banks`: names by code."""
    return {
        "payout": payout,
        "account": f"{banks.get(payout.bank_code, payout.bank_code)} {payout.account_masked}",
        "tone": PAYOUT_TONES.get(PayoutState(payout.state), "run"),
        "day": plain_date(payout.returned_on or payout.paid_on or payout.ordered_at, language()),
    }


def account_words(item: BillingItem, banks: Mapping[str, str]) -> str:
    """Owner, bank and the end of the number that the institute has now; empty without one. `banks`: names by code."""
    house = item.invoice.training_class.programme.institute
    if not house.account_tail:
        return ""
    return f"{house.account_name}, {banks.get(house.bank_code, house.bank_code)} {house.account_masked}"


def may_be_completed(item: BillingItem) -> bool:
    return item.state == ItemState.INCOMPLETE and item.invoice.state == InvoiceState.INCOMPLETE


# --- one line ----------------------------------------------------------------------------------------------------


def line_facts(row: BillingLine) -> list[Item]:
    """From the rupiah back to who recommended what, and how long somebody was there."""
    line, known = row.line, language()
    advice, held = line.recommendation, line.invoice.training_class
    share = percent(Fraction(line.attended, line.planned), known, 2) if line.planned else "–"
    words = {
        "there": number(line.attended, known),
        "all": number(line.planned, known),
        "share": share,
        "by": str(advice.made_by),
        "day": plain_date(advice.made_at, known),
    }
    return [
        {"term": _("Biaya"), "value": rupiah(row.price, known)},
        {"term": _("Program"), "value": held.programme.title},
        {"term": _("Lembaga"), "value": held.programme.institute.name},
        {"term": _("Direkomendasikan"), "value": _("%(by)s, %(day)s") % words},
        {"term": _("Alasan rekomendasi"), "value": advice.why},
        {"term": _("Dasar pembayaran"), "value": line.get_basis_display()},
        {"term": _("Kehadiran"), "value": _("%(there)s dari %(all)s menit (%(share)s)") % words},
        {"term": _("Tagihan"), "value": line.invoice.number},
        {"term": _("Pengajuan"), "value": f"{row.batch.number}, {plain_date(row.batch.bill_on, known)}"},
    ]


def meeting_row(row: Attendance) -> Item:
    known = language()
    return {
        "day": long_date(row.on, known),
        "there": number(row.minutes, known),
        "planned": number(row.planned, known),
        "how": row.get_source_display(),
        "by": str(row.recorded_by) if row.recorded_by_id else "–",
    }
