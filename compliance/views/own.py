"""One's own complaints, signed in; and the files of a complaint, for their author and its officers."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant, signed_in
from compliance.models import Allegation, AllegationFile, Complaint, ComplaintFile
from compliance.policies import can_read_author, is_author
from compliance.presentation.complaints import list_row, own_page
from compliance.selectors.complaints import own_complaints
from compliance.views.author import GET_POST, act_as_author, author_forms
from core import clock
from files.responses import serve

ROWS = 20


@never_cache
@require_safe
@participant
def own_list(request: HttpRequest) -> HttpResponse:
    """Every complaint of this account, the latest first."""
    now = clock.now()
    page = Paginator(own_complaints(request.user), ROWS).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    context = {"page": page, "rows": [list_row(row, now) for row in page]}
    return render(request, "compliance/own_list.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
def own_complaint(request: HttpRequest, complaint_id: uuid.UUID) -> HttpResponse:
    """One of them: how it stands, the conversation, and what may be done."""
    rows = own_complaints(request.user).select_related("region__parent")  # type: ignore[arg-type]
    found = get_object_or_404(rows, pk=complaint_id)
    forms = author_forms(request, found, request.user)  # type: ignore[arg-type]
    if request.method == "POST" and act_as_author(request, found, forms, request.user):  # type: ignore[arg-type]
        return redirect("compliance:own_complaint", found.pk)
    errors = next((form for form in forms.values() if form.errors), None)
    context = {**own_page(found, clock.now()), "forms": forms, "form": errors, "own": True}
    return render(request, "compliance/own.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@signed_in
def complaint_file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """For the author, the region's inspectors and the integrity officer it was shown to; nobody else finds it."""
    today = clock.today()
    seen = Complaint.objects.visible_to(request.user, today)  # type: ignore[arg-type]
    row = get_object_or_404(ComplaintFile.objects.select_related("complaint", "file"), pk=file_id, complaint__in=seen)
    user = request.user
    if not (is_author(user, row.complaint) or can_read_author(user, row.complaint, today)):  # type: ignore[arg-type]
        raise Http404
    return serve(row.file)


@never_cache
@require_safe
@signed_in
def allegation_file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """What an employer added: for its staff and the officers of the complaint."""
    seen = Allegation.objects.visible_to(request.user, clock.today())  # type: ignore[arg-type]
    row = get_object_or_404(AllegationFile.objects.select_related("file"), pk=file_id, allegation__in=seen)
    return serve(row.file)
