"""W9 and the decision: what happened, who did it and when; why, with article; and what can be done."""

import uuid
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.decorators import participant
from claims import policies
from claims.enums import ON_THE_CLAIM, ClaimState, MonthPayer, MonthState
from claims.models import Claim, ClaimMonth, CorrectionRequest, Decision
from claims.payer_words import said
from claims.presentation.came_back import given_since
from claims.presentation.dashboard import last_filing_day
from claims.presentation.decision import articles, consequences, ladder
from claims.presentation.events import events
from claims.presentation.links import objection_url
from claims.presentation.month_decision import decision_page
from claims.presentation.queue import waits_for_phk
from claims.presentation.timeline import timeline
from claims.presentation.trace import folded, trace
from claims.reasons import REASONS
from claims.selectors import claim_for, latest_assessment, proofs_of_payment
from claims.selectors.objections import objection_of
from claims.selectors.reevaluation import offer_of
from claims.selectors.work import pending_report
from claims.status import ACCOUNT_GIVEN, EMPLOYER_TEXTS, TEXTS, StatusText, month_text, participant_status
from claims.views.common import own_claim, zone_of
from claims.views.situations import situation
from claims.who_pays import branch_of, kept
from core import clock
from core.calendar import working_calendar
from notices.selectors import letters_about


@participant
@require_safe
def claim(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """The claim as its participant follows it."""
    claim = own_claim(request, claim_id)
    if claim.state == ClaimState.DRAFT:
        return redirect("claims:tasks", claim.pk)
    months = list(claim.months.order_by("n"))
    prefetch_related_objects([claim], "decisions")
    found = _who_pays(claim)
    context = {
        "claim": claim,
        "who": found,
        "owed_month": next(
            (m for m in months if m.payer == MonthPayer.EMPLOYER and m.state == MonthState.APPROVED), None
        ),
        "status": _status(claim, months),
        "asked": _asked(claim, months),
        "decision": claim.verdict,
        "months": months,
        "timeline": _six_months(claim, months),
        "events": events(claim, months),
        "waits_for_phk": waits_for_phk(claim),
        "can_withdraw": policies.can_withdraw(request.user, claim),
        "offer": offer_of(claim),
        "today": clock.today(),
        "zone": zone_of(claim),
    }
    return render(request, "claims/claim.html", context)


def _six_months(claim: Claim, months: list[ClaimMonth]) -> list[dict[str, Any]]:
    reported = pending_report(claim) if claim.state == ClaimState.ACTIVE else None
    return timeline(
        claim,
        months,
        proofs_of_payment(months),
        decisions=claim.decisions.all(),
        works_from=reported.started_on if reported is not None else None,
    )


def _who_pays(claim: Claim) -> dict[str, Any] | None:
    """In words, while it matters: of the decision, else of the last assessment of a claim that was sent."""
    if claim.state in (ClaimState.WITHDRAWN, ClaimState.EXPIRED, ClaimState.REFUSED):
        return None
    assessment = latest_assessment(claim.phk) if claim.verdict is None else None
    found = branch_of(claim, assessment, working_calendar())
    return said(found, claim.phk.phk_on) if found is not None else None


def _asked(claim: Claim, months: list[ClaimMonth]) -> CorrectionRequest | None:
    """What is to be put right: a document of the claim, or the account that money came back from."""
    came_back = any(m.state == MonthState.BANK_PROBLEM for m in months)
    return claim.corrections.open().first() if came_back or claim.state == ClaimState.NEEDS_FIX else None


def _status(claim: Claim, months: list[ClaimMonth]) -> StatusText:
    """The words of the month that has come furthest while the benefit runs; else those of the claim."""
    begun = [m for m in months if m.state != MonthState.SCHEDULED]
    if claim.state == ClaimState.ACTIVE and begun:
        last = begun[-1]
        if last.state == MonthState.BANK_PROBLEM and given_since(claim, last.returned_at):
            return ACCOUNT_GIVEN
        employers = last.payer == MonthPayer.EMPLOYER and last.state in (MonthState.APPROVED, MonthState.PAID)
        return EMPLOYER_TEXTS[MonthState(last.state)] if employers else month_text(last.state)
    return TEXTS[participant_status(claim.state, None)]


@participant
@require_safe
def decision(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """The last decision on the claim with the facts it rests on. The letter says the same."""
    claim = own_claim(request, claim_id)
    decided = claim.decisions.filter(kind__in=ON_THE_CLAIM).select_related("assessment").first()
    if decided is None:
        raise Http404
    return _on_the_claim(request, claim, decided)


@participant
@require_safe
def month_decision(request: HttpRequest, claim_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    """W15: one decision by its number: about a month, a stop or an overpayment; an earlier one on the claim too."""
    claim = own_claim(request, claim_id)
    decisions = claim.decisions.select_related("assessment", "month_assessment", "month")
    decided = get_object_or_404(decisions, pk=decision_id)
    if decided.kind in ON_THE_CLAIM:
        return _on_the_claim(request, claim, decided)
    months = list(claim.months.order_by("n"))
    s = situation(claim.person, phk=claim.phk, claim=claim, months=months, now=clock.now(), ahead=False)
    context = {
        "claim": claim,
        "decision": decided,
        "month": decided.month,
        "zone": s.zone,
        "articles": articles(decided),
        "letter": letters_about([decided]).get(str(decided.pk)),
        "objection_url": objection_url(decided),
        "overpayment": claim.overpayments.filter(decision=decided).first(),
        **decision_page(s, claim, decided),
    }
    return render(request, "claims/decision_month.html", context)


def _on_the_claim(request: HttpRequest, claim: Claim, decided: Decision) -> HttpResponse:
    last_day = last_filing_day(latest_assessment(claim.phk))
    may_reapply = claim_for(claim.phk) is None and last_day is not None and clock.today() <= last_day
    found = kept(decided)
    context = {
        "claim": claim,
        "decision": decided,
        "who": said(found, claim.phk.phk_on) if found is not None else None,
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
        "objection": objection_of(decided),
        "late": clock.today() > decided.objection_until,
        "zone": zone_of(claim),
    }
    return render(request, f"claims/decision_{decided.kind}.html", context)
