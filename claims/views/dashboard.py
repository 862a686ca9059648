"""W1 and W21: the participant's first screen, and money with its letters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.decorators import participant
from claims.enums import ClaimState
from claims.models import ClaimMonth
from claims.presentation.dashboard import Situation, scene
from claims.presentation.timeline import timeline
from claims.presentation.totals import three_answers
from claims.selectors import current_claim, latest_answer, payments_of, proofs_of_payment
from core import clock
from notices.selectors import letters_of
from participants.selectors import live_draft, person_of


@participant
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """One thing to do now, three answers, six months, what the office owes."""
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    now = clock.now()
    today = clock.legal_date(now)
    phk, claim = current_claim(person)
    months = list(claim.months.all()) if claim else []
    phk_id = claim.phk_id if claim else phk and phk.pk
    situation = Situation(
        phk=phk,
        assessment=latest_answer(phk_id) if phk_id else None,
        claim=claim,
        months=months,
        now=now,
        today=today,
        report_begun=phk_id is None and live_draft(request.user, today) is not None,
    )
    sent = claim is not None and claim.state != ClaimState.DRAFT
    context = {
        "person": person,
        "claim": claim,
        "assessment": situation.assessment,
        "scene": scene(situation),
        "three": three_answers(situation),
        "timeline": timeline(claim, months, proofs_of_payment(months)) if sent else [],
        "today": today,
    }
    return render(request, "claims/dashboard.html", context)


@participant
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """W21: every transfer and every letter of the signed-in person."""
    granted = ClaimMonth.objects.granted().filter(claim__person__user=request.user)
    months = list(granted.select_related("claim").order_by("-claim__created_at", "-n"))
    transfers = payments_of(months)
    rows = [{"month": month, "transfers": transfers.get(month.pk, [])} for month in months]
    return render(request, "claims/payments.html", {"rows": rows, "letters": letters_of(request.user)})
