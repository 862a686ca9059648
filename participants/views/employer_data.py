"""An employer's own data: scale and risk class that BPJS keeps, places of work that the employer keeps itself."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core import clock
from core.errors import Conflict, Invalid
from participants import presentation_employers as words
from participants.enums import EmployerFact, EmploymentState
from participants.forms.workplaces import CloseWorkplaceForm, EmployerFactForm, WorkplaceForm
from participants.models import Employer, EmployerReport, Workplace
from participants.operations import workplaces
from participants.operations.employer_reports import ask_for_change, withdraw_employer_report
from participants.views.common import show_error
from participants.views.employer import current_employer
from participants.worker_filters import WorkplaceFilter

GET_POST = ["GET", "HEAD", "POST"]
ROWS = 20
SHOWN = 10
HOME = "participants:employer_data"
_CURRENT = Q(employments__state__in=(EmploymentState.REPORTED, EmploymentState.ACTIVE))


@never_cache
@require_safe
@signed_in
def employer_data(request: HttpRequest) -> HttpResponse:
    """What BPJS has recorded of the employer, what it was asked to change, and the places of work."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    own = Workplace.objects.filter(employer=employer).select_related("region__parent")
    found = WorkplaceFilter(request.GET, queryset=own.annotate(workers=Count("employments", filter=_CURRENT)))
    page = Paginator(found.qs.order_by("name", "pk"), ROWS).get_page(request.GET.get("page"))
    reports = words.report_items(list(employer.reports.select_related("reported_by")[:SHOWN]))
    waits = set(employer.reports.waiting().values_list("fact", flat=True))
    duties = words.employer_duties(employer, clock.today())
    context = {
        "employer": employer,
        "duties": [{**duty, "waits": duty["fact"] in waits} for duty in duties],
        "reports": reports,
        "filter": found,
        "page": page,
        "rows": words.workplace_rows(list(page)),
    }
    return render(request, "participants/employer_data.html", context)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_data_change(request: HttpRequest) -> HttpResponse:
    """Ask BPJS for another scale or class, as the address says; by itself of the scale."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    asked, today = request.GET.get("data", ""), clock.today()
    fact = EmployerFact(asked) if asked in EmployerFact.values else EmployerFact.SCALE
    hints = words.class_hints(today) if fact == EmployerFact.RISK_CLASS else {}
    posted = request.POST if request.method == "POST" else None
    form = EmployerFactForm(posted, fact=fact, was=getattr(employer, fact), today=today, hints=hints)
    if posted is not None and form.is_valid():
        try:
            report = ask_for_change(employer, fact=fact, **form.cleaned_data, actor=request.user, at=clock.now())
        except (Invalid, Conflict) as error:
            show_error(form, error)
        else:
            messages.success(request, _("Laporan %(number)s terkirim ke BPJS.") % {"number": report.number})
            return redirect(HOME)
    context = {"employer": employer, "form": form, "fact": fact}
    return render(request, "participants/employer_data_change.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def employer_data_withdraw(request: HttpRequest, employer_report_id: uuid.UUID) -> HttpResponse:
    """Take back what BPJS has not answered."""
    mine = EmployerReport.objects.filter(employer__in=Employer.objects.of_staff(request.user, clock.today()))
    report = get_object_or_404(mine, pk=employer_report_id)
    withdraw_employer_report(report, actor=request.user, at=clock.now())
    messages.success(request, _("Laporan %(number)s ditarik.") % {"number": report.number})
    return redirect(HOME)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def workplace_new(request: HttpRequest) -> HttpResponse:
    """A new place of work."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    form = WorkplaceForm(request.POST if request.method == "POST" else None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            workplaces.open_workplace(employer, **form.cleaned_data, actor=request.user, at=clock.now())
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Tempat kerja disimpan."))
            return redirect(HOME)
    context = {"employer": employer, "form": form, "place": None}
    return render(request, "participants/workplace.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def workplace(request: HttpRequest, workplace_id: uuid.UUID) -> HttpResponse:
    """One place: its data to put right while it is open, afterwards to read."""
    place = _own(request, workplace_id)
    names = ("name", "address", "region", "since")
    initial = {name: getattr(place, name) for name in names}
    form = WorkplaceForm(request.POST if request.method == "POST" else None, today=clock.today(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            workplaces.describe_workplace(place, **form.cleaned_data, actor=request.user, at=clock.now())
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Tempat kerja disimpan."))
            return redirect(HOME)
    workers = place.employments.current().count()
    context = {"employer": place.employer, "form": form, "place": place, "workers": workers}
    return render(request, "participants/workplace.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def workplace_close(request: HttpRequest, workplace_id: uuid.UUID) -> HttpResponse:
    """The last day of a place, and where its workers go."""
    place = _own(request, workplace_id)
    others = place.employer.workplaces.filter(until=None).exclude(pk=place.pk).order_by("name", "pk")
    form = CloseWorkplaceForm(request.POST if request.method == "POST" else None, today=clock.today(), others=others)
    if request.method == "POST" and form.is_valid():
        to, until = form.cleaned_data["workplace"], form.cleaned_data["until"]
        try:
            workplaces.close_workplace(place, until=until, move_to=to, actor=request.user, at=clock.now())
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Tempat kerja ditutup."))
            return redirect(HOME)
    workers = place.employments.current().count()
    context = {"place": place, "form": form, "workers": workers}
    return render(request, "participants/workplace_close.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, workplace_id: uuid.UUID) -> Workplace:
    """A place of an employer that the user acts for; otherwise 404."""
    mine = Workplace.objects.of_staff(request.user, clock.today())
    return get_object_or_404(mine.select_related("employer", "region__parent"), pk=workplace_id)
