"""What happened to a benefit, for whoever waits for it (jkp_portal/subscriptions.py). Days are ISO dates."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, slots=True)
class BenefitPeriodSet(Event):
    """The six months of a benefit are known, or run again; `first_filed_on` is the day month 1 was filed."""

    claim_id: str
    person_id: str
    first_filed_on: str


@dataclass(frozen=True, slots=True)
class EmployerOwesMonth(Event):
    """A month was granted that the employer pays before the fund does (Pasal 39 ayat (3))."""

    month_id: str


@dataclass(frozen=True, slots=True)
class BenefitEnded(Event):
    """A benefit stopped before its time. `on` is the first day without it."""

    claim_id: str
    on: str


@dataclass(frozen=True, slots=True)
class WorkFound(Event):
    """A report of new work took effect."""

    claim_id: str
    person_id: str
    started_on: str
    employer: str
