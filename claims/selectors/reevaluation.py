"""What a person may ask to have looked at again, because BPJS reported something new (POL-24). Reads stored rows."""

from dataclasses import dataclass

from claims.enums import MONTH_AHEAD, ClaimState, DecisionKind, ObjectionState
from claims.models import Assessment, Claim, Decision, WageReview
from claims.selectors.claims import assessment_of
from claims.selectors.months import wage_base_of

ELIGIBLE = "eligible"


@dataclass(frozen=True, slots=True)
class Offer:
    """`run` is the newer look that differs from `decision`. Wages in whole rupiah; None for a refused claim."""

    claim: Claim
    run: Assessment
    decision: Decision
    wage_before: int | None = None
    wage_found: int | None = None

    @property
    def key(self) -> str:
        """The same offer is told once."""
        return f"{self.decision.pk}:{self.wage_found or self.run.outcome}"


def offer_of(claim: Claim) -> Offer | None:
    """What the person may ask for now, or None. Never anything that is worse than the decision."""
    if claim.state == ClaimState.REFUSED:
        return _refused(claim)
    if claim.state == ClaimState.ACTIVE:
        return _higher_wage(claim)
    return None


def _refused(claim: Claim) -> Offer | None:
    decision = claim.decisions.filter(kind=DecisionKind.REFUSAL).order_by("-at").first()
    run = assessment_of(claim)
    if decision is None or run is None or run.pk == decision.assessment_id:
        return None
    if not is_better(claim, run) or run.assessed_at < decision.at or is_objected(decision):
        return None
    return Offer(claim, run, decision)


def is_better(claim: Claim, run: Assessment) -> bool:
    """Whether a newer look says more for the person than the decision did."""
    if claim.state == ClaimState.REFUSED:
        refusals = claim.decisions.filter(kind=DecisionKind.REFUSAL).select_related("assessment")
        refusal = refusals.order_by("-at").first()
        return run.outcome == ELIGIBLE and refusal is not None and refusal.assessment.outcome != ELIGIBLE
    found = run.answer["wage_base"]
    return claim.state == ClaimState.ACTIVE and bool(found) and found > (wage_base_of(claim) or found)


def is_objected(decision: Decision) -> bool:
    """An objection to it is waiting: the officer of the objection looks at the new data too."""
    return decision.objections.filter(state=ObjectionState.SUBMITTED).exists()


def _higher_wage(claim: Claim) -> Offer | None:
    approval = claim.decisions.filter(kind=DecisionKind.APPROVAL).order_by("-at").first()
    run, before = assessment_of(claim), approval.wage_base if approval is not None else None
    if approval is None or run is None or not before or not is_better(claim, run):
        return None
    found: int = run.answer["wage_base"]
    if _was_asked(claim, found) or not claim.months.filter(state__in=MONTH_AHEAD).exists():
        return None
    return Offer(claim, run, approval, before, found)


def _was_asked(claim: Claim, wage: int) -> bool:
    """An officer has given a word on this wage, or is asked for one."""
    return WageReview.objects.filter(claim=claim, wage_found__gte=wage).exists()


def open_wage_review(claim: Claim) -> WageReview | None:
    return claim.wage_reviews.waiting().first()
