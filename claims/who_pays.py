"""Who pays the cash benefit when the employer owes contributions (Pasal 39 and 39A, POL-22): the branch and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from claims.contribution_grid import Cell, arrears_at_phk, grid
from claims.enums import Branch, DecisionKind
from claims.models import Assessment, Claim, Decision
from participants.models import Employer
from rules.articles import article
from rules.calendar import Calendar, month_of
from rules.counting import UNPAID
from rules.deadlines import contribution_due
from rules.decision import Payer
from rules.law import Regime

FACT = "who_pays"  # where a decision keeps its snapshot
_PROTECTED = article("ARREARS-BANKRUPT", Regime.R25).text


@dataclass(frozen=True, slots=True)
class WhoPays:
    """`consecutive` and `total`: months that were due and unpaid at the PHK. `law` empty: nothing decides.

    `unpaid`: the months among them that are still unpaid, as `YYYY-MM`, oldest first.
    """

    branch: Branch
    consecutive: int
    total: int
    law: str
    unpaid: tuple[str, ...] = ()

    @property
    def employer_first(self) -> bool:
        return self.branch == Branch.EMPLOYER_FIRST

    def to_json(self) -> dict[str, Any]:
        """As a decision keeps it."""
        return {
            "branch": self.branch.value,
            "consecutive": self.consecutive,
            "total": self.total,
            "law": self.law,
            "unpaid": list(self.unpaid),
        }


def who_pays(assessment: Assessment, employer: Employer, calendar: Calendar) -> WhoPays:
    """Read from a stored assessment and what is known of the employer today."""
    bankrupt = employer.bankrupt_or_closed_on is not None
    found = arrears_at_phk(assessment, bankrupt_or_closed=bankrupt, calendar=calendar)
    if found is None or found.payer is None:
        return WhoPays(Branch.UNKNOWN, 0, 0, "")
    if found.payer == Payer.EMPLOYER_FIRST:
        branch = Branch.EMPLOYER_FIRST
    elif not found.total:
        branch = Branch.CLEAR
    else:
        branch = Branch.BANKRUPT if found.law == _PROTECTED else Branch.WITHIN_LIMIT
    return WhoPays(branch, found.consecutive, found.total, found.law, _still_unpaid(assessment, calendar))


def _still_unpaid(assessment: Assessment, calendar: Calendar) -> tuple[str, ...]:
    phk_on = date.fromisoformat(assessment.facts["phk"]["on"])
    return tuple(f"{cell.month:%Y-%m}" for cell in grid(assessment, calendar) if _was_owed(cell, phk_on, calendar))


def _was_owed(cell: Cell, phk_on: date, calendar: Calendar) -> bool:
    return cell.state == UNPAID and contribution_due(month_of(cell.month), calendar) < phk_on


def kept(decision: Decision) -> WhoPays | None:
    """What an approval was decided on; None for one that was written without it."""
    found = decision.facts.get(FACT)
    if found is None:
        return None
    return WhoPays(Branch(found["branch"]), found["consecutive"], found["total"], found["law"], tuple(found["unpaid"]))


def carried(claim: Claim) -> dict[str, Any]:
    """The word about who pays, for an approval that changes something else."""
    facts = claim.decisions.filter(kind=DecisionKind.APPROVAL).order_by("-at").values_list("facts", flat=True).first()
    return {FACT: facts[FACT]} if facts and FACT in facts else {}


def branch_of(claim: Claim, assessment: Assessment | None, calendar: Calendar) -> WhoPays | None:
    """What was decided, else what the last assessment says. None before there is either."""
    decided = claim.verdict
    found = kept(decided) if decided is not None else None
    if found is not None or assessment is None:
        return found
    return who_pays(assessment, claim.phk.employer, calendar)
