"""G3: inspections on the desk, a new one, one of them, its letters and files; the year's programme and samples."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import roles, signed_in
from accounts.enums import Role
from accounts.selectors import has_role, regions_of
from compliance import policies
from compliance.enums import InspectionKind, InspectionState
from compliance.forms.inspections import ComplaintInspectionForm, InspectionFilter, InspectionForm, JoinForm
from compliance.models import Complaint, Inspection, InspectionFile, SanctionCase
from compliance.operations.inspection_news import NOTA, ORDER
from compliance.operations.inspections import InspectionPlan, inspect_complaint, open_inspection
from compliance.presentation import inspections as pages
from compliance.selectors.complaints import complaint_for_desk
from compliance.selectors.inspections import (
    has_interest,
    inspection_for_desk,
    inspection_numbers,
    inspections_for_desk,
    joinable_at,
    leads_for,
    leads_within,
)
from compliance.views.author import GET_POST
from compliance.views.desk import INSPECTION
from compliance.views.inspection_acts import act, forms_for
from core import clock
from core.errors import Invalid
from files.responses import serve
from notices.letters import read_pdf
from notices.models import Letter
from participants.models import Employer

ROWS = 20
READERS = (*INSPECTION, Role.MEDIATOR, Role.BPJS_VERIFIER, Role.AUDITOR)
S = InspectionState


@never_cache
@require_safe
@roles(*READERS)
def inspection_list(request: HttpRequest) -> HttpResponse:
    """Inspections that one's office reads: under way by the day of the visit; others are a filter away."""
    user: Any = request.user
    now = clock.now()
    today = clock.legal_date(now)
    found = InspectionFilter(request.GET, queryset=inspections_for_desk(user, today), request=request)
    page = Paginator(found.rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [pages.row(row, now) for row in page],
        "totals": pages.totals(inspection_numbers(user, today)),
        "may_open": has_role(user, *INSPECTION, on=today),
    }
    return render(request, "compliance/inspections.html", context)


@never_cache
@require_http_methods(GET_POST)
@roles(*INSPECTION)
def inspection_new(request: HttpRequest) -> HttpResponse:
    """Plan one: for a referred complaint (`?pengaduan=`), or for an employer (`?npp=`) with its reason."""
    user: Any = request.user
    now = clock.now()
    today = clock.legal_date(now)
    complaint = _complaint(request, today)
    data = request.POST if request.method == "POST" else None
    joined = joinable_at(complaint.employer_id, complaint.region_id) if complaint is not None else None
    how: dict[str, Any] = {"today": today, "leads": _leads(request, complaint, today)}
    form: Any
    if joined is not None:
        form = JoinForm(data)
    elif complaint is not None:
        form = ComplaintInspectionForm(data, initial={"lead": str(user.pk)}, **how)
    else:
        reach = regions_of(user, Role.INSPECTOR, Role.INSPECTION_COORDINATOR, on=today)
        form = InspectionForm(data, initial=_initial(request), reach=reach, **how)
    made = _opened(request, form, complaint, joined) if data is not None and form.is_valid() else None
    if made is not None:
        said = _("Pemeriksaan %(number)s dibuka.") if joined is None else _("Pengaduan bergabung dengan %(number)s.")
        messages.success(request, said % {"number": made.number})
        return redirect("compliance:inspection", made.pk)
    context = {"form": form, "complaint": complaint, "joined": joined}
    return render(request, "compliance/inspection_new.html", context, status=422 if form.errors else 200)


def _complaint(request: HttpRequest, today: date) -> Complaint | None:
    """The complaint that is to be looked into; 404 when it is not for this officer. Raises Http404."""
    asked = request.GET.get("pengaduan", "")
    if not asked:
        return None
    try:
        found = complaint_for_desk(request.user, uuid.UUID(asked), today)  # type: ignore[arg-type]
    except ValueError:
        found = None
    if found is None or not policies.can_join_complaint(request.user, found, today):  # type: ignore[arg-type]
        raise Http404
    return found


def _leads(request: HttpRequest, complaint: Complaint | None, today: date) -> Any:
    """A coordinator chooses among the inspectors of the place or of the own reach; others lead themselves."""
    user: Any = request.user
    reach = regions_of(user, Role.INSPECTION_COORDINATOR, on=today)
    if not (reach.everything or reach.codes):
        return [user]
    return leads_for(complaint.region_id, today) if complaint is not None else leads_within(reach, today)


