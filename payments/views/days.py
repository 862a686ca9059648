"""B4: our books against the bank's, day by day, until no rupiah is left unexplained."""

import uuid
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from core import clock
from core.errors import Conflict, Invalid, ensure
from core.jobs import enqueue
from payments import policies
from payments.enums import LEDGER_READERS, DayState, LineMatch
from payments.forms import ExplanationForm, SentBackForm, StatementForm
from payments.models import BankStatement, ReconciliationDay, StatementLine
from payments.operations import days as operations
from payments.operations.statements import upload_statement
from payments.presentation import days as presentation
from payments.selectors import days as selectors
from payments.statement_words import refusal_sentence

ROWS = 20


@roles(*LEDGER_READERS)
@require_safe
def day_list(request: HttpRequest) -> HttpResponse:
    """Every day on which money moved, newest first."""
    today = clock.today()
    page = Paginator(selectors.days_to_show(today), ROWS).get_page(request.GET.get("page"))
    rows = presentation.day_rows(page, today)
    context = {"page": page, "rows": rows, "totals": presentation.totals(rows, selectors.came_back_unpaid())}
    return render(request, "payments/days.html", context)


@roles(*LEDGER_READERS)
@require_safe
def day_detail(request: HttpRequest, day: date) -> HttpResponse:
    """One day in three buckets."""
    return _page(request, day, StatementForm())


@roles(Role.BPJS_PAYMENT_MAKER, Role.BPJS_PAYMENT_CHECKER)
@require_POST
def fetch(request: HttpRequest, day: date) -> HttpResponse:
    """Ask the bank for the day's statement; a worker does it."""
    ensure(policies.can_reconcile(request.user, clock.today()))
    _refuse_future(day)
    enqueue("payments.fetch_statement", day=day.isoformat())
    messages.success(request, _("Mutasi diminta dari bank. Muat ulang halaman ini sebentar lagi."))
    return redirect("payments:day", day)


@roles(Role.BPJS_PAYMENT_MAKER, Role.BPJS_PAYMENT_CHECKER)
@require_POST
def upload(request: HttpRequest, day: date) -> HttpResponse:
    """Take a statement file that an officer brings."""
    ensure(policies.can_reconcile(request.user, clock.today()))
    _refuse_future(day)
    form = StatementForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            content = form.cleaned_data["statement"].read()
            statement = upload_statement(content, day=day, actor=request.user, at=clock.now())
        except Invalid as invalid:
            form.add_error("statement", invalid.message)
        else:
            told = _("Mutasi dibukukan: %(n)s baris.") % {"n": statement.line_count}
            messages.success(request, told)
            return redirect("payments:day", day)
    return _page(request, day, form, status=422)


@roles(Role.BPJS_PAYMENT_CHECKER)
@require_POST
@recent_sign_in
def close(request: HttpRequest, day: date) -> HttpResponse:
    ensure(policies.can_close_day(request.user, clock.today()))
    operations.close_day(day, actor=request.user, at=clock.now())
    messages.success(request, _("Tanggal ini ditutup."))
    return redirect("payments:day", day)


@roles(Role.BPJS_PAYMENT_MAKER, Role.BPJS_PAYMENT_CHECKER)
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Money that moved at the bank and that we did not order."""
    line = get_object_or_404(StatementLine.objects.select_related("payout"), pk=line_id)
    ensure(policies.can_reconcile(request.user, clock.today()))
    kind = SentBackForm if line.kind == selectors.CREDIT else ExplanationForm
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        explanation = form.cleaned_data["explanation"]
        operations.explain_line(line, actor=request.user, explanation=explanation, at=clock.now())
        told = _("Penjelasan dicatat. Nilainya ditagih kepada bank.")
        if line.kind == selectors.CREDIT:
            told = _("Penjelasan dicatat.")
        messages.success(request, told)
        return redirect("payments:day", line.day)
    context = {"line": line, "form": form, "open": line.match == LineMatch.UNMATCHED}
    return render(request, "payments/explain.html", context, status=422 if form.errors else 200)


def _refuse_future(day: date) -> None:
    if day > clock.today():
        raise Conflict("day_ahead", _("Tanggal ini belum tiba."))


def _page(request: HttpRequest, day: date, form: StatementForm, *, status: int = 200) -> HttpResponse:
    today = clock.today()
    stored = ReconciliationDay.objects.select_related("closed_by").filter(day=day).first()
    summary = selectors.summaries([day])[day]
    is_closed = stored is not None and stored.state == DayState.CLOSED
    is_open = not is_closed and day <= today
    is_past = day < today
    may_close = is_open and is_past and policies.can_close_day(request.user, today)
    matched = selectors.matched_lines(day).select_related("payout__batch").order_by("line")
    context = {
        "day": day,
        "stored": stored,
        "closed": is_closed,
        "summary": summary,
        "picture": presentation.bars(summary),
        "stray": selectors.only_bank(day).order_by("line")[:ROWS],
        "ours_paid": selectors.only_ours_paid(day).order_by("pk")[:ROWS],
        "ours_returned": selectors.only_ours_returned(day).order_by("pk")[:ROWS],
        "page": Paginator(matched, ROWS).get_page(request.GET.get("page")),
        "statements": _statements(day),
        "form": form,
        "may_reconcile": is_open and policies.can_reconcile(request.user, today),
        "may_close": may_close,
        "is_past": is_past,
        "ready_to_close": may_close and summary.has_statement and not summary.unexplained,
    }
    return render(request, "payments/day.html", context, status=status)


def _statements(day: date) -> list[dict[str, object]]:
    rows = BankStatement.objects.filter(day=day).select_related("imported_by").order_by("-imported_at")[:ROWS]
    return [
        {"statement": row, "why": refusal_sentence(row.reason, row.reason_line) if row.reason else ""} for row in rows
    ]
