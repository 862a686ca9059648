"""W1 and W21: the participant's first screen, and money with its letters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from participants.selectors import current_phk, person_of

from accounts.decorators import participant
from claims.enums import ClaimState
from claims.models import Claim, ClaimMonth
from claims.operations.months import SOURCE
from claims.presentation.dashboard import Situation, scene
from claims.presentation.timeline import timeline
from claims.presentation.totals import three_answers
from claims.selectors import current_claim, latest_assessment
from core import clock
from notices.selectors import letters_about, letters_of
from payments.selectors import payouts_for


@require_safe
@participant
def dashboard(request: HttpRequest) -> HttpResponse:
    """One thing to do now, three answers, six months, what the office owes."""
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    claim = current_claim(person)
    phk = claim.phk if claim else current_phk(person)
    months = list(claim.months.all()) if claim else []
    assessment = latest_assessment(phk) if phk else None
    now = clock.now()
    situation = Situation(phk, assessment, claim, months, now, clock.legal_date(now))
    letters = letters_about(months)
    context = {
        "person": person,
        "claim": claim,
        "scene": scene(situation),
        "three": three_answers(situation),
        "timeline": timeline(claim, months, letters) if claim and claim.state != ClaimState.DRAFT else [],
        "today": situation.today,
    }
    return render(request, "claims/dashboard.html", context)


@require_safe
@participant
def payments(request: HttpRequest) -> HttpResponse:
    """Every transfer and every letter of the signed-in person."""
    months = list(
        ClaimMonth.objects.granted()
        .filter(claim__person__user=request.user)
        .select_related("claim")
        .order_by("-claim__created_at", "-n")
    )
    transfers = payouts_for(SOURCE, [m.pk for m in months])
    rows = [{"month": m, "payouts": [p for p in transfers if p.source_id == m.pk]} for m in months]
    context = {
        "rows": rows,
        "letters": letters_of(request.user),
        "claims": Claim.objects.filter(person__user=request.user),
    }
    return render(request, "claims/payments.html", context)
