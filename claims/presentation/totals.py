"""The three questions: what was decided, how much, where is it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.enums import ClaimState, MonthState
from claims.models import ClaimMonth
from claims.presentation.dashboard import Situation
from claims.status import TEXTS, participant_status
from core.formatting import plain_date, rupiah

Item = dict[str, Any]


def three_answers(s: Situation) -> list[Item]:
    """Entries for <c-three>; empty before there is a claim or an assessment."""
    if s.claim is None and s.assessment is None:
        return []
    return [_decision(s), _amount(s), _payment(s)]


def _language() -> str:
    return get_language() or "id"


def _decision(s: Situation) -> Item:
    item: Item = {"term": _("Keputusan")}
    if s.claim is None or s.claim.state == ClaimState.DRAFT:
        return item | {"value": _("Belum diajukan"), "text": _("Klaim belum dikirim.")}
    status = TEXTS[participant_status(s.claim.state, None)]
    item |= {"tag": status.tag, "kind": status.tone, "value": "", "text": status.meaning}
    decided = next(iter(s.claim.decisions.all()), None)
    if decided is not None:
        item["text"] = _("Diputus %(day)s.") % {"day": plain_date(decided.at, _language())}
        item |= {"href": reverse("claims:decision", args=[s.claim.pk]), "link": _("Lihat alasannya")}
    elif s.claim.decision_due_on:
        item["text"] = _("Paling lambat %(day)s.") % {"day": plain_date(s.claim.decision_due_on, _language())}
    return item


def _amount(s: Situation) -> Item:
    granted = [m for m in s.months if m.amount]
    if granted:
        return _granted(granted[-1])
    months = s.assessment.answer.get("months") if s.assessment else None
    if months:
        return {
            "term": _("Perkiraan manfaat"),
            "value": months[0]["amount"],
            "money": True,
            "text": _("per bulan, bila disetujui. Dasar upah %(wage)s.")
            % {"wage": rupiah(s.assessment.answer["wage_base"], _language()) if s.assessment else ""},
        }
    return {
        "term": _("Besar manfaat"),
        "value": _("Belum diketahui"),
        "text": _("Kami hitung setelah syarat diperiksa."),
    }


def _granted(month: ClaimMonth) -> Item:
    return {
        "term": _("Besar manfaat"),
        "value": month.amount,
        "money": True,
        "text": _("bulan ke-%(n)s: %(rate)s%% × %(wage)s")
        % {"n": month.n, "rate": month.rate_percent, "wage": rupiah(month.wage_base or 0, _language())},
    }


def _payment(s: Situation) -> Item:
    paid = [m for m in s.months if m.state == MonthState.PAID]
    if paid and s.claim is not None:
        last = paid[-1]
        return {
            "term": _("Pembayaran terakhir"),
            "value": _("Masuk %(day)s") % {"day": plain_date(last.paid_on, _language()) if last.paid_on else ""},
            "text": _("%(amount)s ke %(bank)s •••• %(tail)s.")
            % {
                "amount": rupiah(last.amount or 0, _language()),
                "bank": s.claim.bank_name,
                "tail": s.claim.account_tail,
            },
        }
    due = next((m.pay_due_on for m in s.months if m.state == MonthState.APPROVED), None)
    if due is not None:
        return {
            "term": _("Pembayaran"),
            "value": _("Sedang disiapkan"),
            "text": _("Masuk paling lambat %(day)s.") % {"day": plain_date(due, _language())},
        }
    return {
        "term": _("Pembayaran"),
        "value": _("Belum ada"),
        "text": _("Paling lama tiga hari kerja setelah klaim lengkap."),
    }
