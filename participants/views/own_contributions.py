"""Iuran saya: one's own months of contribution by year, from where and when, and what the rules count."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import participant
from core import clock
from core.calendar import working_calendar
from core.errors import TooMany
from core.jobs import is_waiting
from participants import presentation_months as words
from participants.decorators import with_person
from participants.models import Person
from participants.operations.contributions import REFRESH, ask_bpjs_again
from participants.own_contributions import own_history

PAGE = "participants:own_contributions"


@participant
@never_cache
@require_safe
@with_person
def own_contributions(request: HttpRequest, person: Person) -> HttpResponse:
    """One year at a time: the strip and the table beside it; the conditions are of all years."""
    today = clock.today()
    year = _year(request.GET.get("tahun", ""), today.year)
    history = own_history(person, year=year, today=today, calendar=working_calendar())
    years = history.years()
    months = history.months(year)
    context = {
        "history": history,
        "year": year,
        "years": [{"label": str(y), "href": f"?tahun={y}", "current": y == year} for y in years] if years[1:] else [],
        "strip": words.strip(months),
        "legend": words.legend(months),
        "rows": words.rows(history, months),
        "conditions": words.conditions(history.conditions()),
        "numbers": words.numbers(history),
        "reported": words.reported(history),
        "complain": words.wage_complaint(npp=words.latest_employer(history)),
        "fetching": is_waiting(REFRESH, person_id=person.pk),
    }
    return render(request, "participants/own_contributions.html", context)


def _year(text: str, this_year: int) -> int:
    """The year that the address names, of those that can hold a month; else this one."""
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this_year
    return year if 2000 <= year <= this_year else this_year


@participant
@require_POST
@with_person
def own_contributions_refresh(request: HttpRequest, person: Person) -> HttpResponse:
    """Have BPJS asked again. Twice in a row asks once."""
    try:
        ask_bpjs_again(person, at=clock.now())
    except TooMany as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Kami mengambil data terbaru dari BPJS. Biasanya beberapa menit."))
    return redirect(PAGE)
