"""W1 and W21: the participant's first screen, and money with its letters."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.decorators import participant
from claims.enums import ClaimState
from claims.models import Claim, ClaimMonth
from claims.presentation.counselling_card import counselling_card, with_counselling
from claims.presentation.dashboard import scene
from claims.presentation.extras import extra_rows
from claims.presentation.mission_card import mission_card
from claims.presentation.scene import Situation
from claims.presentation.timeline import expected_amount, timeline
from claims.presentation.totals import three_answers
from claims.selectors import current_claim, latest_assessment, payments_of, proofs_of_payment
from claims.selectors.extras import extras_of
from claims.selectors.work import overpayments_of, pending_report
from claims.views.situations import situation
from core import clock
from counseling.selectors.requests import standing_of
from notices.selectors import letters_of
from participants.selectors import live_draft, person_of
from training.presentation.now import Card as TrainingCard
from training.presentation.now import training_card
from training.selectors.now import training_now


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
    person.user = request.user
    if claim is not None:
        claim.person = person
    s = situation(
        person,
        phk=phk,
        claim=claim,
        months=months,
        now=now,
        assessment=latest_assessment(phk) if phk and not months else None,
        report_begun=phk is None and live_draft(request.user, today) is not None,
    )
    sent = claim is not None and claim.state != ClaimState.DRAFT
    counselling = counselling_card(standing_of(person) if s.counselled else None, s)
    context = {
        "person": person,
        "claim": claim,
        "assessment": s.assessment,
        "scene": with_counselling(scene(s), counselling),
        "counselling": counselling,
        "training": _training(claim, s) if claim is not None and sent else None,
        "three": three_answers(s),
        "timeline": _six_months(s, claim) if claim is not None and sent else [],
        "mission": mission_card(s),
        "zone": s.zone,
        "work_report": pending_report(claim) if claim and claim.state == ClaimState.ACTIVE and s.works_from else None,
        "today": today,
    }
    return render(request, "claims/dashboard.html", context)


def _runs(claim: Claim) -> bool:
    return claim.state == ClaimState.ACTIVE


def _training(claim: Claim, s: Situation) -> TrainingCard | None:
    """Seats and vouchers stay to be seen after the benefit ended."""
    found = training_now(claim.person, s.now, seated=s.seated, offered=s.offered)
    return training_card(found, s.now, s.zone, runs=_runs(claim))


def _six_months(s: Situation, claim: Claim) -> list[dict[str, Any]]:
    in_hand = s.outlook.month if s.outlook is not None else None
    return timeline(
        claim,
        s.months,
        proofs_of_payment(s.months),
        decisions=claim.decisions.all(),
        expected=expected_amount(claim, in_hand.n, s.today) if in_hand is not None else None,
        tasks_left=s.outlook.tasks_left if s.outlook is not None else 1,
        works_from=s.works_from,
    )


@participant
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """W21: every transfer and every letter of the signed-in person."""
    granted = ClaimMonth.objects.granted().filter(claim__person__user=request.user)
    months = list(granted.select_related("claim").order_by("-claim__created_at", "-n"))
    transfers = payments_of(months)
    rows = [{"month": month, "transfers": transfers.get(month.pk, [])} for month in months]
    context = {
        "rows": rows,
        "extras": extra_rows(list(extras_of(request.user))),
        "overpayments": overpayments_of(request.user),
        "letters": letters_of(request.user),
    }
    return render(request, "claims/payments.html", context)
