"""What happened in the search for work, for whoever waits for it (jkp_portal/subscriptions.py)."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, slots=True)
class ActivityJudged(Event):
    """An officer judged evidence, or the portal counted, or stopped counting, what happened inside it."""

    person_id: str


@dataclass(frozen=True, slots=True)
class AssessmentCompleted(Event):
    """The self-assessment is complete: a condition from month 2 on (POL-13)."""

    person_id: str


@dataclass(frozen=True, slots=True)
class ApplicationAccepted(Event):
    """An employer takes somebody who applied through the portal."""

    application_id: str
