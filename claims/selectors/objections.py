"""What an objection stands on: whether it is still open, who may decide it, and what the rules say today."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from claims.enums import ClaimState, DecisionKind, MonthState, ObjectionState, OverpaymentState
from claims.models import Assessment, Claim, Decision, MonthAssessment, Objection, Overpayment, WageReview
from claims.selectors.claims import gather_facts
from claims.selectors.months import evidence_for, month_facts
from core.calendar import working_calendar
from rules import eligibility, monthly
from rules import facts_json as asked

# What a decision said is still so, in these states of what it was about.
LOST_MONTHS = (MonthState.REFUSED, MonthState.FORFEITED)
OVER = (ClaimState.ACTIVE, ClaimState.ENDED)  # a benefit that was granted


def objection_of(decision: Decision) -> Objection | None:
    """The objection to a decision; one that was withdrawn leaves room for another."""
    return Objection.objects.filter(decision=decision).exclude(state=ObjectionState.WITHDRAWN).first()


def stands(decision: Decision) -> bool:
    """Whether what was decided is still so: an objection to what is gone already asks for nothing."""
    if decision.kind == DecisionKind.REFUSAL:
        return decision.claim.state == ClaimState.REFUSED
    if decision.kind in (DecisionKind.MONTH_REFUSAL, DecisionKind.FORFEITURE):
        return decision.month is not None and decision.month.state in LOST_MONTHS
    if decision.kind == DecisionKind.STOP:
        return decision.claim.state == ClaimState.ENDED
    if decision.kind == DecisionKind.OVERPAYMENT:
        asked_back = Overpayment.objects.filter(decision=decision)
        return asked_back.exclude(state=OverpaymentState.CANCELLED).exists()
    return True


def decided_before(user: User, claim: Claim) -> bool:
    """Whether somebody has decided on this claim: then another decides the objection (POL-26)."""
    return claim.decisions.filter(officer=user).exists()


def other_live_claim(claim: Claim) -> Claim | None:
    """Another claim of the person that is running: there is one at a time."""
    return Claim.objects.live().filter(person=claim.person_id).exclude(pk=claim.pk).first()


def granted_by_another(claim: Claim) -> Claim | None:
    """Another claim for the same PHK whose benefit was granted meanwhile."""
    return Claim.objects.filter(phk=claim.phk_id, state__in=OVER).exclude(pk=claim.pk).first()


def objections_for_desk(user: User, today: date) -> QuerySet[Objection]:
    """Every objection that was sent and not withdrawn, by the day of its answer."""
    return (
        Objection.objects.visible_to(user, today)
        .exclude(state__in=(ObjectionState.DRAFT, ObjectionState.WITHDRAWN))
        .select_related("decision__claim__person__region", "decision__month", "officer")
        .order_by("answer_due_on", "filed_at", "pk")
    )


def to_answer(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    """Those that wait for an officer."""
    return rows.filter(Q(state=ObjectionState.SUBMITTED) | Q(state=ObjectionState.UPHELD, carried_out_at=None))


def wage_reviews_for_desk(user: User, today: date) -> QuerySet[WageReview]:
    reviews = WageReview.objects.visible_to(user, today).waiting()
    return reviews.select_related("claim__person").order_by("answer_due_on", "pk")


@dataclass(frozen=True, slots=True)
class RulesToday:
    """A run of the rules with what is known now, not stored. None where no rule is behind the decision."""

    run: Assessment | MonthAssessment

    @property
    def seen(self) -> str:
        """A short name of what it says: an officer decides on what the page showed."""
        said = {reason["code"]: reason["met"] for reason in self.run.reasons}
        said["wage"] = self.run.answer.get("wage_base")
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def wage_base(self) -> int | None:
        return self.run.answer.get("wage_base")


def rules_today(decision: Decision, today: date) -> RulesToday | None:
    """What the rules say now about the claim or the month that was decided."""
    if decision.month is not None and decision.month.n > 1:
        return RulesToday(_month_run(decision, today))
    if decision.assessment_id is not None or decision.month is not None:
        return RulesToday(claim_run(decision.claim, today))
    return None


def claim_run(claim: Claim, today: date) -> Assessment:
    """A run of the rules on a filed claim with what is stored now. It is not kept."""
    gathered = gather_facts(claim.phk, claim, filed_on=claim.reference_date or today, decided_on=today)
    answer = eligibility.decide(asked.eligibility_facts(gathered.facts), working_calendar())
    return Assessment(facts=gathered.facts, sources=gathered.sources, decided_on=today, **_said(answer))


def _month_run(decision: Decision, today: date) -> MonthAssessment:
    month = decision.month
    facts = month_facts(month, evidence_for(month, today), filed_on=month.filed_on or today, granted_on=today)
    answer = monthly.decide(asked.month_facts(facts), working_calendar())
    return MonthAssessment(month=month, facts=facts, sources={}, decided_on=today, **_said(answer))


def _said(answer: Any) -> dict[str, Any]:
    said = answer.to_json()
    return {"answer": said, "outcome": answer.outcome.value, "regime": said["regime"] or ""}
