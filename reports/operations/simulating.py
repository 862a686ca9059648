"""Answering a question to the policy simulator: columns of people, the law beside the changed law, sums only.

Needs numpy: imported by the job only (ADR 19). Memory: about 150 bytes a person, 300 MB for two million; nothing is
written before the end, so a worker that dies leaves a run that begins again.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import numpy as np

from core import clock
from reports.enums import Population, SimulationState, SimulationStep
from reports.models import SimulationRun
from reports.selectors.simulation_people import registered
from reports.simulated import told, told_months
from rules import parameters as law
from rules.batch import ELIGIBLE, INELIGIBLE, judge
from rules.batch.bitmaps import EPOCH
from rules.batch.days import months_table
from rules.changes import Change, change_of, tables_of
from rules.errors import RulesError
from rules.reading import THE_LAW
from rules.simulation import Claimants, Simulation, simulate
from rules.synthetic import PRESUMED, invented


def answer(run: SimulationRun, *, at: datetime) -> SimulationRun:
    """Compute a run that has no answer yet; another is left alone. What the rules refuse is kept as its problem."""
    if run.state in (SimulationState.DONE, SimulationState.FAILED):
        return run
    run = SimulationRun.workflow.move(run, "start", actor=None, at=at, started_at=at)
    try:
        result = _computed(run)
    except RulesError as error:
        return SimulationRun.workflow.move(
            run, "fail", actor=None, at=at, problem=error.message[:300], finished_at=clock.now()
        )
    return SimulationRun.workflow.move(run, "finish", actor=None, at=at, result=result, finished_at=clock.now())


def _computed(run: SimulationRun) -> dict[str, Any]:
    changes = [change_of(row["name"], row["value"], date.fromisoformat(row["since"])) for row in run.changes]
    _note(run, SimulationStep.PEOPLE)
    claimants = people_of_run(run)
    if not len(claimants.people):
        return {"people": 0, "months": [], "provinces": [], "wages": [], "total": None}
    _note(run, SimulationStep.COMPARING)
    found = simulate(claimants, changes, presumed=PRESUMED)
    result = aggregates(found, _people_behind(claimants, changes, found))
    _note(run, SimulationStep.WRITING)
    return result


def people_of_run(run: SimulationRun) -> Claimants:
    """The invented people of the seed, or those whose PHK the portal holds."""
    if run.population == Population.INVENTED:
        return invented(run.people or 0, run.seed or 0, run.first_phk, run.last_phk)
    return registered(run.first_phk, run.last_phk)


def aggregates(found: Simulation, people: Sequence[Sequence[int]]) -> dict[str, Any]:
    """What is kept and shown: months, provinces and wage bands, each of them with small groups hidden."""
    total = found.total
    return {
        "people": total.people,
        "months": told_months(found.to_json()["months"], people),  # type: ignore[arg-type]
        "provinces": told([asdict(group) for group in found.by_province()], "province"),
        "wages": told([asdict(group) for group in found.by_wage()], "wage_from"),
        "total": told([asdict(total)], "province")[0],
    }


def _people_behind(claimants: Claimants, changes: Sequence[Change], found: Simulation) -> list[list[int]]:
    """For each month how many are paid, or may be, before and after."""
    decided_on = np.broadcast_to(np.asarray(claimants.people.decided_on, dtype=np.int32), claimants.province.shape)
    decided = months_table(decided_on, EPOCH)[decided_on].astype(np.int64)
    first = int(decided.min())
    columns: list[np.ndarray] = []
    for tables in (THE_LAW, tables_of(changes)):
        outcome = judge(claimants.people, presumed=PRESUMED, tables=tables).outcome
        longest = max(value.value for value in tables.of(law.BENEFIT_MONTHS).values)
        for chosen in (outcome == ELIGIBLE, (outcome != ELIGIBLE) & (outcome != INELIGIBLE)):
            columns.append(_paid_by_month(claimants, decided - first, chosen, longest))
    columns = [columns[0], columns[2], columns[1], columns[3]]
    length = max(map(len, columns))
    table = [np.pad(column, (0, length - len(column))) for column in columns]
    places = [int(month.month) - EPOCH - first for month in found.months]
    return [[int(column[place]) if 0 <= place < length else 0 for column in table] for place in places]


def _paid_by_month(claimants: Claimants, decided: np.ndarray, chosen: np.ndarray, longest: int) -> np.ndarray:
    """How many of the chosen are in each month of the benefit's course, from the first month of decision on."""
    counts = np.zeros(int(decided.max()) + longest, dtype=np.int64)
    for n in range(1, longest + 1):
        out = chosen if claimants.months_out is None else chosen & (claimants.months_out >= n)
        found = np.bincount(decided[out], minlength=int(decided.max()) + 1)
        counts[n - 1 : n - 1 + len(found)] += found
    return counts


def _note(run: SimulationRun, step: SimulationStep) -> None:
    """How far it is, for the page; the state is moved by the workflow alone."""
    SimulationRun.objects.filter(pk=run.pk).update(step=step.value)
