"""W9 and the decision: what happened, who did it and when; why, with article; and what can be done."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.decorators import participant
from claims import policies
from claims.enums import ClaimState
from claims.models import Claim
from claims.presentation.events import events
from claims.presentation.timeline import timeline
from claims.presentation.trace import trace
from claims.reasons import REASONS
from claims.status import TEXTS, participant_status
from core import clock
from notices.selectors import letters_about


@require_safe
@participant
def claim(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """The claim as its participant follows it."""
    claims = Claim.objects.filter(person__user=request.user).select_related("person", "phk__employer")
    claim = get_object_or_404(claims, pk=claim_id)
    if claim.state == ClaimState.DRAFT:
        return redirect("claims:tasks", claim.pk)
    months = list(claim.months.order_by("n"))
    context = {
        "claim": claim,
        "status": TEXTS[participant_status(claim.state, None)],
        "asked": claim.corrections.open().first(),
        "decision": claim.decisions.first(),
        "timeline": timeline(claim, months, letters_about(months)),
        "events": events(claim, months),
        "can_withdraw": policies.can_withdraw(request.user, claim),
        "today": clock.today(),
    }
    return render(request, "claims/claim.html", context)


@require_safe
@participant
def decision(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """The decision with the facts it rests on. The letter says the same."""
    claims = Claim.objects.filter(person__user=request.user).select_related("phk__employer")
    claim = get_object_or_404(claims, pk=claim_id)
    decided = claim.decisions.select_related("assessment").first()
    if decided is None:
        raise Http404
    letter = letters_about([decided]).get(str(decided.pk))
    context = {
        "claim": claim,
        "decision": decided,
        "reasons": [REASONS[code] for code in decided.reason_codes],
        "trace": trace(decided.assessment),
        "letter": letter,
        "month": claim.months.filter(n=1).first(),
    }
    return render(request, f"claims/decision_{decided.kind}.html", context)
