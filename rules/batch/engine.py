"""Everybody, a block at a time: which law, which conditions fail or are unknown, and what follows (POL-20)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rules.batch.answers import ASK, BIT, BLOCK, HELD, INELIGIBLE, Answers, blocks
from rules.batch.conditions import CONDITIONS, Answer, Case, PhkDays, wage_base
from rules.batch.people import UNKNOWN, People, Small
from rules.batch.periods import Period, periods_of, place_of
from rules.eligibility import HELD_BY
from rules.reading import CODES, THE_LAW, Tables


def judge(
    people: People, *, presumed: frozenset[str] = frozenset(), tables: Tables = THE_LAW, block: int = BLOCK
) -> Answers:
    """Judges everybody under the law of the day of their decision (POL-04).

    `presumed` names conditions (ELG-…) that are not asked but taken as met, for a question about months and money
    alone. Who has no day of decision, or one before the law, is for an officer. Raises InvalidFacts for a wage ceiling
    or a window that the numbers here cannot hold.
    """
    periods = periods_of(tables)
    engine = _Engine(people, periods, tuple(code for code in CODES if code not in presumed))
    answers = _empty(people, periods)
    for part in blocks(len(people), block):
        engine.judge(part, answers)
    return answers


def _empty(people: People, periods: tuple[Period, ...]) -> Answers:
    size = len(people)
    period = np.empty(size, dtype=np.int8)
    period[:] = place_of(people.decided_on, periods)
    return Answers(
        people=people,
        periods=periods,
        period=period,
        outcome=np.full(size, ASK, dtype=np.int8),
        failed=np.zeros(size, dtype=np.uint16),
        unknown=np.zeros(size, dtype=np.uint16),
        wage_base=np.zeros(size, dtype=np.int32),
    )


class _Engine:
    """What is the same for all blocks."""

    def __init__(self, people: People, periods: tuple[Period, ...], asked: tuple[str, ...]) -> None:
        self.people = people
        self.phk = PhkDays(people.phk_on, periods)
        self.asked = [(BIT[code], CONDITIONS[code]) for code in asked]
        self.everything = sum(bit for bit, _ in self.asked)

    def judge(self, part: slice, answers: Answers) -> None:
        """Writes the answers of one block; people of several periods are judged a period at a time."""
        period, rows = answers.period[part], self.people.rows(part)
        present = [int(period[0])]
        if not isinstance(rows.decided_on, int):
            present = (np.flatnonzero(np.bincount(period + 1)) - 1).tolist()
        for place in present:
            if len(present) == 1:
                self._write(answers, part, rows, place)
            else:
                chosen = np.flatnonzero(period == place)
                self._write(answers, chosen + part.start, rows.rows(chosen), place)

    def _write(self, answers: Answers, where: slice | NDArray[np.int64], rows: People, place: int) -> None:
        if place < 0:
            answers.unknown[where] = self.everything
            return
        case = Case(self.phk, rows, place)
        failed, unknown = _packed(case, self.asked)
        base = wage_base(case)
        answers.failed[where], answers.unknown[where], answers.wage_base[where] = failed, unknown, base
        answers.outcome[where] = _outcome(failed, unknown, base)


def _packed(
    case: Case, asked: list[tuple[int, Callable[[Case], Answer]]]
) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """A bit for each condition that fails, and for each that is unknown."""
    failed = np.zeros(len(case.people), dtype=np.uint16)
    unknown = np.zeros(len(case.people), dtype=np.uint16)
    for bit, condition in asked:
        answer = condition(case)
        if isinstance(answer, int):
            if answer == UNKNOWN:  # no condition fails for everybody alike
                unknown |= np.uint16(bit)
        else:
            failed |= (answer < UNKNOWN) * np.uint16(bit)
            open_ = answer == UNKNOWN
            if open_.any():
                unknown |= open_ * np.uint16(bit)
    return failed, unknown


def _outcome(failed: NDArray[np.uint16], unknown: NDArray[np.uint16], wage_base: NDArray[np.int32]) -> Small:
    """A known failure before a dispute, a dispute before an unknown, an unknown before eligible."""
    refused = failed != 0
    asks = ~refused & ((unknown != 0) | (wage_base == 0))
    held = failed == BIT[HELD_BY]
    # Sums of masks: choosing by `np.where` takes ten times as long when nobody's neighbour is alike.
    outcome: Small = refused * np.int8(INELIGIBLE) + asks * np.int8(ASK) + held * np.int8(HELD - INELIGIBLE)
    return outcome
