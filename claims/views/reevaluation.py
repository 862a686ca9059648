"""New data after a decision: shown to the person, who alone decides whether it is looked at again (POL-24)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.decorators import participant
from claims.enums import ON_THE_CLOCK, ClaimState
from claims.models import Claim
from claims.operations import reevaluation as operations
from claims.presentation.trace import folded, trace
from claims.selectors import assessment_of
from claims.selectors.reevaluation import offer_of, open_wage_review
from claims.views.common import own_claim, zone_of
from core import clock
from core.jobs import is_waiting


@participant
@require_http_methods(["GET", "HEAD", "POST"])
def reevaluation(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """What changed since the decision, and one button. Nothing changes without it."""
    claim = own_claim(request, claim_id)
    if request.method == "POST":
        return _asked(request, claim)
    if claim.state in ON_THE_CLOCK:
        return redirect("claims:claim", claim.pk)
    offer, run = offer_of(claim), assessment_of(claim)
    context = {
        "claim": claim,
        "offer": offer,
        "review": open_wage_review(claim),
        "latest": claim.wage_reviews.filter(settled_at__isnull=False).select_related("decision").first(),
        "trace": folded(trace(offer.run)) if offer and offer.wage_found is None else None,
        "as_of": run.data_as_of if run else None,
        "fetching": is_waiting("claims.assess_phk", event_id=claim.phk_id),
        "now": clock.now(),
        "zone": zone_of(claim),
    }
    return render(request, "claims/reevaluation.html", context)


def _asked(request: HttpRequest, claim: Claim) -> HttpResponse:
    at = clock.now()
    if claim.state == ClaimState.ACTIVE:
        operations.ask_wage_review(claim, actor=request.user, at=at)
        messages.success(request, _("Permintaan Anda terkirim. Petugas memeriksa upah terbaru."))
        return redirect("claims:reevaluation", claim.pk)
    claim = operations.reevaluate(claim, actor=request.user, at=at)
    messages.success(request, _("Klaim Anda diperiksa lagi. Tanggal pengajuan Anda tetap."))
    return redirect("claims:claim", claim.pk)
