"""Referrals and reports: the counsellor writes, the participant reads, a verifier of BPJS closes under their name."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant, roles
from accounts.enums import Role
from accounts.reading import note_reading
from core import clock
from core.errors import Conflict, Invalid
from counseling.enums import REFERRALS, ReportKind
from counseling.forms.reports import CloseReportForm, ReportFilter, WriteReportForm
from counseling.models import Report, Session
from counseling.operations import reports as operations
from counseling.policies import can_close_report, can_report
from counseling.presentation import reports as pages
from counseling.presentation.moments import when
from counseling.selectors import reports as selectors
from counseling.views.worksheet_common import GET_POST, counsellors_session, participants_session
from notices.selectors import wishes_of

ROWS = 20


@never_cache
@require_http_methods(GET_POST)
@roles(Role.COUNSELLOR)
def report(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """Refer the participant to somebody who can help, or tell BPJS what was seen; close one's own referrals."""
    own = counsellors_session(request, session_pk)
    closing = request.POST.get("close", "")
    form = WriteReportForm(request.POST if request.method == "POST" and not closing else None)
    outcome = CloseReportForm(request.POST if closing else None)
    if closing and _closed(request, _own_referral(own, closing), outcome):
        return redirect("counseling:report", own.pk)
    if form.is_bound and form.is_valid() and _written(request, own, form):
        return redirect("counseling:report", own.pk)
    errors = form.errors or outcome.errors
    now = clock.now()
    context = {
        "session": own,
        "back": reverse("counseling:session", args=[own.pk]),
        "form": form,
        "outcome": outcome,
        "closing": closing,
        "has_errors": bool(errors),
        "may_report": can_report(own, request.user, now),  # type: ignore[arg-type]
        "rows": [pages.told_row(row, request.user, now) for row in selectors.reports_of(own)],
        "when": when(own, own.counsellor.zone),
    }
    return render(request, "counseling/report.html", context, status=422 if errors else 200)


def _own_referral(own: Session, pk: str) -> Report:
    for row in selectors.reports_of(own):
        if str(row.pk) == pk and row.kind in REFERRALS:
            row.session = own
            return row
    raise Http404


def _written(request: HttpRequest, own: Session, form: WriteReportForm) -> bool:
    kind = ReportKind(form.cleaned_data["kind"])
    try:
        how: dict[str, Any] = {"actor": request.user, "at": clock.now()}
        operations.write_report(own, kind=kind, text=form.cleaned_data["text"], **how)
    except Conflict as error:
        form.add_error("kind", str(error.message))
        return False
    except Invalid as error:
        form.add_error("text", str(error.message))
        return False
    messages.success(request, _("Tercatat. Peserta sudah diberi tahu."))
    return True


def _closed(request: HttpRequest, row: Report, form: CloseReportForm) -> bool:
    if not form.is_valid():
        return False
    try:
        operations.close_report(row, **form.cleaned_data, actor=request.user, at=clock.now())  # type: ignore[arg-type]
    except Invalid as error:
        form.add_error("outcome", str(error.message))
        return False
    messages.success(request, _("Hasilnya tersimpan. Peserta sudah diberi tahu."))
    return True


@never_cache
@require_safe
@participant
def told(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """What the counsellor wrote about the participant, who reads it, and what came of it."""
    own = participants_session(request, session_pk)
    now = clock.now()
    context = {
        "session": own,
        "rows": [pages.told_row(row, request.user, now) for row in selectors.reports_of(own)],
        "when": when(own, wishes_of(request.user).zone),  # type: ignore[arg-type]
    }
    return render(request, "counseling/told.html", context)


# --- the verifier's desk -----------------------------------------------------------------------------------------


@never_cache
@require_safe
@roles(Role.BPJS_VERIFIER, Role.AUDITOR)
def report_queue(request: HttpRequest) -> HttpResponse:
    """What counsellors told BPJS: waiting ones first, the oldest on top."""
    now = clock.now()
    found = ReportFilter(request.GET, queryset=selectors.report_queue())
    page = Paginator(found.rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.queue_row(row, now) for row in page],
        "totals": pages.totals(selectors.report_numbers(now), now),
    }
    return render(request, "counseling/report_queue.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(Role.BPJS_VERIFIER, Role.AUDITOR)
def report_case(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """One report: read, then closed with an outcome. It changes no claim; that is decided where claims are decided."""
    case = selectors.report_for(request.user, report_id, clock.today())  # type: ignore[arg-type]
    if case is None or case.kind in REFERRALS:
        raise Http404
    form = CloseReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _closed(request, case, form):
        following = selectors.next_report(request.user)  # type: ignore[arg-type]
        if following is not None:
            return redirect("counseling:report_case", following.pk)
        return redirect("counseling:reports")
    if request.method != "POST":
        note_reading(request, person=case.session.person, subject=case, purpose="laporan konselor")
    now = clock.now()
    context = {
        "report": case,
        "form": form,
        "may_close": can_close_report(case, request.user, clock.today()) and case.closed_at is None,  # type: ignore[arg-type]
        "facts": pages.case_facts(case),
        "history": pages.history(case),
        "waiting": pages.waiting_words(case, now),
    }
    return render(request, "counseling/report_case.html", context, status=422 if form.errors else 200)
