"""G2: employers by risk, and one of them."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import roles
from accounts.enums import Role
from compliance import policies
from compliance.forms.risks import RiskFilter
from compliance.presentation import risks as pages
from compliance.selectors.risks import employer_for, picture_of, risks_for
from compliance.views.desk import INSPECTION
from core import clock
from core.formatting import plain_date
from core.language import language

ROWS = 20
READERS = (*INSPECTION, Role.AUDITOR)


@never_cache
@require_safe
@roles(*READERS)
def risk_list(request: HttpRequest) -> HttpResponse:
    """The night's list of one's provinces, heaviest first, each with its reasons."""
    user: Any = request.user
    rows = risks_for(user, clock.today())
    found = RiskFilter(request.GET, queryset=rows, request=request)
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    first = next(iter(page), None)
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.row(row) for row in page],
        "found_on": plain_date(first.found_on, language()) if first is not None else "",
    }
    return render(request, "compliance/risks.html", context)


@never_cache
@require_safe
@roles(*READERS)
def employer(request: HttpRequest, employer_id: uuid.UUID) -> HttpResponse:
    """What the data say of one employer, and what offices did before."""
    user: Any = request.user
    now = clock.now()
    today = clock.legal_date(now)
    found = employer_for(user, employer_id, today)
    if found is None:
        raise Http404
    score = risks_for(user, today).filter(pk=found.pk).first()
    context = {
        "employer": found,
        "risk": pages.row(score) if score is not None else None,
        **pages.picture(picture_of(found, user, today=today), now),
        "may_open": bool(found.region_id) and policies.can_open_inspection(user, found.region_id, today),
    }
    return render(request, "compliance/inspected_employer.html", context)
