"""B2 of a month: what was done to find work beside the rules that judge it, and an officer's word."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from claims import policies
from claims.forms import MonthReviewForm
from claims.models import READERS, ClaimMonth, MonthAssessment
from claims.operations import month_deciding
from claims.presentation.month_review import detail, review_form
from claims.selectors import latest_run
from claims.views.common import note_access
from core import clock
from core.errors import Conflict, Invalid, ensure


def _visible(request: HttpRequest, month_id: uuid.UUID) -> ClaimMonth:
    """A month that its person has sent, or that was decided."""
    months = ClaimMonth.objects.visible_to(request.user, clock.today()).filter(filed_at__isnull=False, n__gt=1)
    return get_object_or_404(months.select_related("claim__person__user", "claim__person__region"), pk=month_id)


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def review_month(request: HttpRequest, month_id: uuid.UUID) -> HttpResponse:
    """One month. Every opening is written down and can be seen by the participant."""
    month = _visible(request, month_id)
    may_decide = policies.can_review(request.user, month.claim, clock.today())
    if request.method == "POST":
        ensure(may_decide, "not_allowed", _("Anda tidak dapat memutus bulan ini."))
        return _decided(request, month)
    note_access(request, month.claim, month)
    run = latest_run(month)
    return _page(request, month, run, review_form(run) if may_decide else None)


@recent_sign_in
def _decided(request: HttpRequest, month: ClaimMonth) -> HttpResponse:
    form = review_form(latest_run(month), request.POST.dict())
    if not form.is_valid():
        return _page(request, month, latest_run(month), form, status=422)
    try:
        _decide(request, month, form)
    except Invalid as error:
        form.add_error("note" if error.code == "note_needed" else None, error.message)
        return _page(request, month, latest_run(month), form, status=422)
    except Conflict as error:
        return _changed(request, month, form, error)
    messages.success(
        request,
        _("Putusan untuk %(number)s bulan ke-%(n)s tersimpan.") % {"number": month.claim.number, "n": month.n},
    )
    return redirect("claims:review_queue")


def _changed(request: HttpRequest, month: ClaimMonth, form: MonthReviewForm, error: Conflict) -> HttpResponse:
    """The facts or the state moved on: the page shows how they are now, with what was typed."""
    month = _visible(request, month.pk)
    run = month_deciding.run_again(month, at=clock.now())
    if run is not None:
        form.data = form.data | {"run": str(run.pk)}
    form.add_error(None, error.message)
    return _page(request, month, run, form, status=409)


def _decide(request: HttpRequest, month: ClaimMonth, form: MonthReviewForm) -> None:
    typed = form.cleaned_data
    seen = get_object_or_404(MonthAssessment, pk=typed["run"], month=month)
    common: dict[str, Any] = {"run": seen, "note": typed["note"], "actor": request.user, "at": clock.now()}
    if typed["verdict"] == form.APPROVE:
        month_deciding.confirm_month(month, **common)
    elif typed["verdict"] == form.ASK:
        month_deciding.ask_to_complete(month, **common)
    else:
        month_deciding.refuse_month(month, reason_code=typed["refusal"], **common)


@roles(Role.BPJS_VERIFIER)
@require_POST
def rerun_month(request: HttpRequest, month_id: uuid.UUID) -> HttpResponse:
    """Run the rules again on the facts as they are stored now."""
    month = _visible(request, month_id)
    allowed = policies.can_review(request.user, month.claim, clock.today())
    ensure(allowed, "not_allowed", _("Anda tidak dapat memutus bulan ini."))
    if month_deciding.run_again(month, at=clock.now()) is not None:
        messages.success(request, _("Aturan dijalankan ulang."))
    return redirect("claims:review_month", month.pk)


def _page(
    request: HttpRequest,
    month: ClaimMonth,
    run: MonthAssessment | None,
    form: MonthReviewForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = detail(month, run, clock.now()) | {"form": form}
    return render(request, "claims/review_month.html", context, status=status)
