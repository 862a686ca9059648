"""G1 and the complaints on the inspectors' desk."""

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
from accounts.reading import note_reading
from compliance import policies
from compliance.enums import OWED
from compliance.forms.desk import ComplaintFilter
from compliance.models import Complaint
from compliance.presentation import desk as pages
from compliance.presentation import months as pictures
from compliance.presentation.inspections import totals as inspection_totals
from compliance.presentation.risks import row as risk_row
from compliance.selectors.complaints import (
    complaint_for_desk,
    complaints_for_desk,
    desk_numbers,
    employers_like,
    has_tie,
    numbers_by_region,
)
from compliance.selectors.inspections import inspection_numbers, inspection_of
from compliance.selectors.months import arrears_by_month, reports_by_month
from compliance.selectors.risks import risks_for
from compliance.views.author import GET_POST
from compliance.views.desk_acts import act, forms_for
from core import clock
from participants.selectors import person_of

ROWS = 20
INSPECTION = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR)
READERS = (*INSPECTION, Role.MEDIATOR, Role.INTEGRITY, Role.AUDITOR)
FIRST = 5


@never_cache
@require_safe
@roles(*INSPECTION)
def inspection_home(request: HttpRequest) -> HttpResponse:
    """What is late, what is one's own, where complaints come from, inspections, the year in pictures, the risk list."""
    now = clock.now()
    today = clock.legal_date(now)
    rows = complaints_for_desk(request.user, today)  # type: ignore[arg-type]
    waiting = rows.filter(state__in=OWED)
    context = {
        "totals": pages.totals(desk_numbers(rows, request.user, today)),  # type: ignore[arg-type]
        "urgent": [pages.queue_row(row, now) for row in waiting[:FIRST]],
        "regions": pages.bars(numbers_by_region(rows, today)),
        "inspected": inspection_totals(inspection_numbers(request.user, today)),  # type: ignore[arg-type]
        "reports": pictures.reports(reports_by_month(request.user, today)),  # type: ignore[arg-type]
        "arrears": pictures.arrears(arrears_by_month(request.user, today)),  # type: ignore[arg-type]
        "risks": [risk_row(row) for row in risks_for(request.user, today)[:FIRST]],  # type: ignore[arg-type]
    }
    return render(request, "compliance/inspection_home.html", context)


@never_cache
@require_safe
@roles(*READERS)
def complaint_queue(request: HttpRequest) -> HttpResponse:
    """Complaints that one's office reads: open ones by time left; others are a filter away."""
    now = clock.now()
    today = clock.legal_date(now)
    rows = complaints_for_desk(request.user, today)  # type: ignore[arg-type]
    found = ComplaintFilter(request.GET, queryset=rows, request=request)
    page = Paginator(found.rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.queue_row(row, now) for row in page],
        "totals": pages.totals(desk_numbers(rows, request.user, today)),  # type: ignore[arg-type]
    }
    return render(request, "compliance/queue.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(*READERS)
def complaint_case(request: HttpRequest, complaint_id: uuid.UUID) -> HttpResponse:
    """One complaint. Everybody of the region reads it; who took it works on it; a coordinator assigns it."""
    user: Any = request.user
    now = clock.now()
    today = clock.legal_date(now)
    complaint = complaint_for_desk(user, complaint_id, today)
    if complaint is None:
        raise Http404
    forms = forms_for(request, complaint, today)
    if request.method == "POST":
        said = act(request, complaint, forms)
        if said:
            messages.success(request, said)
            return redirect("compliance:complaint_case", complaint.pk)
    else:
        _note_reading(request, complaint)
    errors = next((form for form in forms.values() if form.errors), None)
    tie = has_tie(user, complaint)
    risk = risks_for(user, today).filter(pk=complaint.employer_id).first()
    context = {
        **pages.case(complaint, now, may_read_author=policies.can_read_author(user, complaint, today)),
        "forms": forms,
        "form": errors,
        "tie": tie,
        "may_take": policies.can_take(user, complaint, today) and complaint.taken_by_id is None,
        "may_take_over": policies.can_assign(user, complaint, today) and complaint.taken_by_id != user.pk,
        "inspection": inspection_of(complaint),
        "risk": risk_row(risk) if risk is not None else None,
        "may_inspect": policies.can_join_complaint(user, complaint, today),
        "may_work": policies.can_work(user, complaint, today),
        "can": {name: Complaint.workflow.can(complaint, name) for name in ("ask", "refer", "answer")},
        "suggested": [] if complaint.employer_id else employers_like(complaint.employer_typed),
    }
    return render(request, "compliance/case.html", context, status=422 if errors else 200)


def _note_reading(request: HttpRequest, complaint: Complaint) -> None:
    """Who wrote it sees who looked."""
    person = person_of(complaint.author) if complaint.author is not None else None
    if person is not None:
        note_reading(request, person=person, subject=complaint, purpose="pemeriksaan pengaduan", roles=READERS)
