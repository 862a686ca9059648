"""What the rules answer: an outcome, and every reason with its article and the facts it used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from rules.law import LegalRef, Regime
from rules.money import Rupiah


class Outcome(StrEnum):
    """Of a question about eligibility. `HELD`: a dispute is pending; `NEEDS_OFFICER`: a fact is unknown (POL-20)."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    HELD = "held"
    NEEDS_OFFICER = "needs_officer"


class MonthOutcome(StrEnum):
    """Of a question about one month. `HOLD`: proof can still be supplied."""

    PAYABLE = "payable"
    NOT_PAYABLE = "not_payable"
    HOLD = "hold"
    NEEDS_OFFICER = "needs_officer"


class Payer(StrEnum):
    """Who pays the cash benefit first when the employer is in arrears."""

    BPJS = "bpjs"
    EMPLOYER_FIRST = "employer_first"


class Reason(NamedTuple):
    """One condition. `code` is stable, the wording lives with the translations. `met` None: the facts do not say.

    `facts` holds only what JSON can hold (dates as ISO strings, months as `YYYY-MM`, money as whole rupiah), so that a
    reason reads the same fresh and from a stored decision.
    """

    code: str
    met: bool | None
    law: LegalRef
    facts: Mapping[str, object]

    def to_json(self) -> dict[str, object]:
        """The reason as the decision contract writes it."""
        return {"code": self.code, "met": self.met, "law": self.law.text, "facts": dict(self.facts)}


class MonthAmount(NamedTuple):
    """What month `n` pays, in whole rupiah."""

    n: int
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer about eligibility: `reasons` holds ELG-01 to ELG-13, each once, whatever the outcome."""

    outcome: Outcome
    regime: Regime | None
    reasons: tuple[Reason, ...]
    wage_base: Rupiah | None
    months: tuple[MonthAmount, ...]
    last_filing_day: date | None

    def reason(self, code: str) -> Reason:
        """The reason with that code. Raises KeyError when there is none."""
        return _reason(self.reasons, code)

    def to_json(self) -> dict[str, object]:
        """The answer as the decision contract writes it, without the `id`."""
        return {
            "outcome": self.outcome.value,
            "regime": _text(self.regime),
            "reasons": [reason.to_json() for reason in self.reasons],
            "wage_base": self.wage_base,
            "months": [{"n": month.n, "amount": month.amount} for month in self.months],
            "last_filing_day": _iso(self.last_filing_day),
        }


@dataclass(frozen=True, slots=True)
class MonthDecision:
    """The answer about month n: `reasons` holds MON-01 to MON-07, each once."""

    outcome: MonthOutcome
    regime: Regime | None
    amount: Rupiah | None
    opens_on: date | None
    closes_on: date | None
    reasons: tuple[Reason, ...]

    def reason(self, code: str) -> Reason:
        """The reason with that code. Raises KeyError when there is none."""
        return _reason(self.reasons, code)

    def to_json(self) -> dict[str, object]:
        """The answer as the decision contract writes it, without the `id`."""
        return {
            "outcome": self.outcome.value,
            "regime": _text(self.regime),
            "amount": self.amount,
            "opens_on": _iso(self.opens_on),
            "closes_on": _iso(self.closes_on),
            "reasons": [reason.to_json() for reason in self.reasons],
        }


def _reason(reasons: tuple[Reason, ...], code: str) -> Reason:
    for reason in reasons:
        if reason.code == code:
            return reason
    raise KeyError(code)


def _text(regime: Regime | None) -> str | None:
    return None if regime is None else regime.value


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def all_met(*conditions: bool | None) -> bool | None:
    """False when a known condition fails, None when none fails but one is unknown, otherwise True (POL-20)."""
    if False in conditions:
        return False
    return None if None in conditions else True
