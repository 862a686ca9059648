"""The three questions: what was decided, how much, where is it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.enums import MONTH_AHEAD, ClaimState, MonthPayer, MonthState
from claims.models import Claim, ClaimMonth
from claims.presentation.scene import Situation, language
from claims.status import TEXTS, participant_status
from core.formatting import plain_date, rupiah
from payments.enums import FAILED

Item = dict[str, Any]


def three_answers(s: Situation) -> list[Item]:
    """Entries for <c-three>; empty before there is a claim or an assessment."""
    if s.claim is None and s.assessment is None:
        return []
    if s.stands_refused:
        return [_decision(s), *_nothing()]
    return [_decision(s), _amount(s), _payment(s)]


def _nothing() -> list[Item]:
    """After a refusal no estimate and no day stand: neither is promised any more."""
    return [
        {"term": _("Besar manfaat"), "value": _("Tidak ada"), "text": _("Kecuali keberatan Anda diterima.")},
        {"term": _("Pembayaran"), "value": _("Tidak ada"), "text": _("Klaim ini tidak dibayar.")},
    ]


def _decision(s: Situation) -> Item:
    item: Item = {"term": _("Keputusan")}
    if s.claim is None or s.claim.state == ClaimState.DRAFT:
        return item | {"value": _("Belum ada"), "text": _("Klaim belum dikirim.")}
    item |= _status(s, s.claim)
    decided = s.claim.verdict
    if decided is not None:
        item["text"] = _("Diputus %(day)s.") % {"day": plain_date(decided.at, language())}
        item |= {"href": reverse("claims:decision", args=[s.claim.pk]), "link": _("Lihat alasannya")}
    elif s.claim.decision_due_on and s.claim.state != ClaimState.NEEDS_FIX:
        item["text"] = _("Paling lambat %(day)s.") % {"day": plain_date(s.claim.decision_due_on, language())}
    return item


def _status(s: Situation, claim: Claim) -> Item:
    paid = sum(1 for m in s.months if m.state == MonthState.PAID)
    words = ngettext("%(paid)s dari %(all)s bulan dibayar", "%(paid)s dari %(all)s bulan dibayar", paid)
    value = words % {"paid": paid, "all": len(s.months)} if s.months else ""
    if claim.state == ClaimState.ACTIVE:
        return {"tag": _("Aktif"), "kind": "ok", "value": value, "text": ""}
    status = TEXTS[participant_status(claim.state, None)]
    return {"tag": status.tag, "kind": status.tone, "value": value, "text": status.meaning}


def _amount(s: Situation) -> Item:
    paid = [m for m in s.months if m.state == MonthState.PAID]
    granted = [m for m in s.months if m.amount]
    if paid:
        return {
            "term": _("Sudah diterima"),
            "value": sum(m.amount or 0 for m in paid),
            "money": True,
            "text": _("dari paling banyak %(most)s") % {"most": rupiah(_most(s, granted), language())},
        }
    if granted:
        return _granted(granted[-1])
    months = s.assessment.answer["months"] if s.assessment else []
    if months and s.assessment:
        return {
            "term": _("Perkiraan manfaat"),
            "value": months[0]["amount"],
            "money": True,
            "text": _("per bulan, bila disetujui. Dasar upah %(wage)s.")
            % {"wage": rupiah(s.assessment.answer["wage_base"], language())},
        }
    return {
        "term": _("Besar manfaat"),
        "value": _("Belum diketahui"),
        "text": _("Kami hitung setelah syarat diperiksa."),
    }


def _most(s: Situation, granted: list[ClaimMonth]) -> int:
    """What was granted, and the same for every month that can still be."""
    ahead = sum(1 for m in s.months if m.state in MONTH_AHEAD)
    return sum(m.amount or 0 for m in granted) + (granted[-1].amount or 0) * ahead


def _granted(month: ClaimMonth) -> Item:
    return {
        "term": _("Besar manfaat"),
        "value": month.amount,
        "money": True,
        "text": _("bulan ke-%(n)s: %(rate)s%% × %(wage)s")
        % {"n": month.n, "rate": month.rate_percent, "wage": rupiah(month.wage_base or 0, language())},
    }


def _payment(s: Situation) -> Item:
    """Money that came back, else the last that arrived with the next that is due."""
    if any(m.state == MonthState.BANK_PROBLEM for m in s.months) or any(e.state in FAILED for e in s.extras):
        return {"term": _("Pembayaran"), "value": _("Kembali dari bank"), "text": _("Uang itu tetap milik Anda.")}
    paid = [m for m in s.months if m.state == MonthState.PAID]
    sending = next((m for m in s.months if m.state == MonthState.APPROVED), None)
    if paid and s.claim is not None and paid[-1].paid_on:
        return _last_payment(s.claim, paid[-1], sending)
    if sending is not None and sending.pay_due_on is not None and sending.payer == MonthPayer.EMPLOYER:
        return {
            "term": _("Pembayaran"),
            "value": _("Menunggu perusahaan"),
            "text": _("Paling lambat %(day)s.") % {"day": plain_date(sending.pay_due_on, language())},
        }
    if sending is not None and sending.pay_due_on is not None:
        return {
            "term": _("Pembayaran"),
            "value": _("Sedang disiapkan"),
            "text": _("Masuk paling lambat %(day)s.") % {"day": plain_date(sending.pay_due_on, language())},
        }
    return {
        "term": _("Pembayaran"),
        "value": _("Belum ada"),
        "text": _("Paling lama 3 hari kerja setelah klaim lengkap."),
    }


def _last_payment(claim: Claim, month: ClaimMonth, sending: ClaimMonth | None) -> Item:
    words = _("%(amount)s dari perusahaan.") if month.payer == MonthPayer.EMPLOYER else _("%(amount)s ke %(account)s.")
    text = words % {"amount": rupiah(month.amount or 0, language()), "account": claim.account_shown}
    if sending is not None and sending.pay_due_on is not None:
        text += " " + _("Berikutnya %(amount)s, paling lambat %(day)s.") % {
            "amount": rupiah(sending.amount or 0, language()),
            "day": plain_date(sending.pay_due_on, language()),
        }
    return {
        "term": _("Pembayaran terakhir"),
        "value": _("Masuk %(day)s") % {"day": plain_date(month.paid_on, language()) if month.paid_on else ""},
        "text": text,
        "href": reverse("claims:payments"),
        "link": _("Uang belum masuk?"),
    }
