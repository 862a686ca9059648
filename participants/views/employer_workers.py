"""An employer's workers: who is enrolled in what, what the scale owes, enrolment, changes, the certificate."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core import clock
from core.errors import Conflict, Invalid, ensure
from participants import policies
from participants import presentation_workers as words
from participants.enums import EmploymentState
from participants.forms.membership import CHANGES, ChangeForm, EnrolForm
from participants.forms.workplaces import PlaceWorkerForm
from participants.models import Employer, Employment, WorkerReport
from participants.operations.membership import enrol_worker, report_change, withdraw_report
from participants.operations.membership_letters import take_certificate
from participants.operations.workplaces import place_worker
from participants.selectors import open_files
from participants.views.common import show_error
from participants.views.employer import current_employer
from participants.worker_filters import EmploymentFilter
from rules.membership import enrolment_due

GET_POST = ["GET", "HEAD", "POST"]
ROWS = 20
LIST = "participants:employer_workers"
CURRENT = (EmploymentState.REPORTED, EmploymentState.ACTIVE)


@never_cache
@require_safe
@signed_in
def employer_workers(request: HttpRequest) -> HttpResponse:
    """Everybody whom the employer enrolled, and which programmes are missing by its scale."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    waiting = WorkerReport.objects.waiting().filter(employment=OuterRef("pk"))
    own = Employment.objects.filter(employer=employer).annotate(waiting_kind=Subquery(waiting.values("kind")[:1]))
    found = EmploymentFilter(
        request.GET, queryset=own.order_by("full_name", "pk"), places=employer.workplaces.order_by("name", "pk")
    )
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    required = words.required_on(employer, clock.today())
    context = {
        "employer": employer,
        "filter": found,
        "page": page,
        "rows": words.worker_rows(list(page), required),
        "duty": words.obligations(employer, required),
        "files": open_files(employer.worker_imports),
    }
    return render(request, "participants/employer_workers.html", context)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_worker_new(request: HttpRequest) -> HttpResponse:
    """Enrol one worker. What the scale owes stands beside the form."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    today = clock.today()
    required = words.required_on(employer, today)
    initial = {"programmes": words.in_owed(required)}
    places = employer.workplaces.open(today)
    form = EnrolForm(request.POST if request.method == "POST" else None, today=today, places=places, initial=initial)
    if request.method == "POST" and form.is_valid():
        report = _enrol(request, employer, form)
        if report is not None:
            messages.success(request, _("Laporan %(number)s terkirim ke BPJS.") % {"number": report.number})
            return redirect("participants:employer_worker", report.employment_id)
    context = {"employer": employer, "form": form, "required": required, "due": enrolment_due(today)}
    context["owed"] = ", ".join(words.in_owed(required))
    return render(request, "participants/employer_worker_new.html", context, status=422 if form.errors else 200)


def _enrol(request: HttpRequest, employer: Employer, form: EnrolForm) -> WorkerReport | None:
    how: dict[str, Any] = {"worker": form.worker(), "said": form.said(), "workplace": form.place()}
    how |= {"actor": request.user, "at": clock.now()}
    try:
        return enrol_worker(employer=employer, **how)
    except (Invalid, Conflict) as error:
        show_error(form, error, {"already_listed": "nik"})
        return None


def _own(request: HttpRequest, employment_id: uuid.UUID) -> Employment:
    """The worker of an employer that the user acts for."""
    mine = Employer.objects.of_staff(request.user, clock.today())
    rows = Employment.objects.filter(employer__in=mine).select_related("employer", "person", "workplace")
    return get_object_or_404(rows, pk=employment_id)


@never_cache
@require_safe
@signed_in
def employer_worker(request: HttpRequest, employment_id: uuid.UUID) -> HttpResponse:
    """One worker: what BPJS confirmed, what waits, what came before."""
    employment = _own(request, employment_id)
    reports = list(employment.reports.select_related("reported_by"))
    required = words.required_on(employment.employer, clock.today())
    context = {
        "employment": employment,
        "employer": employment.employer,
        "items": words.report_items(reports),
        "waiting": next((report for report in reports if report.state == "waiting"), None),
        "programmes": words.in_short(employment.programmes),
        "missing": words.missing_of(employment, required),
        "law": required.law.text if required else "",
        "may_be_placed": employment.state in CURRENT and employment.employer.workplaces.open(clock.today()).exists(),
        "changes": CHANGES if employment.state == EmploymentState.ACTIVE else [],
    }
    return render(request, "participants/employer_worker.html", context)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_worker_change(request: HttpRequest, employment_id: uuid.UUID) -> HttpResponse:
    """Report a change of the kind that the address names; by itself of the wage."""
    employment = _own(request, employment_id)
    asked = request.GET.get("jenis", "")
    kind = asked if asked in dict(CHANGES) else CHANGES[0][0]
    ensure(policies.is_staff(request.user, employment.employer, clock.today()))
    initial = {"programmes": employment.programmes} if kind == "programmes" else {}
    posted = request.POST if request.method == "POST" else None
    form = ChangeForm(posted, kind=kind, today=clock.today(), initial=initial)
    if posted is not None and form.is_valid():
        try:
            report = report_change(employment, form.said(), actor=request.user, at=clock.now())
        except (Invalid, Conflict) as error:
            show_error(form, error)
        else:
            messages.success(request, _("Laporan %(number)s terkirim ke BPJS.") % {"number": report.number})
            return redirect("participants:employer_worker", employment.pk)
    context = {"employment": employment, "form": form, "title": dict(CHANGES)[kind]}
    return render(request, "participants/employer_worker_change.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_worker_place(request: HttpRequest, employment_id: uuid.UUID) -> HttpResponse:
    """At which place the worker works. BPJS is not asked."""
    employment = _own(request, employment_id)
    today = clock.today()
    ensure(policies.is_staff(request.user, employment.employer, today))
    posted = request.POST if request.method == "POST" else None
    places = employment.employer.workplaces.open(today)
    form = PlaceWorkerForm(posted, places=places, initial={"workplace": employment.workplace_id})
    if posted is not None and form.is_valid():
        try:
            place_worker(employment, form.cleaned_data["workplace"], actor=request.user, at=clock.now())
        except (Invalid, Conflict) as error:
            show_error(form, error)
        else:
            messages.success(request, _("Tempat kerja disimpan."))
            return redirect("participants:employer_worker", employment.pk)
    context = {"employment": employment, "form": form}
    return render(request, "participants/employer_worker_place.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def employer_worker_withdraw(request: HttpRequest, worker_report_id: uuid.UUID) -> HttpResponse:
    """Take back what BPJS has not answered."""
    mine = Employer.objects.of_staff(request.user, clock.today())
    report = get_object_or_404(WorkerReport, pk=worker_report_id, employment__employer__in=mine)
    withdraw_report(report, actor=request.user, at=clock.now())
    messages.success(request, _("Laporan %(number)s ditarik.") % {"number": report.number})
    return redirect("participants:employer_worker", report.employment_id)


@require_POST
@signed_in
def employer_certificate(request: HttpRequest) -> HttpResponse:
    """The certificate as a letter with its code; until BPJS confirms more, the same one."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    try:
        letter = take_certificate(employer, user=request.user, at=clock.now())
    except Conflict as error:
        messages.error(request, error.message)
        return redirect(LIST)
    return redirect("notices:letter", letter.pk)
