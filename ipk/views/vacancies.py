"""W16: the search among vacancies, one vacancy, and saying that one is not honest. Open to everybody but the last."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import public, signed_in
from core import clock
from core.errors import Conflict, TooMany
from ipk.enums.vacancies import ReportReason, VacancySource, VacancyState
from ipk.forms.vacancies import ReportForm
from ipk.matching import Wants, match
from ipk.models import Occupation, Vacancy, VacancyReport
from ipk.operations import vacancy_reports
from ipk.presentation import vacancies as vacancy_pages
from ipk.presentation.applications import apply_card
from ipk.selectors import market
from ipk.selectors.vacancies import search, similar, wider
from ipk.selectors.wants import offer_of, wants_of
from ipk.views.common import GET_POST
from ipk.wanted import Wanted, read_wanted
from participants.selectors import person_of


@never_cache
@require_safe
@public
def vacancies(request: HttpRequest) -> HttpResponse:
    """What is searched for; without a search the categories, the newest and the firms that look for people."""
    wanted = read_wanted(request.GET)
    today = clock.today()
    majors = market.majors()
    name = next((str(group) for group in majors if group.code == wanted.group), "")
    context: dict[str, Any] = {
        "wanted": wanted,
        "choices": vacancy_pages.filter_choices(wanted, majors),
        "active": vacancy_pages.active_filters(wanted, name),
        "copied_at": market.copied_at(VacancySource.KARIRHUB),
    }
    if wanted.narrows:
        context |= _found(request, wanted, today)
    else:
        context |= _front(request, majors, today)
    return render(request, "ipk/vacancies.html", context)


def _found(request: HttpRequest, wanted: Wanted, today: date) -> dict[str, Any]:
    wants = _wants(request)
    results = search(wanted, today=today, page=request.GET.get("page"), wants=wants)
    return {
        "results": results,
        "heading": vacancy_pages.heading(results),
        "notes": vacancy_pages.understood_notes(wanted, results.understood),
        "rows": [vacancy_pages.row(vacancy, wants, today) for vacancy in results.rows],
        "wider": [] if results.total else vacancy_pages.wider_items(wider(wanted, results.understood, today=today)),
        "keep": {"query": wanted.query_string()},
        "sorts": vacancy_pages.sorts(wanted, results.understood),
        "page": results.page,
    }


def _front(request: HttpRequest, majors: list[Occupation], today: date) -> dict[str, Any]:
    front = market.front(today)
    wants = _wants(request)
    return {
        "front": front,
        "categories": vacancy_pages.categories(front, majors),
        "companies": vacancy_pages.companies(front),
        "rows": [vacancy_pages.row(vacancy, wants, today) for vacancy in market.newest(today)],
    }


def _wants(request: HttpRequest) -> Wants | None:
    """What is known about a signed-in participant; nobody else gets a percentage."""
    person = person_of(request.user)
    return wants_of(person) if person is not None else None


@never_cache
@require_safe
@public
def vacancy(request: HttpRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """One vacancy as everybody may read it; one that is not open is there for whom it concerns.

    Whoever comes by an old link to one that is over reads that, and what is like it: 410.
    """
    today = clock.today()
    rows = Vacancy.objects.visible_to(request.user, today).select_related("region", "occupation", "employer")
    shown = rows.filter(pk=vacancy_id).first()
    wants = _wants(request)
    if shown is None:
        return _over(request, get_object_or_404(Vacancy.objects.over(today), pk=vacancy_id), wants, today)
    found = match(wants, offer_of(shown), on=today) if wants else None
    context = {
        "vacancy": shown,
        "place": vacancy_pages.place_text(shown),
        "wage": vacancy_pages.wage_text(shown),
        "facts": vacancy_pages.facts(shown),
        "duties": vacancy_pages.lines(shown.description),
        "asked": vacancy_pages.lines(shown.requirements),
        "match": vacancy_pages.match_parts(found, today) if found else None,
        "source": vacancy_pages.source_text(shown),
        "status": vacancy_pages.standing(shown, today),
        "is_open": shown.state == VacancyState.PUBLISHED and shown.closes_on >= today,
        "rows": [vacancy_pages.row(other, wants, today) for other in similar(shown, today=today)],
        "reported": _has_reported(request, shown),
        "apply": apply_card(request.user, shown, clock.now()),
    }
    return render(request, "ipk/vacancy.html", context)


def _over(request: HttpRequest, gone: Vacancy, wants: Wants | None, today: date) -> HttpResponse:
    rows = [vacancy_pages.row(other, wants, today) for other in similar(gone, today=today)]
    return render(request, "ipk/vacancy_over.html", {"vacancy": gone, "rows": rows}, status=410)


def _has_reported(request: HttpRequest, shown: Vacancy) -> bool:
    if not request.user.is_authenticated:
        return False
    return VacancyReport.objects.filter(vacancy=shown, user=request.user).exists()


@never_cache
@require_http_methods(GET_POST)
@signed_in
def vacancy_report(request: HttpRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """Say that a vacancy is not honest: once a person, to a desk that answers within a working day."""
    known = VacancyReport.objects.filter(vacancy=vacancy_id, user=request.user).select_related("vacancy").first()
    if known is not None and request.method != "POST":  # also when what was reported is shown no more
        return render(request, "ipk/vacancy_reported.html", {"vacancy": known.vacancy, "report": known})
    shown = get_object_or_404(Vacancy.objects.open(clock.today()), pk=vacancy_id)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            report = vacancy_reports.report_vacancy(
                shown,
                user=request.user,
                reason=ReportReason(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"],
                at=clock.now(),
            )
        except (Conflict, TooMany) as error:
            form.add_error(None, str(error.message))
        else:
            return render(request, "ipk/vacancy_reported.html", {"vacancy": shown, "report": report})
    status = 422 if form.errors else 200
    return render(request, "ipk/vacancy_report.html", {"vacancy": shown, "form": form}, status=status)
