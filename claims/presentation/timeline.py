"""The six months as a line of pillars."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.enums import MONTH_ON_THE_CLOCK, ON_A_MONTH, SET_ASIDE, ClaimState, EndReason, MonthPayer, MonthState
from claims.models import Claim, ClaimMonth, Decision
from claims.presentation.links import decision_url, month_url
from claims.selectors.outlook import stays_closed
from claims.status import TEXTS, Status, month_text, participant_status
from core.formatting import date_range, plain_date
from core.language import language
from rules import monthly as law

Item = dict[str, Any]


def timeline(
    claim: Claim,
    months: list[ClaimMonth],
    letters: dict[Any, Any],
    *,
    decisions: Iterable[Decision] = (),
    expected: int | None = None,
    tasks_left: int = 1,
    works_from: date | None = None,
) -> list[Item]:
    """Six entries for <c-timeline>. Before a decision the months are still without dates.

    `decisions` give lost months their reason, `expected` is what the month in hand would pay, `tasks_left` what it
    still asks. `letters` are the primary keys of the proofs of payment by month. From
    `works_from`, the first day of work by a report that stands, no window opens.
    """
    if not months:
        return [_coming(claim, n) for n in range(1, 7)]
    reasons = {d.month_id: d for d in decisions if d.kind in ON_A_MONTH}
    entries = [
        {"number": m.n, "state": "", "text": _("Tidak dibuka")}
        if stays_closed(m, works_from)
        else _entry(claim, m, letters.get(m.pk), reasons.get(m.pk), tasks_left)
        for m in months
    ]
    for entry, month in zip(entries, months, strict=True):
        if entry["state"] == "cur" and month.amount is None:
            entry["amount"] = expected
    if claim.state == ClaimState.ACTIVE and not any(entry["state"] == "cur" for entry in entries):
        _mark_next(entries, months, works_from)
    return entries


def expected_amount(claim: Claim, n: int, today: date) -> int | None:
    """What month n would pay if it were granted today (POL-05); None before the wage base is decided."""
    base = claim.verdict.wage_base if claim.verdict is not None else None
    return law.amount(n, base, today) if base else None


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


def _entry(claim: Claim, month: ClaimMonth, letter: Any, reason: Decision | None, tasks_left: int) -> Item:
    entry: Item = {"number": month.n, "state": "", "amount": month.amount}
    if month.state == MonthState.SCHEDULED:
        return entry | {"text": _scheduled(month)}
    status = month_text(month.state, tasks_left=tasks_left)
    entry |= {"tag": status.tag, "kind": status.tone, "state": "cur"}
    if month.state == MonthState.PAID:
        return entry | {"state": "paid", "text": _date(month.paid_on)} | _letter(letter)
    if month.is_lost:
        return entry | {"state": "lost", "text": _lost(claim, month)} | _why(month, reason)
    return entry | _under_way(month)


def _letter(letter: Any) -> Item:
    if letter is None:
        return {}
    return {"href": reverse("notices:letter", args=[letter]), "link": _("Surat")}


def _lost(claim: Claim, month: ClaimMonth) -> str:
    """Why a pillar is a closed end."""
    if month.state == MonthState.FORFEITED:
        return _("Tidak dikirim sampai %(day)s") % {"day": _date(month.closes_on)}
    if month.state == MonthState.REFUSED:
        return _("Tidak dibayar")
    return (
        {
            EndReason.WORKING: _("Sudah bekerja lagi"),
            EndReason.DIED: _("Peserta meninggal dunia"),
            EndReason.COMPLETED: _("Tidak dibayar"),
        }.get(EndReason(claim.end_reason), "")
        if claim.end_reason
        else _("Tidak dibayar")
    )


def _why(month: ClaimMonth, reason: Decision | None) -> Item:
    if reason is None or month.state == MonthState.STOPPED:
        return {}
    return {"href": decision_url(reason), "link": _("Lihat alasannya")}


def _under_way(month: ClaimMonth) -> Item:
    page = {"href": month_url(month), "link": _("Lihat")}
    if month.state == MonthState.OPEN:
        window = date_range(month.opens_on, month.closes_on, language()) if month.opens_on and month.closes_on else ""
        return page | {"text": _("Kirim %(window)s") % {"window": window}, "link": _("Lihat daftar tugas")}
    if month.state == MonthState.HELD:
        words = _("Lengkapi paling lambat %(day)s") % {"day": _date(month.complete_by)}
        return page | {"text": words, "link": _("Lihat yang kurang")}
    if month.state in MONTH_ON_THE_CLOCK:
        return page | {"text": _("Putusan paling lambat %(day)s") % {"day": _date(month.decision_due_on)}}
    if month.state == MonthState.APPROVED and month.payer == MonthPayer.EMPLOYER:
        return {"text": _("Dibayar paling lambat %(day)s") % {"day": _date(month.pay_due_on)}}
    if month.state == MonthState.APPROVED:
        return {"text": _("Masuk paling lambat %(day)s") % {"day": _date(month.pay_due_on)}}
    return {
        "text": _("Bank mengembalikan uang ini"),
        "href": reverse("claims:account", args=[month.claim_id]),
        "link": _("Perbaiki rekening"),
    }


def _mark_next(entries: list[Item], months: list[ClaimMonth], works_from: date | None) -> None:
    """The nearest month that is not open yet."""
    for entry, month in zip(entries, months, strict=True):
        if month.state == MonthState.SCHEDULED and month.n > 1:
            if stays_closed(month, works_from):
                return
            status = TEXTS[Status.CANNOT_START]
            entry |= {"next": True, "tag": status.tag, "kind": status.tone}
            if month.opens_on is not None and month.closes_on is not None:
                entry |= {"href": month_url(month), "link": _("Lihat daftar tugas")}
                entry["text"] = date_range(month.opens_on, month.closes_on, language())
            return


def _scheduled(month: ClaimMonth) -> str:
    if month.opens_on is None or month.closes_on is None:
        return _("Tanggalnya menyusul")
    if month.n == 6:
        window = date_range(month.opens_on, month.closes_on, language())
        return _("%(window)s, dengan formulir status kebekerjaan") % {"window": window}
    return _("Mulai %(day)s") % {"day": _date(month.opens_on)}


def _date(day: date | None) -> str:
    return plain_date(day, language()) if day else ""