def _initial(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = {"lead": str(request.user.pk)}
    employer = Employer.objects.filter(npp=request.GET.get("npp", "")[:20]).first()
    if employer is not None:
        found |= {"npp": employer.npp, "region": employer.region_id, "kind": InspectionKind.RISK}
    return found


def _opened(
    request: HttpRequest, form: Any, complaint: Complaint | None, joined: Inspection | None
) -> Inspection | None:
    """The inspection; None when the form came back with what is wrong."""
    how: dict[str, Any] = {"actor": request.user, "at": clock.now()}
    data = form.cleaned_data
    try:
        if complaint is not None and joined is not None:
            return inspect_complaint(complaint, planned_on=joined.planned_on, lead=joined.lead, **how)
        if complaint is not None:
            return inspect_complaint(complaint, planned_on=data["planned_on"], lead=form.chosen, **how)
        employer = Employer.objects.filter(npp__iexact=data["npp"]).first() if data["npp"] else None
        if data["npp"] and employer is None:
            raise Invalid("unknown_npp", _("Nomor ini tidak dikenal. Periksa NPP-nya."), field="npp")
        kind = InspectionKind(data["kind"])
        plan = InspectionPlan(kind, employer, data["region"], data["because"], data["planned_on"], form.chosen)
        return open_inspection(plan, **how)
    except Invalid as error:
        field = {"employer": "npp"}.get(error.facts.get("field", ""), error.facts.get("field"))
        form.add_error(field if field in form.fields else None, str(error.message))
        return None


@never_cache
@require_http_methods(GET_POST)
@roles(*READERS)
def inspection_case(request: HttpRequest, inspection_id: uuid.UUID) -> HttpResponse:
    """One inspection: the office and the team read it; lead and coordinator act, each for their part."""
    user: Any = request.user
    now = clock.now()
    today = clock.legal_date(now)
    inspection = inspection_for_desk(user, inspection_id, today)
    if inspection is None:
        raise Http404
    forms = forms_for(request, inspection, today)
    if request.method == "POST":
        said = act(request, inspection, forms)
        if said:
            messages.success(request, said)
            gone = not Inspection.objects.visible_to(user, today).filter(pk=inspection.pk).exists()
            return redirect("compliance:inspections") if gone else redirect("compliance:inspection", inspection.pk)
    errors = next((form for form in forms.values() if form.errors), None)
    context = {
        **pages.case(inspection, now),
        **_open_to(user, inspection, today),
        "complaints": Complaint.objects.visible_to(user, today).filter(inspections=inspection).order_by("number"),
        "complaint_count": inspection.complaints.count(),
        "forms": forms,
        "form": errors,
        "meeting": request.POST.get("which", "") if errors is not None else "",
    }
    return render(request, "compliance/inspection.html", context, status=422 if errors else 200)


def _open_to(user: Any, inspection: Inspection, today: date) -> dict[str, Any]:
    """Which buttons this officer has, and what a blocked one waits for."""
    members = list(inspection.members.all())
    own = next((member for member in members if member.user_id == user.pk), None)
    signs = policies.can_sign(user, inspection, today)
    planned = inspection.state == S.PLANNED
    found = list(inspection.findings.all())
    ends = policies.can_lead(user, inspection, today) or policies.can_coordinate(user, inspection, today)
    closable = inspection.state in (S.VISITED, S.ISSUED, S.FOLLOWED, S.SANCTIONED)
    return {
        "interest": has_interest(user, inspection),
        "may_declare": planned and own is not None,
        "declared": own is not None and own.declared_at is not None,
        "may_order": planned and signs,
        "undeclared": [member.user.full_name for member in members if member.declared_at is None],
        "own_order": inspection.lead_id == user.pk and policies.can_coordinate(user, inspection, today),
        "may_issue": inspection.state == S.VISITED and signs and bool(found),
        "may_close": closable and ends and all(one.state == "met" for one in found),
        "may_sanction": policies.can_hand_to_sanctions(user, inspection, today),
        "sanction": SanctionCase.objects.visible_to(user, today).filter(inspection=inspection).first(),
        "has_order": inspection.state not in (S.PLANNED, S.CANCELLED),
    }


@never_cache
@require_safe
@roles(*READERS)
def order_pdf(request: HttpRequest, inspection_id: uuid.UUID) -> HttpResponse:
    """Surat tugas as it was issued."""
    seen = Inspection.objects.visible_to(request.user, clock.today())  # type: ignore[arg-type]
    return letter_of(get_object_or_404(seen, pk=inspection_id), ORDER)


@never_cache
@require_safe
@roles(*READERS)
def nota_pdf(request: HttpRequest, inspection_id: uuid.UUID) -> HttpResponse:
    """Nota pemeriksaan as it was issued."""
    seen = Inspection.objects.visible_to(request.user, clock.today())  # type: ignore[arg-type]
    return letter_of(get_object_or_404(seen, pk=inspection_id), NOTA)


def letter_of(inspection: Inspection, kind: str) -> HttpResponse:
    """The PDF of a letter about an inspection. Raises Http404."""
    letter = get_object_or_404(Letter.objects.about(inspection), kind=kind)
    headers = {
        "Content-Disposition": f'inline; filename="{letter.number}.pdf"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(read_pdf(letter), content_type="application/pdf", headers=headers)


@never_cache
@require_safe
@signed_in
def inspection_file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """For the officers of the inspection; what the employer sent, for its staff too."""
    seen = InspectionFile.objects.visible_to(request.user, clock.today())  # type: ignore[arg-type]
    return serve(get_object_or_404(seen.select_related("file"), pk=file_id).file)
