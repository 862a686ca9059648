"""What an employer owes its workers before anything is paid: which programmes, told by when, verified how.

The programmes follow the scale of the enterprise (PP 37/2021 and PP 6/2025 Pasal 4 ayat (3)); enrolment and changes
have a clock (Permenaker 7/2021, ENR-02, ENR-03 and ENR-05).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rules import parameters as law
from rules.calendar import SHIPPED, Calendar, add_working_days
from rules.decision import Reason
from rules.eligibility import LARGE_SCALES, decide
from rules.facts import EligibilityFacts, Participant, Programme, Scale
from rules.law import LegalRef, Parameter, Regime

ORDER: Final = (Programme.JKK, Programme.JKM, Programme.JHT, Programme.JP)
VERIFIED: Final = "ELG-12"


@dataclass(frozen=True, slots=True)
class Required:
    """The programmes that an enterprise of a scale must give each worker, in the order in which people name them."""

    programmes: tuple[Programme, ...]
    law: LegalRef

    def missing(self, given: frozenset[Programme]) -> tuple[Programme, ...]:
        """What is owed and not given."""
        return tuple(programme for programme in self.programmes if programme not in given)


def required_programmes(scale: Scale, on: date) -> Required:
    """Raises ParameterNotInForce before 2 February 2021."""
    value = (law.PROGRAMMES_LARGE if scale in LARGE_SCALES else law.PROGRAMMES_SMALL).on(on)
    return Required(tuple(programme for programme in ORDER if programme in value.value), value.law)


def enrolment_due(started_on: date) -> date:
    """The last day to register a worker: 30 days from the start of work (ENR-02)."""
    return started_on + timedelta(days=_days(law.ENROLMENT_DAYS, started_on))


def data_change_due(changed_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day to report a change of a worker's data: 7 working days (ENR-05). Raises CalendarNotLoaded."""
    return add_working_days(changed_on, _days(law.DATA_CHANGE_WORKING_DAYS, changed_on), calendar)


def enrolment_answer_due(received_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day for BPJS to answer: one day, or the next working day (ENR-03). Raises CalendarNotLoaded."""
    days = _days(law.ENROLMENT_ANSWER_DAYS, received_on)
    return calendar.next_working_day(received_on + timedelta(days=days))


def _days(parameter: Parameter[int], day: date) -> int:
    """A duty that began before the programme did is counted as on its first day."""
    return parameter.on(max(day, parameter.values[0].since)).value


def verified(participant: Participant) -> tuple[tuple[Regime, Reason], ...]:
    """Programmes and JKN as each regime judges them, the older first (ENR-06): the condition ELG-12 of both."""
    return tuple((value.value, _condition(participant, value.since)) for value in law.REGIME.values)


def _condition(participant: Participant, on: date) -> Reason:
    reasons = decide(EligibilityFacts(decided_on=on, participant=participant)).reasons
    return next(reason for reason in reasons if reason.code == VERIFIED)
