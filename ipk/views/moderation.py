"""The desk of vacancies: the queue with its clock, and one vacancy with what was noticed and what people said."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from core import clock
from core.errors import Conflict, Invalid
from ipk.enums.vacancies import ReturnReason, VacancyState
from ipk.filters import VacancyDeskFilter
from ipk.forms.vacancies import ReturnForm
from ipk.models import Vacancy
from ipk.operations import moderation
from ipk.presentation import moderation as moderation_pages
from ipk.presentation import vacancies as vacancy_pages
from ipk.selectors import moderation as desk
from ipk.views.common import GET_POST

ROWS = 20
APPROVE, LEAVE, RETURN, TAKE_DOWN = "approve", "leave", "return", "take_down"


@never_cache
@require_safe
@roles(Role.COUNSELLOR)
def vacancy_queue(request: HttpRequest) -> HttpResponse:
    """What waits in the officer's regions; imported vacancies and those abroad wait for who reaches the nation.

    Filters: words, what was noticed, and a state, by which those that were decided are found as well.
    """
    now = clock.now()
    today = clock.legal_date(now)
    waiting, decided = desk.queue(request.user, today), desk.decided(request.user, today)
    found = VacancyDeskFilter(request.GET, waiting=waiting, decided=decided, today=today)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    row = moderation_pages.decided_row if found.decided else moderation_pages.queue_row
    context = {
        "filter": found,
        "page": page,
        "rows": [row(vacancy, now) for vacancy in page],
        "totals": moderation_pages.totals(desk.numbers(request.user, today)),
    }
    return render(request, "ipk/vacancy_queue.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(Role.COUNSELLOR)
def vacancy_case(request: HttpRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """One vacancy: read, then publish, give back, take down, or leave up."""
    rows = Vacancy.objects.moderated_by(request.user, clock.today()).select_related("region", "occupation", "employer")
    case = get_object_or_404(rows, pk=vacancy_id)
    form = ReturnForm(request.POST if request.POST.get("verdict") in (RETURN, TAKE_DOWN) else None)
    if request.method == "POST":
        if request.POST.get("verdict") not in (APPROVE, LEAVE) and not form.is_valid():
            return _page(request, case, form)
        try:
            _decide(request, case, form)
        except Invalid as error:
            form.add_error("note", str(error.message))
            return _page(request, case, form)
        waiting = desk.next_in_queue(request.user, clock.today())
        return redirect("ipk:vacancy_case", waiting.pk) if waiting else redirect("ipk:vacancy_queue")
    return _page(request, case, form)


def _decide(request: HttpRequest, case: Vacancy, form: ReturnForm) -> None:
    verdict, actor, at, seen = request.POST.get("verdict"), request.user, clock.now(), _seen(request)
    if verdict == APPROVE:
        moderation.approve_vacancy(case, seen=seen, actor=actor, at=at)
        said = _("Lowongan %(title)s tayang.")
    elif verdict == LEAVE:
        moderation.leave_up(case, seen=seen, actor=actor, at=at)
        said = _("Lowongan %(title)s tetap tayang; laporannya ditutup.")
    else:
        act = moderation.take_down if verdict == TAKE_DOWN else moderation.return_vacancy
        reason = ReturnReason(form.cleaned_data["reason"])
        act(case, seen=seen, reason=reason, note=form.cleaned_data["note"], actor=actor, at=at)
        said = _("Lowongan %(title)s diturunkan.") if verdict == TAKE_DOWN else _("Lowongan %(title)s dikembalikan.")
    messages.success(request, said % {"title": case.title})


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Conflict("changed", _("Muat ulang halaman ini sebelum memutus."))
    return int(text)


def _page(request: HttpRequest, case: Vacancy, form: ReturnForm) -> HttpResponse:
    reports = desk.reports_of(case)
    waiting = [report for report in reports if report.decided_at is None]
    context = {
        "vacancy": case,
        "form": form,
        "place": vacancy_pages.place_text(case),
        "wage": vacancy_pages.wage_text(case),
        "facts": vacancy_pages.facts(case),
        "duties": vacancy_pages.lines(case.description),
        "asked": vacancy_pages.lines(case.requirements),
        "flags": moderation_pages.flag_labels(case),
        "reports": reports,
        "changes": moderation_pages.changes(desk.last_two(case)),
        "history": vacancy_pages.history(case),
        "to_approve": case.state == VacancyState.SUBMITTED,
        "to_judge": case.state in (VacancyState.PUBLISHED, VacancyState.HELD),
        "has_reports": bool(waiting) or case.state == VacancyState.HELD,
        "due": waiting[0].due_on if waiting else case.due_on if case.state == VacancyState.SUBMITTED else None,
    }
    return render(request, "ipk/vacancy_case.html", context, status=422 if form.errors else 200)
