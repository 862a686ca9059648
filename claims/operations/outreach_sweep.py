"""The national sweep: the law is asked about everybody who was laid off and has not claimed, a chunk at a time.

Whom the rules find entitled will be reminded; whom the data do not decide is for an officer; whom they find not
entitled gets no entry and is told nothing (POL-20, POL-26). Needs numpy: imported by the job only (ADR 19).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction

from claims.enums import OutreachState
from claims.models import OutreachEntry
from claims.selectors.outreach_columns import START, Candidates, candidates, with_months
from core import audit, clock
from core.bulk import insert_rows
from rules.batch import ELIGIBLE, INELIGIBLE, Answers, judge
from rules.batch import days as numbers
from rules.batch.answers import BIT

CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Swept:
    """How many PHKs without a claim were looked at, and how many of them are new: entitled, or doubtful."""

    looked_at: int = 0
    found: int = 0
    doubtful: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(self.looked_at + other.looked_at, self.found + other.found, self.doubtful + other.doubtful)


def sweep(*, at: datetime, chunk: int = CHUNK) -> Swept:
    """Look at everybody; each chunk is a transaction, so that whoever is killed in between goes on the next time.

    Again on the same day finds nobody new. At most `chunk` rows are in memory, about 4 kB each.
    """
    total, after = Swept(), START
    while True:
        with transaction.atomic():
            found = candidates(after=after, today=clock.legal_date(at), limit=chunk)
            if not found:
                break
            total += _judge_chunk(found, at)
        after = found.phks[-1]
    audit.record(
        "claims.outreach.swept",
        actor=None,
        at=at,
        looked_at=total.looked_at,
        found=total.found,
        doubtful=total.doubtful,
    )
    return total


def _judge_chunk(found: Candidates, at: datetime) -> Swept:
    """First by bits alone: who cannot have enough months is done with. Then the others by their months."""
    today = numbers.number(clock.legal_date(at))
    first = judge(found.people)
    runs = first.last_filing_day() >= today
    known = np.array([entry is not None for entry in found.entries])
    left = with_months(found, runs & ((first.outcome != INELIGIBLE) | known))
    if not left:
        return Swept(looked_at=len(found))
    answers = judge(left.people)
    new = _write(left, answers, at)
    _look_again(left, answers, at)
    return Swept(looked_at=len(found), **new)


def _write(left: Candidates, answers: Answers, at: datetime) -> dict[str, int]:
    """One statement for all entries. A PHK that another sweep has written meanwhile is left alone."""
    chosen = [place for place in np.flatnonzero(answers.outcome != INELIGIBLE).tolist() if left.entries[place] is None]
    states = [OutreachState.FOUND if answers.outcome[n] == ELIGIBLE else OutreachState.DOUBTFUL for n in chosen]
    lapse = answers.last_filing_day()
    written = insert_rows(
        OutreachEntry,
        len(chosen),
        each={
            "phk_id": [left.phks[n] for n in chosen],
            "person_id": [left.persons[n] for n in chosen],
            "state": [state.value for state in states],
            "lapses_on": [numbers.day(int(lapse[n])) for n in chosen],
            "open_questions": [open_questions(answers, n) for n in chosen],
        },
        same={"found_on": clock.legal_date(at)},
        skip_those_there=True,
        returning=("state",),
    )
    found = sum(state == OutreachState.FOUND for (state,) in written)
    return {"found": found, "doubtful": len(written) - found}


def open_questions(answers: Answers, place: int) -> list[str]:
    """The conditions that the data leave open for one person."""
    bits = int(answers.unknown[place])
    return [code for code, bit in BIT.items() if bits & bit]


def _look_again(left: Candidates, answers: Answers, at: datetime) -> None:
    """Who was doubtful: reminded now that the data say yes, left alone now that they say no, else for an officer."""
    places: dict[UUID, int] = {entry: n for n, entry in enumerate(left.entries) if entry is not None}
    rows: list[Any] = list(
        OutreachEntry.objects.filter(pk__in=places, state=OutreachState.DOUBTFUL).select_for_update(skip_locked=True)
    )
    by_outcome = {ELIGIBLE: ("pass", {"open_questions": []}), INELIGIBLE: ("drop", {"closed_at": at})}
    for outcome, (move, fields) in by_outcome.items():
        chosen = [row for row in rows if answers.outcome[places[row.pk]] == outcome]
        OutreachEntry.workflow.move_rows(
            chosen, move, actor=None, at=at, note="data", each=lambda place, fields=fields: fields
        )
    changed = []
    for row in rows:
        now_open = open_questions(answers, places[row.pk])
        if row.state == OutreachState.DOUBTFUL and row.open_questions != now_open:
            row.open_questions = now_open
            changed.append(row)
    OutreachEntry.objects.bulk_update(changed, ["open_questions"])
