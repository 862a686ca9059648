"""Who pays the cash benefit when the employer is in arrears (Pasal 39 and 39A, POL-22)."""

from dataclasses import dataclass
from datetime import date

from rules.articles import article
from rules.decision import Payer
from rules.duties import ARREARS_CONSECUTIVE_LIMIT, BANKRUPT_ARREARS_LIMIT
from rules.law import LegalRef
from rules.transitional import eligibility_regime


@dataclass(frozen=True, slots=True)
class ArrearsFacts:
    """Months of contribution unpaid at the PHK: in a row, and altogether. None is unknown."""

    phk_on: date
    consecutive_unpaid: int | None = None
    total_unpaid: int | None = None
    bankrupt_or_closed: bool | None = None


@dataclass(frozen=True, slots=True)
class ArrearsDecision:
    """`payer` None: a missing fact decides, so an officer does."""

    payer: Payer | None
    law: LegalRef | None

    def to_json(self) -> dict[str, object]:
        """The answer as the decision contract writes it."""
        return {
            "payer": None if self.payer is None else self.payer.value,
            "law": None if self.law is None else self.law.text,
        }


def decide(facts: ArrearsFacts) -> ArrearsDecision:
    """Bankruptcy is tested first; the regime is that of the PHK. Raises ParameterNotInForce before February 2021."""
    regime = eligibility_regime(facts.phk_on)
    protected = _protected_by_bankruptcy(facts)
    if protected:
        return ArrearsDecision(Payer.BPJS, article("ARREARS-BANKRUPT", regime))
    if facts.consecutive_unpaid is None:
        return ArrearsDecision(None, None)
    if facts.consecutive_unpaid <= ARREARS_CONSECUTIVE_LIMIT.on(facts.phk_on).value:
        return ArrearsDecision(Payer.BPJS, article("ARREARS-BPJS", regime))
    if protected is None:
        return ArrearsDecision(None, None)
    return ArrearsDecision(Payer.EMPLOYER_FIRST, article("ARREARS-EMPLOYER", regime))


def _protected_by_bankruptcy(facts: ArrearsFacts) -> bool | None:
    limit = BANKRUPT_ARREARS_LIMIT.on(facts.phk_on).value
    if not limit or facts.bankrupt_or_closed is False:
        return False
    if facts.total_unpaid is not None and facts.total_unpaid > limit:
        return False
    return None if None in (facts.bankrupt_or_closed, facts.total_unpaid) else True
