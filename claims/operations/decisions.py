"""Writing a decision: number, reasons, articles, and the last day to object."""

from datetime import datetime
from typing import Any

from accounts.models import User
from claims.enums import DecisionKind
from claims.models import Assessment, Claim, ClaimMonth, Decision, MonthAssessment, Objection
from claims.reasons import any_reason
from core import audit, clock
from core.calendar import working_calendar
from core.numbers import yearly_number
from rules.articles import article
from rules.deadlines import objection_due
from rules.law import Regime
from rules.transitional import payment_regime

THE_PORTAL = "JKP"


def record_decision(
    claim: Claim,
    kind: DecisionKind,
    *,
    officer: User | None,
    at: datetime,
    month: ClaimMonth | None = None,
    run: Assessment | MonthAssessment | None = None,
    codes: tuple[str, ...] = (),
    note: str = "",
    wage_base: int | None = None,
    facts: dict[str, Any] | None = None,
    unanswered: Objection | None = None,
) -> Decision:
    """Write a decision, once and for ever. The articles are those of the regime that the rules ran under.

    `unanswered`: the objection whose silence grants what neither the rules nor an officer do.
    """
    today = clock.legal_date(at)
    regime = Regime(run.regime) if run is not None and run.regime else payment_regime(today)
    cited = [any_reason(code).article for code in codes] or ["PAYMENT"]
    decision = Decision.objects.create(
        number=yearly_number("KEP", today.year),
        claim=claim,
        month=month,
        kind=kind,
        assessment=run if isinstance(run, Assessment) else None,
        month_assessment=run if isinstance(run, MonthAssessment) else None,
        reason_codes=list(codes),
        wage_base=wage_base,
        articles=[article(code, regime).text for code in cited],
        facts=facts or {},
        note=note.strip(),
        officer=officer,
        officer_name=str(officer) if officer is not None else THE_PORTAL,
        at=at,
        objection_until=objection_due(today, working_calendar()),
        unanswered=unanswered,
        answer_was_due_on=unanswered.answer_due_on if unanswered is not None else None,
    )
    subject = month or claim
    audit.record(f"claims.decision.{kind.value}", actor=officer, at=at, subject=subject, decision=decision.number)
    return decision
