"""The administrative sanction against an employer: two warnings, a fine, no access to certain public services (TMP2T).

Which step comes next, from which day, and why not yet. Nothing moves by itself: a step that is open is proposed by
one officer and approved by another (DUT-10 to DUT-14).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rules.calendar import SHIPPED, Calendar
from rules.deadlines import warning_due
from rules.decision import Reason, all_met
from rules.duties import FINE_DAYS, WARNING_WORKING_DAYS
from rules.errors import InvalidFacts
from rules.law import KEBIJAKAN, PP_86_2013, Evidence, LegalRef, Parameter

SERVED, RAN_OUT, NOT_MET, HEARD, MET = "SAN-01", "SAN-02", "SAN-03", "SAN-04", "SAN-05"

_PROCEDURE: Final = LegalRef(PP_86_2013, "", Evidence.NEWS)
_RIGHT_OF_REPLY: Final = LegalRef(KEBIJAKAN, "", Evidence.CONFIG)


class Stage(StrEnum):
    """Where a case stands. `FOUND`: the inspection report (nota pemeriksaan) is written, no sanction yet."""

    FOUND = "found"
    WARNED_ONCE = "warned_once"
    WARNED_TWICE = "warned_twice"
    FINED = "fined"
    RECOMMENDED = "recommended"
    IMPOSED = "imposed"
    LIFTED = "lifted"
    COMPLIED = "complied"


_NEXT: Final[Mapping[Stage, Stage]] = {
    Stage.FOUND: Stage.WARNED_ONCE,
    Stage.WARNED_ONCE: Stage.WARNED_TWICE,
    Stage.WARNED_TWICE: Stage.FINED,
    Stage.FINED: Stage.RECOMMENDED,
    Stage.RECOMMENDED: Stage.IMPOSED,
}
_CLOCKS: Final[Mapping[Stage, Parameter[int]]] = {
    Stage.WARNED_ONCE: WARNING_WORKING_DAYS,
    Stage.WARNED_TWICE: WARNING_WORKING_DAYS,
    Stage.FINED: FINE_DAYS,
}


@dataclass(frozen=True, slots=True)
class SanctionFacts:
    """A case on a day. `served_on`: when the letter of its stage reached the employer; None: it has not.

    `obligations_met` None: nobody has looked. `reply_until`: the last day of an answer or objection that is open.
    """

    on: date
    stage: Stage
    served_on: date | None
    obligations_met: bool | None
    reply_until: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The stage that comes next, and SAN-01 to SAN-04 (or SAN-05 for lifting), each once."""

    stage: Stage
    reasons: tuple[Reason, ...]

    @property
    def is_open(self) -> bool | None:
        """Whether the step may be proposed; None when a fact is unknown (POL-20)."""
        return all_met(*(reason.met for reason in self.reasons))


def stage_ends(stage: Stage, served_on: date, calendar: Calendar = SHIPPED) -> date | None:
    """The last day that the employer has in a stage: 10 working days a warning, 30 days the fine; None without a clock.

    Raises CalendarNotLoaded when a year is missing.
    """
    if stage in (Stage.WARNED_ONCE, Stage.WARNED_TWICE):
        return warning_due(served_on, calendar)
    if stage == Stage.FINED:
        return served_on + timedelta(days=FINE_DAYS.on(served_on).value)
    return None


def next_step(facts: SanctionFacts, calendar: Calendar = SHIPPED) -> Step | None:
    """What may follow; None for a case that ended. A step is open the day after the clock of the stage has run out.

    Raises InvalidFacts for a letter served in the future.
    """
    if facts.served_on is not None and facts.served_on > facts.on:
        raise InvalidFacts("A letter is not served in the future", "served_on")
    if facts.stage == Stage.IMPOSED:
        return Step(Stage.LIFTED, (Reason(MET, facts.obligations_met, _PROCEDURE, {}),))
    following = _NEXT.get(facts.stage)
    if following is None:
        return None
    unmet = None if facts.obligations_met is None else not facts.obligations_met
    return Step(
        following,
        (
            Reason(SERVED, facts.served_on is not None, _PROCEDURE, {"served_on": _iso(facts.served_on)}),
            _ran_out(facts, calendar),
            Reason(NOT_MET, unmet, _PROCEDURE, {}),
            Reason(
                HEARD,
                facts.reply_until is None or facts.on > facts.reply_until,
                _RIGHT_OF_REPLY,
                {"reply_until": _iso(facts.reply_until)},
            ),
        ),
    )


def _ran_out(facts: SanctionFacts, calendar: Calendar) -> Reason:
    ends_on = None if facts.served_on is None else stage_ends(facts.stage, facts.served_on, calendar)
    clock = _CLOCKS.get(facts.stage)
    law = _PROCEDURE if clock is None else clock.on(facts.on).law
    met = facts.served_on is not None and (ends_on is None or facts.on > ends_on)
    return Reason(RAN_OUT, met, law, {"ends_on": _iso(ends_on)})


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
