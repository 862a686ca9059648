"""Money that is asked back: for the person who pays it, and for the officers who confirm it and book what comes."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from claims.enums import OverpaymentState, WorkReportState
from claims.models import Overpayment, Repayment
from claims.presentation.decision import articles
from claims.presentation.links import decision_url, objection_url
from claims.presentation.scene import language
from claims.selectors.work import PLANS, books_of, refund_of
from core import formatting
from core.formatting import long_moment, plain_date, rupiah, short_name
from notices.selectors import letters_about
from payments.presentation.payouts import journal_rows

Item = dict[str, Any]
TONES = {
    OverpaymentState.FOUND: "run",
    OverpaymentState.CONFIRMED: "wait",
    OverpaymentState.SETTLED: "ok",
    OverpaymentState.CANCELLED: "",
}


def plan_amounts(amount: int) -> dict[int, str]:
    """What each plan asks a month; the remainder is in the first instalment."""
    words = {}
    for instalments in PLANS:
        share, rest = divmod(amount, instalments)
        each = _("%(share)s tiap bulan") % {"share": rupiah(share, language())}
        first = _("pertama %(first)s, lalu %(share)s tiap bulan")
        if instalments == 1:
            words[instalments] = rupiah(amount, language())
        elif rest:
            words[instalments] = first % {"first": rupiah(share + rest, language()), "share": rupiah(share, language())}
        else:
            words[instalments] = each
    return words


def repaid_of(plan: list[Repayment]) -> int:
    return sum(row.amount for row in plan if row.paid_on)


def plan_rows(plan: list[Repayment], today: date) -> list[Item]:
    """Instalments in order, each with its state in words."""
    return [{"number": place, "row": row, **_state_of(row, today)} for place, row in enumerate(plan, 1)]


def _state_of(row: Repayment, today: date) -> Item:
    if row.paid_on:
        return {"tone": "ok", "word": _("Diterima %(day)s") % {"day": plain_date(row.paid_on, language())}}
    if row.due_on < today:
        return {"tone": "wait", "word": _("Lewat jatuh tempo")}
    return {"tone": "", "word": _("Belum dibayar")}


def for_person(overpayment: Overpayment, today: date) -> Item:
    """The person's page: how much, which months, the plan, how to pay, the way to object."""
    plan = list(overpayment.plan.all())
    repaid = repaid_of(plan)
    decision = overpayment.decision
    found: Item = {
        "overpayment": overpayment,
        "tone": TONES[OverpaymentState(overpayment.state)],
        "months": list(overpayment.months.select_related("month").order_by("month__n")),
        "rows": plan_rows(plan, today),
        "repaid": repaid,
        "left": overpayment.amount - repaid,
        "next": next((row for row in plan if row.paid_on is None), None),
        "may_choose": overpayment.state == OverpaymentState.CONFIRMED and repaid == 0,
        "account": settings.REPAYMENT_ACCOUNT,
        "decision": decision,
    }
    if overpayment.state == OverpaymentState.CANCELLED and repaid:
        found["refund"] = refund_of(overpayment)
    if decision is not None:
        found |= {
            "articles": articles(decision),
            "decision_url": decision_url(decision),
            "objection_url": objection_url(decision),
            "letter": letters_about([decision]).get(str(decision.pk)),
        }
    return found


# --- officers ----------------------------------------------------------------------------------------------------


def queue_rows(rows: list[Overpayment], today: date) -> list[Item]:
    """Rows of the table. They come `with_repaid`."""
    return [
        {
            "overpayment": row,
            "person": short_name(row.claim.person.full_name),
            "tone": TONES[OverpaymentState(row.state)],
            "left": _left(row),
            "late": _late(row, today),
        }
        for row in rows
    ]


def _late(row: Overpayment, today: date) -> bool:
    """The person's instalment, or our own decision, is past its day."""
    if row.state == OverpaymentState.FOUND:
        return row.decide_by < today
    return row.state == OverpaymentState.CONFIRMED and row.due_on is not None and row.due_on < today  # type: ignore[attr-defined]


def _left(row: Overpayment) -> int:
    return 0 if row.state == OverpaymentState.CANCELLED else row.amount - row.repaid  # type: ignore[attr-defined]


def totals(rows: QuerySet[Overpayment], today: date) -> list[Item]:
    """Four numbers for <c-kpi>. The rows come `with_repaid`."""
    late = Repayment.objects.filter(overpayment=OuterRef("pk"), paid_on=None, due_on__lt=today)
    open_now = Q(state=OverpaymentState.CONFIRMED)
    count = rows.annotate(is_late=Exists(late)).aggregate(
        found=Count("pk", filter=Q(state=OverpaymentState.FOUND)),
        confirmed=Count("pk", filter=open_now),
        asked=Sum("amount", filter=open_now),
        came_back=Sum("repaid", filter=open_now),
        late=Count("pk", filter=open_now & Q(is_late=True)),
    )
    owed = (count["asked"] or 0) - (count["came_back"] or 0)
    return [
        {"term": _("Menunggu penetapan"), "value": formatting.number(count["found"])},
        {"term": _("Sedang dikembalikan"), "value": formatting.number(count["confirmed"])},
        {"term": _("Belum kembali"), "value": rupiah(owed), "text": _("piutang kelebihan bayar")},
        {"term": _("Lewat jatuh tempo"), "value": formatting.number(count["late"]), "bad": bool(count["late"])},
    ]


def for_officers(overpayment: Overpayment, today: date) -> Item:
    """The facts in the order they are weighed: the work, the months, the plan, the books, what happened."""
    plan = list(overpayment.plan.all())
    repaid = repaid_of(plan)
    report = overpayment.claim.work_reports.exclude(state=WorkReportState.UNDONE).first()
    return {
        "overpayment": overpayment,
        "claim": overpayment.claim,
        "tone": TONES[OverpaymentState(overpayment.state)],
        "report": report,
        "months": list(overpayment.months.select_related("month").order_by("month__n")),
        "rows": plan_rows(plan, today),
        "repaid": repaid,
        "left": 0 if overpayment.state == OverpaymentState.CANCELLED else overpayment.amount - repaid,
        "next": next((row for row in plan if row.paid_on is None), None),
        "books": journal_rows(books_of(overpayment, plan)),
        "history": history(overpayment),
        "decision": overpayment.decision,
    }


_MOVES = {
    "confirm": lambda: _("Ditetapkan"),
    "settle": lambda: _("Lunas"),
    "cancel": lambda: _("Dibatalkan"),
}


def history(overpayment: Overpayment) -> list[Item]:
    """Entries for <c-log>, oldest first."""
    rows = [{"title": _("Ditemukan portal"), "when": long_moment(overpayment.found_at, language())}]
    for row in overpayment.log.order_by("pk"):
        who = f" · {row.actor_name}" if row.actor_id else ""
        note = f": {row.note}" if row.note else ""
        rows.append({"title": f"{_MOVES[row.move]()}{who}{note}", "when": long_moment(row.at, language())})
    return rows
