"""W9 and the decision: what happened, who did it and when; why, with article; and what can be done."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.decorators import participant
from claims import policies
from claims.enums import ON_THE_CLAIM, ClaimState
from claims.presentation.dashboard import last_filing_day
from claims.presentation.decision import articles, consequences, ladder
from claims.presentation.events import events
from claims.presentation.queue import waits_for_phk
from claims.presentation.timeline import timeline
from claims.presentation.trace import folded, trace
from claims.reasons import REASONS
from claims.selectors import claim_for, latest_assessment, proofs_of_payment
from claims.selectors.reevaluation import offer_of
from claims.status import TEXTS, participant_status
from claims.views.common import own_claim
from core import clock
from notices.selectors import letters_about


@participant
@require_safe
def claim(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """The claim as its participant follows it."""
    claim = own_claim(request, claim_id)
    if claim.state == ClaimState.DRAFT:
        return redirect("claims:tasks", claim.pk)
    months = list(claim.months.order_by("n"))
    first = months[0].state if months else None
    context = {
        "claim": claim,
        "status": TEXTS[participant_status(claim.state, first)],
        "asked": claim.corrections.open().first(),
        "decision": claim.verdict,
        "months": months,
        "timeline": timeline(claim, months, proofs_of_payment(months)),
        "events": events(claim, months),
        "waits_for_phk": waits_for_phk(claim),
        "can_withdraw": policies.can_withdraw(request.user, claim),
        "offer": offer_of(claim),
        "today": clock.today(),
    }
    return render(request, "claims/claim.html", context)


@participant
@require_safe
def decision(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """The decision with the facts it rests on. The letter says the same."""
    claim = own_claim(request, claim_id)
    decided = claim.decisions.filter(kind__in=ON_THE_CLAIM).select_related("assessment").first()
    if decided is None:
        raise Http404
    last_day = last_filing_day(latest_assessment(claim.phk))
    may_reapply = claim_for(claim.phk) is None and last_day is not None and clock.today() <= last_day
    context = {
        "claim": claim,
        "decision": decided,
        "reasons": [REASONS[code] for code in decided.reason_codes],
        "articles": articles(decided),
        "consequences": consequences(decided),
        "ladder": ladder(decided),
        "trace": folded(trace(decided.assessment)),
        "letter": letters_about([decided]).get(str(decided.pk)),
        "month": claim.months.filter(n=1).first(),
        "may_reapply": may_reapply,
        "last_day": last_day,
        "offer": offer_of(claim),
    }
    return render(request, f"claims/decision_{decided.kind}.html", context)
