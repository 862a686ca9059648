"""Portofolio: every application with how it stands, one of them, and taking it back."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant
from core import clock
from core.errors import ensure
from ipk import operations, selectors
from ipk.cv import cv_of
from ipk.enums.applications import ApplicationState
from ipk.enums.vacancies import ONCE_PUBLIC, VacancyState
from ipk.models import Application
from ipk.presentation import applications as pages
from ipk.views.common import GET_POST
from notices.selectors import wishes_of
from participants.decorators import with_person
from participants.models import Person

ROWS = 20


@never_cache
@require_safe
@participant
@with_person
def portfolio(request: HttpRequest, person: Person) -> HttpResponse:
    """Twenty a page, the latest first, by state."""
    rows = selectors.applications_of(person)
    chosen = request.GET.get("keadaan", "")
    chosen = chosen if chosen in ApplicationState.values else ""
    page = Paginator(rows.filter(state=chosen) if chosen else rows, ROWS).get_page(request.GET.get("page"))
    numbers = selectors.numbers_by_state(rows)
    context = {
        "page": page,
        "items": pages.portfolio_items(list(page)),
        "chips": pages.chips(numbers, chosen, reverse("ipk:portfolio")),
        "total": sum(numbers.values()),
    }
    return render(request, "ipk/portfolio.html", context)


@never_cache
@require_safe
@participant
def application(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """How one application stands, what the employer says, and what was sent."""
    row = _own(request, application_id)
    zone = wishes_of(request.user).zone
    vacancy, today = row.vacancy, clock.today()
    context = {
        "application": row,
        "is_shown": vacancy.state == VacancyState.PUBLISHED and vacancy.closes_on >= today,
        "is_kept": vacancy.state in ONCE_PUBLIC,
        "status": pages.status(row, zone),
        "appointment": pages.appointment_facts(row, zone),
        "is_ahead": pages.is_ahead(row, clock.now()),
        "terms": pages.terms(row),
        "history": pages.history(row),
        "files": list(row.files.select_related("file")),
        "cv": cv_of(row.snapshot),
        "may_withdraw": Application.workflow.can(row, "withdraw"),
    }
    return render(request, "ipk/application.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
def application_withdraw(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """What follows from it, then one button."""
    row = _own(request, application_id)
    if row.state == ApplicationState.WITHDRAWN:
        return redirect("ipk:application", row.pk)
    if request.method == "POST":
        operations.withdraw_application(row, actor=request.user, at=clock.now())
        messages.success(request, _("Lamaran ditarik. Lamaran lain tetap."))
        return redirect("ipk:application", row.pk)
    may = Application.workflow.can(row, "withdraw")
    ensure(may, "not_open", _("Lamaran ini sudah dijawab dan tidak dapat ditarik lagi."))
    return render(request, "ipk/application_withdraw.html", {"application": row})


def _own(request: HttpRequest, application_id: uuid.UUID) -> Application:
    """The signed-in person's own; another's is not found."""
    own = Application.objects.visible_to(request.user).select_related("vacancy", "person")
    return get_object_or_404(own, pk=application_id)
