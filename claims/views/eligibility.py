"""The eligibility page: each condition, the fact used, where it came from, the article, and what can be done."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from participants.selectors import current_phk, person_of

from accounts.decorators import participant
from claims.models import Claim
from claims.operations.claims import start_claim
from claims.presentation.trace import trace
from claims.selectors import current_claim, latest_assessment
from core import clock
from core.errors import Conflict
from participants.enums import PhkState
from participants.models import PhkEvent


@require_safe
@participant
def my_claim(request: HttpRequest) -> HttpResponse:
    """The menu's "Klaim": to the claim, or to where one begins."""
    person = person_of(request.user)
    claim = current_claim(person) if person else None
    if claim is not None:
        return redirect("claims:tasks" if claim.state == "draft" else "claims:claim", claim.pk)
    phk = current_phk(person) if person else None
    if phk is not None and phk.state == PhkState.CONFIRMED:
        return redirect("claims:eligibility", phk.pk)
    return redirect("claims:dashboard")


@require_safe
@participant
def eligibility(request: HttpRequest, phk_id: uuid.UUID) -> HttpResponse:
    """What the law says, on which facts. While BPJS does not answer the page says so, and nothing is lost."""
    phk = get_object_or_404(PhkEvent.objects.filter(person__user=request.user).select_related("employer"), pk=phk_id)
    assessment = latest_assessment(phk)
    context = {
        "phk": phk,
        "confirmed": phk.state == PhkState.CONFIRMED,
        "assessment": assessment,
        "trace": trace(assessment) if assessment else [],
        "claim": Claim.objects.filter(phk=phk).exclude(state__in=("expired", "withdrawn")).first(),
        "amount": _first_amount(assessment),
    }
    return render(request, "claims/eligibility.html", context)


@require_POST
@participant
def start(request: HttpRequest, phk_id: uuid.UUID) -> HttpResponse:
    """Open the draft. Twice leads to the same draft."""
    phk = get_object_or_404(PhkEvent.objects.filter(person__user=request.user).select_related("person"), pk=phk_id)
    if phk.state != PhkState.CONFIRMED or latest_assessment(phk) is None:
        raise Conflict("not_confirmed", "")
    claim = start_claim(phk, actor=request.user, at=clock.now())
    return redirect("claims:tasks", claim.pk)


def _first_amount(assessment: object) -> int | None:
    months = assessment.answer["months"] if assessment else []
    return months[0]["amount"] if months else None
