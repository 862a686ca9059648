"""What a province means to inspect: the year's programme and random samples."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from accounts.selectors import regions_of
from compliance.forms.inspections import ProgrammeForm, SampleForm
from compliance.models import Sample
from compliance.operations.programme import draw_sample, set_programme
from compliance.presentation.inspections import programme as programme_row
from compliance.selectors.inspections import leads_within, programmes_for
from compliance.views.desk import INSPECTION
from core import clock
from core.errors import Invalid
from core.models import Region

ROWS = 10


@never_cache
@require_safe
@roles(*INSPECTION, Role.AUDITOR)
def programme(request: HttpRequest) -> HttpResponse:
    """Programmes of this year and the next with what came of them, and samples, the latest first."""
    return _page(request, _forms(request))


@never_cache
@require_POST
@roles(Role.INSPECTION_COORDINATOR)
def programme_keep(request: HttpRequest) -> HttpResponse:
    """Set a year's programme, or draw a sample."""
    forms, done = _forms(request), request.POST.get("do", "")
    if done not in forms:
        raise Invalid("unknown_act", _("Pilih salah satu: rencana kerja atau sampel."))
    if forms[done].is_valid() and _done(request, done, forms[done]):
        return redirect("compliance:programme")
    return _page(request, forms)


def _page(request: HttpRequest, forms: dict[str, Any]) -> HttpResponse:
    user: Any = request.user
    today = clock.today()
    samples = Sample.objects.visible_to(user, today).select_related("province", "drawn_by")
    page = Paginator(samples.prefetch_related("employers__employer", "employers__inspection"), ROWS)
    errors = next((form for form in forms.values() if form.errors), None)
    context = {
        "programmes": [programme_row(row) for year in (today.year, today.year + 1) for row in _of(user, year)],
        "page": page.get_page(request.GET.get("page")),
        "forms": forms,
        "form": errors,
    }
    return render(request, "compliance/programme.html", context, status=422 if errors else 200)


def _of(user: Any, year: int) -> Any:
    return programmes_for(user, year, clock.today())


def _forms(request: HttpRequest) -> dict[str, Any]:
    """For coordinators; the one that was sent is bound."""
    user: Any = request.user
    today = clock.today()
    reach = regions_of(user, Role.INSPECTION_COORDINATOR, on=today)
    if not (reach.everything or reach.codes):
        return {}
    provinces: QuerySet[Region] = Region.objects.filter(parent=None).order_by("name")
    if not reach.everything:
        provinces = provinces.filter(code__in=reach.codes)
    done = request.POST.get("do", "") if request.method == "POST" else ""

    def bound(name: str) -> Any:
        return request.POST if done == name else None

    only = provinces.first().pk if provinces.count() == 1 else None
    first = {"province": only, "year": today.year}
    return {
        "programme": ProgrammeForm(bound("programme"), prefix="programme", provinces=provinces, initial=first),
        "sample": SampleForm(
            bound("sample"),
            prefix="sample",
            provinces=provinces,
            today=today,
            leads=leads_within(reach, today),
            initial=first,
        ),
    }


def _done(request: HttpRequest, done: str, form: Any) -> bool:
    how: dict[str, Any] = {"actor": request.user, "at": clock.now()}
    data = form.cleaned_data
    try:
        if done == "programme":
            set_programme(**data, **how)
            messages.success(request, _("Rencana kerja tersimpan."))
            return True
        lead = form.chosen
        facts = {name: data[name] for name in ("province", "seed", "size", "planned_on")}
        made = draw_sample(**facts, lead=lead, **how)
    except Invalid as error:
        field = error.facts.get("field")
        form.add_error(field if field in form.fields else None, str(error.message))
        return False
    messages.success(request, _("Sampel %(number)s diundi.") % {"number": made.number})
    return True
