"""What the office owes on a claim, each with its day: for <c-log>."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.enums import MONTH_ON_THE_CLOCK, MonthPayer, MonthState, ObjectionState, OverpaymentState
from claims.models import Claim, ClaimMonth, Overpayment
from claims.presentation.scene import Situation, language
from core.calendar import working_calendar
from core.clock import legal_date
from core.formatting import long_date, rupiah
from ipk.enums import ActivityState
from payments.enums import FAILED, SETTLED
from rules.deadlines import bpjs_decision_due

Item = dict[str, Any]


def owed(s: Situation, claim: Claim) -> list[Item]:
    """Money on its way, months and evidence under examination, an objection to answer; what is late says so."""
    return [
        *_evidence(s),
        *(_examining(m, s.today) for m in s.months if m.n > 1 and m.state in MONTH_ON_THE_CLOCK),
        *(_paying(m, claim, s.today) for m in s.months if m.state == MonthState.APPROVED),
        *_extras(s, claim),
        *_new_account(s, claim),
        *(_found(o, s.today) for o in s.overpayments if o.state == OverpaymentState.FOUND),
        *_objections(s),
    ]


def promise(title: str, day: date | None, today: date) -> Item:
    """One promise; a day that has passed is said to be our delay."""
    item: Item = {"title": title, "state": "warn", "strong": True, "when": ""}
    if day is not None:
        words = _("Paling lambat %(day)s") if day >= today else _("Seharusnya %(day)s. Keterlambatan ini milik kami.")
        item["when"] = words % {"day": long_date(day, language())}
    return item


def _evidence(s: Situation) -> list[Item]:
    if s.outlook is None:
        return []
    days = [row.activity.due_on for row in s.outlook.mission.rows if row.activity.state == ActivityState.SUBMITTED]
    if not days:
        return []
    title = ngettext("Memeriksa %(n)s bukti", "Memeriksa %(n)s bukti", len(days)) % {"n": len(days)}
    return [promise(title, max(days), s.today)]


def _examining(month: ClaimMonth, today: date) -> Item:
    return promise(_("Memeriksa klaim bulan ke-%(n)s") % {"n": month.n}, month.decision_due_on, today)


def _paying(month: ClaimMonth, claim: Claim, today: date) -> Item:
    if month.payer == MonthPayer.EMPLOYER:
        return _watching(month, today)
    title = _("Mengirim %(amount)s ke %(account)s") % {
        "amount": rupiah(month.amount or 0, language()),
        "account": claim.account_shown,
    }
    return promise(title, month.pay_due_on, today)


def _watching(month: ClaimMonth, today: date) -> Item:
    """What the employer owes is not our delay; what we owe is to hand it on."""
    words = {"n": month.n, "amount": rupiah(month.amount or 0, language())}
    title = _("Mengawasi perusahaan membayar %(amount)s untuk bulan ke-%(n)s") % words
    day = month.pay_due_on
    late = _("Perusahaan terlambat. Kami teruskan kepada pengawas.")
    when = _("Paling lambat %(day)s") % {"day": long_date(day, language())} if day and day >= today else late
    return {"title": title, "state": "warn", "strong": True, "when": when}


def _extras(s: Situation, claim: Claim) -> list[Item]:
    """Money beside the months that is on its way: three working days from the order (Permenaker 2/2025 Pasal 13)."""
    items = []
    for extra in s.extras:
        if extra.state not in SETTLED:
            title = _("Mengirim %(amount)s ke %(account)s") % {
                "amount": rupiah(extra.amount, language()),
                "account": claim.account_shown,
            }
            items.append(promise(title, bpjs_decision_due(legal_date(extra.ordered_at), working_calendar()), s.today))
    return items


def _found(overpayment: Overpayment, today: date) -> Item:
    title = _("Memeriksa kelebihan bayar %(number)s") % {"number": overpayment.number}
    return promise(title, overpayment.decide_by, today)


def _new_account(s: Situation, claim: Claim) -> list[Item]:
    """Another account was given after money came back: its check has a clock of its own."""
    came_back = [m.returned_at for m in s.months if m.state == MonthState.BANK_PROBLEM and m.returned_at]
    came_back += [extra.came_back_at for extra in s.extras if extra.state in FAILED]  # type: ignore[attr-defined]
    if not came_back or claim.account_set_at is None or claim.account_set_at <= max(came_back):
        return []
    return [promise(_("Memeriksa rekening baru"), claim.decision_due_on, s.today)]


def _objections(s: Situation) -> list[Item]:
    return [
        promise(_("Menjawab keberatan %(number)s") % {"number": o.number}, o.answer_due_on, s.today)
        for o in s.objections
        if o.state == ObjectionState.SUBMITTED
    ]
