"""B1 and B2: the verifier's queue with its clock, and one claim with the facts in the order they are weighed."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import recent_sign_in, roles
from accounts.enums import Role
from claims import policies
from claims.filters import MonthQueueFilter, QueueFilter
from claims.forms import AccountReviewForm, ReviewForm
from claims.models import READERS, Assessment, Claim
from claims.operations import assessments, corrections, review
from claims.presentation.queue import month_row, queue_row, queue_totals
from claims.presentation.review import detail, new_account_form, review_form
from claims.selectors import assessment_of, money_came_back, queue
from claims.selectors.desk_queue import load, months_waiting, next_month_for, together
from claims.views.common import note_access, status_of
from core import clock
from core.errors import Conflict, Invalid, ensure

ROWS = 20


@roles(*READERS)
@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """Open claims by the time that is left; those past their day stand first."""
    now = clock.now()
    today = clock.legal_date(now)
    claims, months = queue(request.user, today), months_waiting(request.user, today)
    found, found_months = QueueFilter(request.GET, queryset=claims), MonthQueueFilter(request.GET, queryset=months)
    page = Paginator(together(found.qs, found_months.qs), ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [
            queue_row(row, now) if isinstance(row, Claim) else month_row(row, now)
            for row in load(list(page), claims, months)
        ],
        "totals": queue_totals(claims, months, request.user, today),
    }
    return render(request, "claims/review_queue.html", context)


@roles(Role.BPJS_VERIFIER)
@require_safe
def review_next(request: HttpRequest) -> HttpResponse:
    """The claim or month with the least time left that can be decided."""
    ready = queue(request.user, clock.today()).awaiting_verdict().exclude(person__user=request.user)
    first, month = ready.first(), next_month_for(request.user, clock.today())
    if month is not None and (first is None or month.decision_due_on < first.decision_due_on):
        return redirect("claims:review_month", month.pk)
    if first is None:
        messages.info(request, _("Tidak ada klaim yang menunggu putusan Anda."))
        return redirect("claims:review_queue")
    return redirect("claims:review", first.pk)


def _visible(request: HttpRequest, claim_id: uuid.UUID) -> Claim:
    claims = Claim.objects.visible_to(request.user, clock.today())
    return get_object_or_404(
        claims.select_related("person__user", "person__region", "phk__employer", "kapk__version"), pk=claim_id
    )


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def review_claim(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """One claim. Every opening is written down and can be seen by the participant."""
    claim = _visible(request, claim_id)
    may_decide = policies.can_review(request.user, claim, clock.today())
    if request.method == "POST":
        ensure(may_decide, "not_allowed", _("Anda tidak dapat memutus klaim ini."))
        return _decided(request, claim)
    note_access(request, claim, claim)
    assessment = assessment_of(claim)
    return _page(request, claim, assessment, review_form(claim, assessment) if may_decide else None)


@recent_sign_in
def _decided(request: HttpRequest, claim: Claim) -> HttpResponse:
    if money_came_back(claim):
        return _account_decided(request, claim)
    form = review_form(claim, assessment_of(claim), request.POST.dict())
    if form.is_valid() and _decide(request, claim, form):
        return redirect("claims:review_queue")
    latest = assessment_of(claim)
    if latest is not None:
        form.data = form.data | {"assessment": str(latest.pk)}  # the page shows this one now
    return _page(request, claim, latest, form)


def _account_decided(request: HttpRequest, claim: Claim) -> HttpResponse:
    form = AccountReviewForm(request.POST)
    if form.is_valid() and _decide_account(request, claim, form):
        return redirect("claims:review_queue")
    return _page(request, claim, assessment_of(claim), form)


def _page(
    request: HttpRequest, claim: Claim, assessment: Assessment | None, form: ReviewForm | AccountReviewForm | None
) -> HttpResponse:
    if form is not None and not form.is_bound and money_came_back(claim):
        form = new_account_form(claim)
    context = detail(claim, assessment, clock.now()) | {"form": form}
    return render(request, "claims/review.html", context, status=status_of(form) if form else 200)


@roles(Role.BPJS_VERIFIER)
@require_POST
def rerun(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Run the rules again on the facts as they are stored now."""
    claim = get_object_or_404(Claim.objects.visible_to(request.user, clock.today()).on_the_clock(), pk=claim_id)
    allowed = policies.can_review(request.user, claim, clock.today())
    ensure(allowed, "not_allowed", _("Anda tidak dapat memutus klaim ini."))
    assessments.run_again(claim, actor=request.user, at=clock.now())
    messages.success(request, _("Aturan dijalankan ulang."))
    return redirect("claims:review", claim.pk)


def _decide(request: HttpRequest, claim: Claim, form: ReviewForm) -> bool:
    typed = form.cleaned_data
    seen = get_object_or_404(Assessment, pk=typed["assessment"], claim=claim)
    common: dict[str, Any] = {"note": typed["note"], "actor": request.user, "at": clock.now()}
    try:
        if typed["verdict"] == form.APPROVE:
            review.approve_claim(claim, assessment=seen, wage=typed.get("wage"), **common)
        elif typed["verdict"] == form.FIX:
            review.ask_to_fix(claim, **form.correction, **common)
        else:
            review.refuse_claim(claim, assessment=seen, reason_code=typed["refusal"], **common)
    except (Invalid, Conflict) as error:
        form.add_error(_FIELD_OF.get(error.code) if _FIELD_OF.get(error.code) in form.fields else None, error.message)
        return False
    messages.success(request, _("Putusan untuk %(number)s tersimpan.") % {"number": claim.number})
    return True


_FIELD_OF = {"note_needed": "note", "wage_needed": "wage"}


def _decide_account(request: HttpRequest, claim: Claim, form: AccountReviewForm) -> bool:
    typed = form.cleaned_data
    common: dict[str, Any] = {
        "account_set_at": typed["set_at"],
        "note": typed["note"],
        "actor": request.user,
        "at": clock.now(),
    }
    try:
        if typed["verdict"] == form.ACCEPT:
            corrections.accept_account(claim, **common)
        else:
            corrections.ask_other_account(claim, reason=typed["reason"], **common)
    except (Invalid, Conflict) as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("Putusan untuk %(number)s tersimpan.") % {"number": claim.number})
    return True
