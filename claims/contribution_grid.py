"""The 24 months as an assessment judged them, and what the employer owed at the PHK. Reads a stored assessment only."""

from dataclasses import dataclass
from datetime import date

from claims.models import Assessment
from rules import arrears
from rules.calendar import Calendar, month_of
from rules.counting import COUNTED, LATE, NO_RECORD, UNPAID
from rules.deadlines import contribution_due
from rules.eligibility import wage_basis
from rules.facts_json import eligibility_facts

NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Cell:
    """One month. `state` counted, late, unpaid, none, or not_due: unpaid, and still in time."""

    month: date
    state: str


def grid(assessment: Assessment, calendar: Calendar) -> list[Cell]:
    """Oldest first; empty when the contributions are not known."""
    months = next(r["facts"]["months"] for r in assessment.reasons if r["code"] == "ELG-05")
    return [_cell(name, state, assessment.decided_on, calendar) for name, state in months.items()]


def _cell(name: str, state: str, on: date, calendar: Calendar) -> Cell:
    month = date.fromisoformat(f"{name}-01")
    if state in (UNPAID, NO_RECORD) and on <= contribution_due(month_of(month), calendar):
        state = NOT_DUE
    return Cell(month, state)


def counts(cells: list[Cell]) -> dict[str, int]:
    """How many months count, do not, and are not due yet."""
    states = [cell.state for cell in cells]
    return {
        "counted": states.count(COUNTED),
        "missing": sum(states.count(state) for state in (LATE, UNPAID, NO_RECORD)),
        "not_due": states.count(NOT_DUE),
    }


def reported_wage(assessment: Assessment) -> int | None:
    """The wage that the benefit rests on as it was reported, before the ceiling."""
    facts = eligibility_facts(assessment.facts)
    if facts.contributions is None or facts.phk.on is None:
        return None
    return wage_basis(facts.contributions, facts.phk.on)


@dataclass(frozen=True, slots=True)
class Arrears:
    """What was unpaid at the PHK, and who therefore pays first. `payer` bpjs, employer_first, or None: not known."""

    consecutive: int
    total: int
    payer: str | None
    law: str


def arrears_at_phk(assessment: Assessment, *, bankrupt_or_closed: bool, calendar: Calendar) -> Arrears | None:
    """Months that were due and unpaid on the day of the PHK (Pasal 39, 39A). None without contributions."""
    phk_on = eligibility_facts(assessment.facts).phk.on
    cells = grid(assessment, calendar)
    if phk_on is None or not cells:
        return None
    due = [cell for cell in cells if contribution_due(month_of(cell.month), calendar) < phk_on]
    unpaid = [cell.state in (UNPAID, LATE) for cell in due]
    in_a_row = next((n for n, is_unpaid in enumerate(reversed(unpaid)) if not is_unpaid), len(unpaid))
    facts = arrears.ArrearsFacts(phk_on, in_a_row, sum(unpaid), bankrupt_or_closed)
    answer = arrears.decide(facts).to_json()
    return Arrears(in_a_row, sum(unpaid), answer["payer"], answer["law"] or "")
