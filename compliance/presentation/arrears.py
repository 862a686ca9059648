"""Arrears in words: for the worker, the employer and the office."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import wording
from claims.enums import MonthState
from compliance.enums import REQUEST_OPEN, UNPAID_BY_EMPLOYER, ArrearsState, EmployerPaymentState
from compliance.models import ArrearsCase, EmployerPayment
from compliance.presentation.complaints import short_moment
from compliance.selectors.arrears import (
    DebtSheet,
    EmployerMonth,
    OfficeNumbers,
    bank_name,
    employer_months,
    transfers_of,
)
from core.clock import legal_date
from core.formatting import countdown, deadline, month_year, plain_date, rupiah
from core.language import language
from rules.calendar import first_day

Item = dict[str, Any]
S, P = ArrearsState, EmployerPaymentState
KINDS = {
    S.OPENED: "wait",
    S.TOLD: "wait",
    S.HANDED: "bad",
    S.PAID: "run",
    S.SETTLED: "run",
    S.ASKED: "run",
    S.RECOMMENDED: "run",
    S.APPROVED: "run",
    S.BANK_PROBLEM: "bad",
    S.REIMBURSED: "ok",
    S.REFUSED: "bad",
}
PAYMENT_KINDS = {P.DECLARED: "wait", P.DENIED: "bad", P.CONFIRMED: "ok", P.REJECTED: "bad"}
MOVES = {
    "tell": gettext_lazy("Perusahaan diberi tahu"),
    "pay": gettext_lazy("Semua bulan dibayar perusahaan"),
    "owe": gettext_lazy("Bulan berikutnya harus dibayar"),
    "hand_over": gettext_lazy("Diteruskan kepada pengawas"),
    "settle": gettext_lazy("Tunggakan dan denda lunas"),
    "ask": gettext_lazy("Penggantian diminta"),
    "give_back": gettext_lazy("Dikembalikan untuk dilengkapi"),
    "recommend": gettext_lazy("Direkomendasikan"),
    "disagree": gettext_lazy("Dikembalikan petugas kedua"),
    "refuse": gettext_lazy("Ditolak"),
    "approve": gettext_lazy("Disetujui"),
    "reimburse": gettext_lazy("Dibayar"),
    "come_back": gettext_lazy("Dikembalikan bank"),
    "order_again": gettext_lazy("Rekening lain diberikan"),
}


def tag_of(case: ArrearsCase) -> Item:
    return {"tag": case.get_state_display(), "kind": KINDS[S(case.state)]}


def row(case: ArrearsCase, now: datetime) -> Item:
    """One line of a list."""
    due = _due_of(case)
    today = legal_date(now)
    return {
        "case": case,
        "worker": case.claim.person.full_name,
        "region": case.region.name if case.region else "–",
        "left": {
            "text": countdown(due, now, language()) if due else "–",
            "hot": due is not None and due < today,
            "soon": due == today,
        },
        "denied": getattr(case, "denied", 0),
        **tag_of(case),
    }


def _due_of(case: ArrearsCase) -> date | None:
    """The day that the case waits for: the office's answer, or the employer's payment."""
    if case.state in REQUEST_OPEN:
        return case.answer_due_on
    return case.pay_by if case.state in UNPAID_BY_EMPLOYER else None


def totals(numbers: OfficeNumbers) -> list[Item]:
    return [
        {"term": _("Permintaan lewat batas"), "value": numbers.late, "bad": numbers.late > 0},
        {"term": _("Penggantian diminta"), "value": numbers.requests},
        {"term": _("Belum dibayar perusahaan"), "value": numbers.unpaid},
        {"term": _("Di tangan pengawas"), "value": numbers.handed},
    ]


def month_items(case: ArrearsCase) -> list[Item]:
    """Each month that the employer pays, and what is known of its payment. `ask` marks the first to be answered by
    the worker, `check` the first that an officer may judge: one form a page.
    """
    items = [_month(found) for found in employer_months(case)]
    for mark, states in (("ask", (P.DECLARED,)), ("check", (P.DECLARED, P.DENIED))):
        first = next((item for item in items if item["payment"] and item["payment"].state in states), None)
        if first is not None:
            first[mark] = True
    return items


def _month(found: EmployerMonth) -> Item:
    month, payment = found.month, found.payment
    item: Item = {
        "pk": month.pk,
        "n": month.n,
        "amount": month.amount,
        "due": plain_date(month.pay_due_on, language()) if month.pay_due_on else "",
        "owed": found.owed,
        "payment": payment,
        "tag": _("Menunggu perusahaan"),
        "kind": "wait",
    }
    if payment is not None:
        item |= {"tag": payment.get_state_display(), "kind": PAYMENT_KINDS[P(payment.state)], **_payment(payment)}
    elif month.state == MonthState.PAID:
        item |= {"tag": _("Dibayar"), "kind": "ok"}
    return item


def _payment(payment: EmployerPayment) -> Item:
    return {
        "paid_on": plain_date(payment.paid_on, language()),
        "until": plain_date(payment.request_until, language()),
        "file": payment.file.name,
        "answer": payment.answer,
    }


def rejected_items(case: ArrearsCase) -> list[Item]:
    """Proofs that were not accepted, with the reason."""
    rows = case.payments.filter(state=P.REJECTED).select_related("month")
    return [
        {"pk": r.pk, "n": r.month.n, "paid_on": plain_date(r.paid_on, language()), "reason": r.answer} for r in rows
    ]


def debts(sheet: DebtSheet) -> Item:
    """The table of contributions and penalty; the fine stands apart and is added to nothing."""
    return {
        "rows": [
            {
                "month": month_year(first_day(found.month), language()),
                "due": plain_date(found.due_on, language()),
                "amount": found.amount,
                "late": found.months_late,
                "penalty": found.penalty,
            }
            for found in sheet.rows
        ],
        "contributions": sheet.contributions,
        "penalty": sheet.penalty,
        "fine": sheet.fine,
        "on": plain_date(sheet.on, language()),
    }


def page(case: ArrearsCase, sheet: DebtSheet, now: datetime) -> Item:
    """What employer and office both read."""
    today = legal_date(now)
    return {
        "case": case,
        "worker": case.claim.person.full_name,
        "law": wording.cited(case.law),
        "pay_by": plain_date(case.pay_by, language()),
        "unpaid": case.state in UNPAID_BY_EMPLOYER,
        "late": case.state in UNPAID_BY_EMPLOYER and case.pay_by < today,
        "months": month_items(case),
        "rejected": rejected_items(case),
        "debts": debts(sheet),
        "facts": _facts(case),
        "request_": _request(case, now),
        "history": history(case),
        **tag_of(case),
    }


def _facts(case: ArrearsCase) -> list[Item]:
    lang = language()
    rows = [
        (_("Nomor"), case.number),
        (_("Perusahaan"), case.employer.name),
        (_("NPP"), case.employer.npp),
        (_("Pekerja"), case.claim.person.full_name),
        (_("Tanggal PHK"), plain_date(case.claim.phk.phk_on, lang)),
        (_("Menunggak berturut-turut"), _("%(n)s bulan") % {"n": case.consecutive}),
        (_("Dasar"), wording.cited(case.law)),
        (_("Bayar pekerja paling lambat"), deadline(case.pay_by, lang)),
        (_("Lunas"), plain_date(case.settled_on, lang) if case.settled_on else ""),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]


def _request(case: ArrearsCase, now: datetime) -> Item:
    """The request for reimbursement and its clock; `open_until` while it may be made."""
    lang, today = language(), legal_date(now)
    until = case.request_until
    item: Item = {
        "until": plain_date(until, lang) if until else "",
        "too_late": until is not None and until < today and case.first_asked_on is None,
        "facts": [],
    }
    if case.asked_at is not None:
        rows = [
            (_("Jumlah"), rupiah(case.amount or 0, lang)),
            (_("Diminta"), short_moment(case.asked_at)),
            (_("Rekening"), f"{bank_name(case.bank_code)} {case.account_shown} · {case.account_name}"),
            (_("Dibayar paling lambat"), deadline(case.answer_due_on, lang) if case.answer_due_on else ""),
            (_("Dibayar"), plain_date(case.paid_on, lang) if case.paid_on else ""),
            (_("Diputus"), case.decided_by.full_name if case.decided_by else ""),
        ]
        item["facts"] = [{"term": term, "value": value} for term, value in rows if value]
        late = case.state in REQUEST_OPEN and case.answer_due_on is not None and case.answer_due_on < today
        item |= {"late": late, "left": countdown(case.answer_due_on, now, lang) if case.answer_due_on else ""}
    return item


def history(case: ArrearsCase) -> list[Item]:
    """The latest first."""
    rows = [
        {"title": f"{MOVES[r.move]} · {r.actor_name}" if r.actor_name else MOVES[r.move], "when": short_moment(r.at)}
        for r in case.log.order_by("-pk")
    ]
    return [*rows, {"title": _("Kasus dibuka"), "when": short_moment(case.opened_at)}]


def transfer_items(case: ArrearsCase) -> list[Item]:
    """The way of the money, for the office."""
    return [
        {"n": p.attempt, "account": p.account_masked, "state": p.get_state_display(), "code": p.code}
        for p in transfers_of(case)
    ]
