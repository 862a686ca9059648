"""G4: sanctions on the inspectors' desk."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from compliance import policies
from compliance.forms.sanctions import SanctionFilter
from compliance.presentation import sanctions as pages
from compliance.selectors.sanctions import cases_for_desk, facts_of, sanction_numbers
from compliance.selectors.ties import tied_to
from compliance.views.author import GET_POST
from compliance.views.sanction_acts import act, forms_for
from core import clock

ROWS = 20
READERS = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR, Role.BPJS_VERIFIER, Role.AUDITOR)


@never_cache
@require_safe
@roles(*READERS)
def sanction_list(request: HttpRequest) -> HttpResponse:
    """Sanctions of one's region: what waits for an officer first, ended ones a filter away."""
    now = clock.now()
    today = clock.legal_date(now)
    rows = cases_for_desk(request.user, today)  # type: ignore[arg-type]
    found = SanctionFilter(request.GET, queryset=rows, request=request, today=today)
    page = Paginator(found.rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.list_row(row, now) for row in page],
        "totals": pages.totals(sanction_numbers(rows, today)),
    }
    return render(request, "compliance/sanctions.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(*READERS)
def sanction_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One sanction: what stands, what may follow and why not, and what this officer may do."""
    user: Any = request.user
    now = clock.now()
    today = clock.legal_date(now)
    case = cases_for_desk(user, today).select_related("opened_by").filter(pk=case_id).first()
    if case is None:
        raise Http404
    facts = facts_of(case, today)
    forms = forms_for(request, case, facts)
    if request.method == "POST":
        said = act(request, case, forms)
        if said:
            messages.success(request, said)
            return redirect("compliance:sanction_case", case.pk)
    errors = next((form for form in forms.values() if form.errors), None)
    page = pages.case_page(case, facts, now)
    for item in page["offices"]:
        item["form"] = forms.get(f"office-{item['row'].office}") if item["waits"] else None
    waiting = page["waiting"]
    context = {
        **page,
        "forms": forms,
        "form": errors,
        "interest": tied_to(user, case.employer_id),
        "may_decide": waiting is not None and policies.can_decide_sanction(user, waiting["proposal"], today),
        "own_proposal": waiting is not None and waiting["proposal"].proposed_by_id == user.pk,
        "may_work": policies.can_work_on_sanction(user, case, today),
    }
    return render(request, "compliance/sanction_case.html", context, status=422 if errors else 200)
