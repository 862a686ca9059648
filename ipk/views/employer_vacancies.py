"""Vacancies of an employer: the list with states and numbers, writing, sending, changing and closing."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core import clock
from core.errors import Conflict, Invalid
from ipk.enums.applications import OPEN
from ipk.enums.vacancies import EDITABLE, VacancyState
from ipk.filters import EmployerVacancyFilter
from ipk.forms.vacancies import VacancyForm, as_typed
from ipk.models import Vacancy
from ipk.operations import vacancies
from ipk.presentation import vacancies as vacancy_pages
from ipk.views.common import GET_POST
from participants.models import Employer
from participants.views.employer import current_employer

ROWS = 20


@never_cache
@require_safe
@signed_in
def employer_vacancies(request: HttpRequest) -> HttpResponse:
    """All vacancies of the firm that the user acts for now, the latest first, twenty a page."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    today = clock.today()
    rows = Vacancy.objects.filter(employer=employer).select_related("region", "occupation").with_applicants()
    found = EmployerVacancyFilter(request.GET, queryset=rows.order_by("-created_at", "pk"), today=today)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "employer": employer,
        "filter": found,
        "page": page,
        "rows": [vacancy_pages.own_row(vacancy, today) for vacancy in page],
        "totals": vacancy_pages.own_totals(employer, today),
    }
    return render(request, "ipk/employer_vacancies.html", context)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_vacancy_new(request: HttpRequest) -> HttpResponse:
    """Write a vacancy: a draft first, that the next page shows as people will see it."""
    employer = current_employer(request)
    if employer is None:
        return redirect("participants:employer_join")
    form = VacancyForm(request.POST or None, today=clock.today(), initial=_first_words(request, employer))
    if request.method == "POST" and form.is_valid():
        drafted = vacancies.draft_vacancy(employer, written=form.written(), actor=request.user, at=clock.now())
        return redirect("ipk:employer_vacancy", drafted.pk)
    status = 422 if form.errors else 200
    return render(request, "ipk/employer_vacancy_edit.html", {"form": form, "employer": employer}, status=status)


def _first_words(request: HttpRequest, employer: Employer) -> dict[str, Any]:
    """What stands in an empty form; `?dari=` names a vacancy of the firm to begin with, without its last day."""
    like = _named(request, employer)
    if like is not None:
        return as_typed(like) | {"closes_on": None, "seen": None}
    return {
        "place": employer.region.name if employer.region and len(employer.region_id or "") == 4 else "",
        "education": "0",
        "experience_years": 0,
        "openings": 1,
        "work_place": "onsite",
    }


def _named(request: HttpRequest, employer: Employer) -> Vacancy | None:
    try:
        wanted = uuid.UUID(request.GET.get("dari", ""))
    except ValueError:
        return None
    return Vacancy.objects.filter(employer=employer, pk=wanted).select_related("region", "occupation").first()


def _own(request: HttpRequest, vacancy_id: uuid.UUID) -> Vacancy:
    rows = Vacancy.objects.of_staff(request.user, clock.today()).select_related("region", "occupation", "employer")
    return get_object_or_404(rows, pk=vacancy_id)


@never_cache
@require_safe
@signed_in
def employer_vacancy(request: HttpRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """One vacancy as people see it, with how it stands and what can be done."""
    own = _own(request, vacancy_id)
    today = clock.today()
    context = {
        "vacancy": own,
        "status": vacancy_pages.own_row(own, today),
        "place": vacancy_pages.place_text(own),
        "wage": vacancy_pages.wage_text(own),
        "facts": vacancy_pages.facts(own),
        "duties": vacancy_pages.lines(own.description),
        "asked": vacancy_pages.lines(own.requirements),
        "may_edit": own.state in EDITABLE,
        "may_submit": Vacancy.workflow.can(own, "submit"),
        "may_close": Vacancy.workflow.can(own, "close"),
        "is_shown": own.state == VacancyState.PUBLISHED and own.closes_on >= today,
        "to_correct": own.state == VacancyState.REJECTED and not vacancy_pages.is_corrected(own),
        "history": vacancy_pages.history(own),
    }
    return render(request, "ipk/employer_vacancy.html", context)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_vacancy_edit(request: HttpRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """Change it; a published one may go back to the desk."""
    own = _own(request, vacancy_id)
    form = VacancyForm(request.POST or None, today=clock.today(), initial=as_typed(own))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            changed = vacancies.edit_vacancy(own, written=form.written(), seen=seen, actor=request.user, at=clock.now())
        except Invalid as error:
            form.add_error("closes_on", str(error.message))
        else:
            if changed.state == VacancyState.SUBMITTED:
                messages.info(request, _("Isinya berubah, jadi petugas memeriksa lagi sebelum tayang kembali."))
            elif changed.state == VacancyState.PUBLISHED:
                messages.success(request, _("Perubahan tersimpan dan sudah tayang."))
            else:
                messages.success(request, _("Tersimpan. Petugas membacanya setelah Anda mengirimnya."))
            return redirect("ipk:employer_vacancy", own.pk)
    context = {"form": form, "vacancy": own, "employer": own.employer}
    return render(request, "ipk/employer_vacancy_edit.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def employer_vacancy_submit(request: HttpRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """Hand it to the desk."""
    own = _own(request, vacancy_id)
    try:
        vacancies.submit_vacancy(own, actor=request.user, at=clock.now())
    except Conflict as error:
        if error.code != "over":
            raise
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Lowongan dikirim untuk diperiksa."))
    return redirect("ipk:employer_vacancy", own.pk)


@never_cache
@require_http_methods(GET_POST)
@signed_in
def employer_vacancy_close(request: HttpRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """Take no more applications: what follows from it, then one button."""
    own = _own(request, vacancy_id)
    if request.method != "POST":
        if not Vacancy.workflow.can(own, "close"):
            return redirect("ipk:employer_vacancy", own.pk)
        waiting = own.applications.filter(state__in=OPEN).count()
        return render(request, "ipk/employer_vacancy_close.html", {"vacancy": own, "waiting": waiting})
    vacancies.close_vacancy(own, actor=request.user, at=clock.now())
    messages.success(request, _("Lowongan ditutup."))
    return redirect("ipk:employer_vacancy", own.pk)
