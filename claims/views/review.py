"""B1 and B2: the verifier's queue with its clock, and one claim with the facts in the order they are weighed."""

import uuid
from typing import Any

from accounts.sessions import recent_sign_in
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import roles
from accounts.enums import Role
from claims import policies
from claims.filters import QueueFilter
from claims.forms import ReviewForm
from claims.models import Assessment, Claim
from claims.operations import assessments, review
from claims.presentation.desk import clock_panel, documents, history, queue_row, queue_totals
from claims.presentation.trace import counts, grid, officer_rows
from claims.selectors import account_shared_with_another, queue
from core import audit, clock
from core.errors import Conflict, DomainError, Invalid, ensure

ROWS = 20


@require_safe
@roles(Role.BPJS_VERIFIER, Role.AUDITOR, Role.INTEGRITY)
def review_queue(request: HttpRequest) -> HttpResponse:
    """Open claims by the time that is left; those past their day stand first."""
    today = clock.today()
    found = QueueFilter(request.GET, queryset=queue(request.user, today))
    page = Paginator(found.qs, ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "rows": [queue_row(claim, today) for claim in page],
        "totals": queue_totals(queue(request.user, today), request.user, today),
    }
    return render(request, "claims/review_queue.html", context)


@require_safe
@roles(Role.BPJS_VERIFIER)
def review_next(request: HttpRequest) -> HttpResponse:
    """The claim with the least time left."""
    first = queue(request.user, clock.today()).exclude(person__user=request.user).first()
    if first is None:
        messages.info(request, _("Antrian kosong. Semua klaim sudah diputus."))
        return redirect("claims:review_queue")
    return redirect("claims:review", first.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.BPJS_VERIFIER, Role.AUDITOR, Role.INTEGRITY)
def review_claim(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """One claim. Every opening is written down and can be seen by the participant."""
    today = clock.today()
    claims = Claim.objects.visible_to(request.user, today).select_related(
        "person__user", "person__region", "phk__employer"
    )
    claim = get_object_or_404(claims, pk=claim_id)
    may_decide = policies.can_review(request.user, claim, today)
    form = ReviewForm(request.POST or None, initial={"assessment": _latest_id(claim)})
    if request.method == "POST":
        ensure(may_decide, "not_allowed", _("Anda tidak dapat memutus klaim ini."))
        if (sign_in := recent_sign_in(request)) is not None:
            return sign_in
        if form.is_valid() and _decide(request, claim, form):
            return redirect("claims:review_queue")
    else:
        audit.record_access(
            actor=request.user, at=clock.now(), person_id=claim.person_id, subject=claim,
            purpose="verifikasi klaim", role=Role.BPJS_VERIFIER,
        )  # fmt: skip
    return render(request, "claims/review.html", _detail(claim, form, may_decide), status=422 if form.errors else 200)


@require_POST
@roles(Role.BPJS_VERIFIER)
def rerun(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Run the rules again on the facts as they are stored now."""
    claim = get_object_or_404(Claim.objects.visible_to(request.user, clock.today()).on_the_clock(), pk=claim_id)
    at = clock.now()
    assessments.record_assessment(claim.phk, claim=claim, filed_at=claim.filed_at or at, at=at)
    messages.success(request, _("Aturan dijalankan ulang."))
    return redirect("claims:review", claim.pk)


def _latest_id(claim: Claim) -> uuid.UUID | None:
    return Assessment.objects.filter(claim=claim).order_by("-assessed_at").values_list("pk", flat=True).first()


def _decide(request: HttpRequest, claim: Claim, form: ReviewForm) -> bool:
    typed = form.cleaned_data
    seen = get_object_or_404(Assessment, pk=typed["assessment"], claim=claim)
    common: dict[str, Any] = {"actor": request.user, "at": clock.now()}
    try:
        if typed["verdict"] == form.APPROVE:
            review.approve_claim(claim, assessment=seen, note=typed["note"], **common)
        elif typed["verdict"] == form.FIX:
            review.ask_to_fix(
                claim, document=typed["document"], reason=typed["fix_reason"], note=typed["note"], **common
            )
        else:
            review.refuse_claim(claim, assessment=seen, reason_code=typed["refusal"], note=typed["note"], **common)
    except Invalid as error:
        form.add_error("note" if error.code == "note_needed" else None, error.message)
        return False
    except Conflict as error:
        _explain(form, error)
        return False
    messages.success(request, _("Putusan untuk %(number)s tersimpan.") % {"number": claim.number})
    return True


def _explain(form: ReviewForm, error: DomainError) -> None:
    form.add_error(None, error.message)


def _detail(claim: Claim, form: ReviewForm, may_decide: bool) -> dict[str, Any]:
    assessment = Assessment.objects.filter(claim=claim).order_by("-assessed_at").first()
    cells = grid(assessment) if assessment else []
    return {
        "claim": claim,
        "assessment": assessment,
        "rows": officer_rows(assessment) if assessment else [],
        "unmet": sum(1 for r in assessment.reasons if r["met"] is not True) if assessment else 0,
        "grid": cells,
        "counts": counts(cells),
        "clock": clock_panel(claim, clock.now()),
        "documents": documents(claim),
        "history": history(claim),
        "shared_account": account_shared_with_another(claim),
        "may_decide": may_decide and claim.state == "in_review",
        "form": form,
    }
