"""BPJS's desk of employers' own data: what they ask to change of scale and risk class, confirmed or returned."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import recent_sign_in, roles
from core import clock
from core.errors import Invalid, ensure
from participants import policies
from participants import presentation_employers as words
from participants.enums import WorkerReportState
from participants.forms.membership import AnswerReportForm
from participants.models import EmployerReport
from participants.models.membership import READERS
from participants.operations.employer_reports import confirm_employer_report, return_employer_report
from participants.views.common import show_error
from participants.worker_filters import EmployerReportFilter

ROWS = 20
LIST = "participants:employer_reports"


@never_cache
@require_safe
@roles(*READERS)
def employer_reports(request: HttpRequest) -> HttpResponse:
    """What waits, the nearest last day first."""
    today = clock.today()
    visible = EmployerReport.objects.visible_to(request.user, today).select_related("employer")
    found = EmployerReportFilter(request.GET, queryset=visible.order_by("answer_by", "number"))
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    waiting = visible.waiting().order_by()
    late = waiting.filter(answer_by__lt=today).count()
    context = {
        "filter": found,
        "page": page,
        "rows": words.desk_rows(list(page), today),
        "totals": [
            {"term": _("Menunggu jawaban"), "value": waiting.count()},
            {"term": _("Lewat batas"), "value": late, "bad": late > 0},
        ],
    }
    return render(request, "participants/employer_reports.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*READERS)
def employer_report(request: HttpRequest, employer_report_id: uuid.UUID) -> HttpResponse:
    """One report with what it would mean; the answer."""
    today = clock.today()
    visible = EmployerReport.objects.visible_to(request.user, today)
    report = get_object_or_404(visible.select_related("employer", "reported_by", "officer"), pk=employer_report_id)
    may_answer = policies.can_answer_employer_report(request.user, report, today)
    if request.method == "POST":
        ensure(may_answer, "not_allowed", _("Anda tidak dapat menjawab laporan ini."))
        return _answered(request, report)
    waits = may_answer and report.state == WorkerReportState.WAITING
    return _page(request, report, AnswerReportForm() if waits else None)


@recent_sign_in
def _answered(request: HttpRequest, report: EmployerReport) -> HttpResponse:
    form = AnswerReportForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form)
    if form.cleaned_data["verdict"] == form.CONFIRM:
        confirm_employer_report(report, actor=request.user, at=clock.now())
        messages.success(request, _("Laporan %(number)s dikonfirmasi.") % {"number": report.number})
        return redirect(LIST)
    try:
        return_employer_report(report, reply=form.cleaned_data["reply"], actor=request.user, at=clock.now())
    except Invalid as error:
        show_error(form, error)
        return _page(request, report, form)
    messages.success(request, _("Laporan %(number)s dikembalikan.") % {"number": report.number})
    return redirect(LIST)


def _page(request: HttpRequest, report: EmployerReport, form: AnswerReportForm | None) -> HttpResponse:
    today = clock.today()
    context = {
        "report": report,
        "employer": report.employer,
        "said": words.said_of(report),
        "means": words.consequence(report, today),
        "workers": report.employer.employments.current().count(),
        "form": form,
        "overdue": report.state == WorkerReportState.WAITING and report.answer_by < today,
    }
    return render(request, "participants/employer_report.html", context, status=422 if form and form.errors else 200)
