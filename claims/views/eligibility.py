"""The eligibility page: each condition, the fact used, where it came from, the article, and what can be done."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import participant
from claims.enums import ClaimState
from claims.operations import assessments, claims
from claims.policies import can_start
from claims.presentation.dashboard import last_filing_day
from claims.presentation.trace import trace
from claims.selectors import claim_for, current_claim, latest_assessment
from core import clock
from core.errors import TooMany
from core.jobs import is_waiting
from notices.selectors import wishes_of
from participants.enums import PhkState
from participants.models import PhkEvent
from participants.selectors import person_of


def _own_phk(request: HttpRequest, phk_id: uuid.UUID) -> PhkEvent:
    events = PhkEvent.objects.filter(person__user=request.user).select_related("person", "employer")
    return get_object_or_404(events, pk=phk_id)


@participant
@require_safe
def my_claim(request: HttpRequest) -> HttpResponse:
    """The menu's "Klaim": to the claim, or to where one begins."""
    person = person_of(request.user)
    phk, claim = current_claim(person) if person else (None, None)
    if claim is not None:
        return redirect("claims:tasks" if claim.state == ClaimState.DRAFT else "claims:claim", claim.pk)
    if phk is not None and phk.state == PhkState.CONFIRMED:
        return redirect("claims:eligibility", phk.pk)
    return redirect("claims:dashboard")


@participant
@require_safe
def eligibility(request: HttpRequest, phk_id: uuid.UUID) -> HttpResponse:
    """What the law says, on which facts. While BPJS does not answer the page says so, and nothing is lost."""
    phk = _own_phk(request, phk_id)
    assessment = latest_assessment(phk)
    context = {
        "phk": phk,
        "settled": phk.state == PhkState.CONFIRMED or assessment is not None,
        "assessment": assessment,
        "trace": trace(assessment) if assessment else [],
        "claim": claim_for(phk),
        "may_start": can_start(phk, clock.today()),
        "last_day": last_filing_day(assessment),
        "fetching": is_waiting("claims.assess_phk", event_id=phk.pk),
        "today": clock.today(),
        "zone": wishes_of(request.user).zone,
    }
    return render(request, "claims/eligibility.html", context)


@participant
@require_POST
def start(request: HttpRequest, phk_id: uuid.UUID) -> HttpResponse:
    """Open the draft. Twice leads to the same draft."""
    claim = claims.start_claim(_own_phk(request, phk_id), actor=request.user, at=clock.now())
    return redirect("claims:tasks" if claim.state == ClaimState.DRAFT else "claims:claim", claim.pk)


@participant
@require_POST
def look_again(request: HttpRequest, phk_id: uuid.UUID) -> HttpResponse:
    """Have the data fetched once more: contributions may have been added (POL-24)."""
    phk = _own_phk(request, phk_id)
    try:
        assessments.look_again(phk, actor=request.user, at=clock.now())
    except TooMany as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Kami mengambil data terbaru dari BPJS. Biasanya beberapa menit."))
    return redirect("claims:eligibility", phk.pk)
