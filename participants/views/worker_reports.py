"""BPJS's desk of membership: what employers report of workers, held against the register, confirmed or returned."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from accounts.reading import note_reading
from core import clock
from core.errors import Invalid, ensure
from participants import policies
from participants import presentation_workers as words
from participants.enums import WorkerReportState
from participants.forms.membership import AnswerReportForm
from participants.models import EmployerReport, WorkerReport
from participants.operations.membership import confirm_report, lacks_number, return_report
from participants.selectors import latest_snapshot
from participants.views.common import show_error
from participants.worker_filters import WorkerReportFilter

ROWS = 20
READERS = (Role.BPJS_VERIFIER, Role.AUDITOR)
LIST = "participants:worker_reports"


@never_cache
@require_safe
@roles(*READERS)
def worker_reports(request: HttpRequest) -> HttpResponse:
    """What waits, the nearest last day first."""
    today = clock.today()
    visible = WorkerReport.objects.visible_to(request.user, today).select_related("employment__employer")
    found = WorkerReportFilter(request.GET, queryset=visible.order_by("answer_by", "number"))
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    waiting = visible.waiting().order_by()
    context = {
        "filter": found,
        "page": page,
        "rows": words.desk_rows(list(page), today),
        "totals": [
            {"term": _("Menunggu jawaban"), "value": waiting.count()},
            {"term": _("Lewat batas"), "value": (late := waiting.filter(answer_by__lt=today).count()), "bad": late > 0},
        ],
        "of_employers": EmployerReport.objects.visible_to(request.user, today).waiting().count(),
    }
    return render(request, "participants/worker_reports.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*READERS)
def worker_report(request: HttpRequest, worker_report_id: uuid.UUID) -> HttpResponse:
    """One report beside what BPJS itself last said; the answer."""
    today = clock.today()
    visible = WorkerReport.objects.visible_to(request.user, today)
    known = visible.select_related("employment__employer", "employment__person__user", "reported_by", "officer")
    report = get_object_or_404(known, pk=worker_report_id)
    may_answer = policies.can_answer_worker_report(request.user, report, today)
    if request.method == "POST":
        ensure(may_answer, "not_allowed", _("Anda tidak dapat menjawab laporan ini."))
        return _answered(request, report)
    person = report.employment.person
    note_reading(request, person=person, subject=report, purpose="laporan kepesertaan", roles=READERS)
    waits = may_answer and report.state == WorkerReportState.WAITING
    return _page(request, report, AnswerReportForm(asks_number=lacks_number(report)) if waits else None)


@recent_sign_in
def _answered(request: HttpRequest, report: WorkerReport) -> HttpResponse:
    form = AnswerReportForm(request.POST, asks_number=lacks_number(report))
    if not form.is_valid():
        return _page(request, report, form)
    said, how = form.cleaned_data, {"actor": request.user, "at": clock.now()}
    try:
        if said["verdict"] == form.CONFIRM:
            confirm_report(report, kpj=said.get("kpj", ""), **how)
            told = _("Laporan %(number)s dikonfirmasi.")
        else:
            return_report(report, reply=said["reply"], **how)
            told = _("Laporan %(number)s dikembalikan.")
    except Invalid as error:
        show_error(form, error)
        return _page(request, report, form)
    messages.success(request, told % {"number": report.number})
    return redirect(LIST)


def _page(request: HttpRequest, report: WorkerReport, form: AnswerReportForm | None) -> HttpResponse:
    snapshot = latest_snapshot(report.employment.person)
    context = {
        "report": report,
        "employment": report.employment,
        "said": words.said(report),
        "regimes": words.verification(report, snapshot),
        "register": words.register_facts(report, snapshot),
        "form": form,
        "overdue": report.state == WorkerReportState.WAITING and report.answer_by < clock.today(),
    }
    return render(request, "participants/worker_report.html", context, status=422 if form and form.errors else 200)
