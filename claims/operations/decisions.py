"""Writing a decision: number, reasons, articles, and the last day to object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import User
from claims.enums import DecisionKind
from claims.models import Assessment, Claim, ClaimMonth, Decision, MonthAssessment, Objection
from claims.reasons import any_reason
from core import audit, clock
from core.calendar import working_calendar
from core.numbers import yearly_numbers
from rules.articles import article
from rules.deadlines import objection_due
from rules.law import Regime
from rules.transitional import payment_regime

THE_PORTAL = "JKP"


@dataclass(frozen=True, slots=True)
class Deciding:
    """One decision to write: on a claim, or on one of its months, resting on a run of the rules."""

    claim: Claim
    month: ClaimMonth | None = None
    run: Assessment | MonthAssessment | None = None
    codes: tuple[str, ...] = ()
    note: str = ""
    wage_base: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    unanswered: Objection | None = None


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
    """Write one decision: `record_decisions` of one.

    `unanswered`: the objection whose silence grants what neither the rules nor an officer do.
    """
    one = Deciding(claim, month, run, codes, note, wage_base, facts or {}, unanswered)
    (decision,) = record_decisions(kind, [one], officer=officer, at=at)
    return decision


def record_decisions(
    kind: DecisionKind, decided: Sequence[Deciding], *, officer: User | None, at: datetime
) -> list[Decision]:
    """Write decisions of one kind, once and for ever. The articles are those of the regime that the rules ran under."""
    today = clock.legal_date(at)
    numbers = yearly_numbers("KEP", today.year, len(decided))
    until = objection_due(today, working_calendar())
    decisions = Decision.objects.bulk_create(
        [
            Decision(
                number=number,
                claim=one.claim,
                month=one.month,
                kind=kind,
                assessment=one.run if isinstance(one.run, Assessment) else None,
                month_assessment=one.run if isinstance(one.run, MonthAssessment) else None,
                reason_codes=list(one.codes),
                wage_base=one.wage_base,
                articles=_articles(one, today),
                facts=dict(one.facts),
                note=one.note.strip(),
                officer=officer,
                officer_name=str(officer) if officer is not None else THE_PORTAL,
                at=at,
                objection_until=until,
                unanswered=one.unanswered,
                answer_was_due_on=one.unanswered.answer_due_on if one.unanswered is not None else None,
            )
            for one, number in zip(decided, numbers, strict=True)
        ]
    )
    subjects = [(each.month or each.claim, {"decision": each.number}) for each in decisions]
    audit.record_many(f"claims.decision.{kind.value}", subjects, actor=officer, at=at)
    return decisions


def _articles(one: Deciding, today: date) -> list[str]:
    regime = Regime(one.run.regime) if one.run is not None and one.run.regime else payment_regime(today)
    cited = [any_reason(code).article for code in one.codes] or ["PAYMENT"]
    return [article(code, regime).text for code in cited]
