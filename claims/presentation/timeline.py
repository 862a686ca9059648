"""The six months as a line of pillars."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.enums import SET_ASIDE, ClaimState, MonthState
from claims.models import Claim, ClaimMonth
from claims.status import TEXTS, Status, participant_status
from core.formatting import date_range, plain_date

Item = dict[str, Any]


def timeline(claim: Claim, months: list[ClaimMonth], letters: dict[Any, Any]) -> list[Item]:
    """Six entries for <c-timeline>. Before a decision the months are still without dates.

    `letters`: the primary key of the letter about each paid month, by the month's (selectors.proofs_of_payment).
    """
    if not months:
        return [_coming(claim, n) for n in range(1, 7)]
    return [_entry(month, letters.get(month.pk), months) for month in months]


def _coming(claim: Claim, n: int) -> Item:
    entry: Item = {"number": n, "state": "", "text": _("Setelah klaim disetujui")}
    if claim.state in SET_ASIDE:
        entry["text"] = _("Tidak dibayar")
    if n > 1:
        return entry
    status = TEXTS[participant_status(claim.state, None)]
    entry |= {"state": "cur", "tag": status.tag, "kind": status.tone, "text": status.meaning}
    if claim.state in SET_ASIDE:
        entry["state"] = "lost"
    return entry


def _entry(month: ClaimMonth, letter: Any, months: list[ClaimMonth]) -> Item:
    status = TEXTS[participant_status(ClaimState.ACTIVE, month.state)]
    entry: Item = {"number": month.n, "state": "", "amount": month.amount}
    if month.state == MonthState.SCHEDULED:
        return entry | _scheduled(month, _is_next(month, months))
    entry |= {"tag": status.tag, "kind": status.tone, "state": "paid" if month.state == MonthState.PAID else "cur"}
    if month.state == MonthState.PAID:
        entry["text"] = _date(month.paid_on)
        if letter is not None:
            entry |= {"href": reverse("notices:letter", args=[letter]), "link": _("Surat")}
    elif month.state == MonthState.APPROVED:
        entry["text"] = _("Masuk paling lambat %(day)s") % {"day": _date(month.pay_due_on)}
    else:
        entry["text"] = _("Bank mengembalikan uang ini")
        entry |= {"href": reverse("claims:account", args=[month.claim_id]), "link": _("Perbaiki rekening")}
    return entry


def _is_next(month: ClaimMonth, months: list[ClaimMonth]) -> bool:
    waiting = [m.n for m in months if m.state == MonthState.SCHEDULED]
    return bool(waiting) and month.n == waiting[0] and all(m.state == MonthState.PAID for m in months if m.n < month.n)


def _scheduled(month: ClaimMonth, is_next: bool) -> Item:
    if month.opens_on is None or month.closes_on is None:
        return {"text": _("Tanggalnya menyusul")}
    window = date_range(month.opens_on, month.closes_on, get_language() or "id")
    if is_next:
        status = TEXTS[Status.CANNOT_START]
        return {"text": window, "next": True, "tag": status.tag, "kind": status.tone}
    if month.n == 6:
        return {"text": _("%(window)s, dengan formulir status kebekerjaan") % {"window": window}}
    return {"text": _("Mulai %(day)s") % {"day": _date(month.opens_on)}}


def _date(day: date | None) -> str:
    return plain_date(day, get_language() or "id") if day else ""
