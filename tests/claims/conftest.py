"""The day on which the tests of claims play."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
import time_machine

from integrations.bpjs import (
    Contribution,
    ContributionsAnswer,
    JknSegment,
    Membership,
    MembershipAnswer,
    PreviousBenefitsAnswer,
    Scale,
)
from integrations.sandbox.people import months_before
from participants.models import PhkEvent
from tests.factories.claims import MORNING, WAGE, moment


@pytest.fixture
def at() -> datetime:
    """Monday, 16 November 2026, 09.00 WIB."""
    return MORNING


@pytest.fixture
def travel(at: datetime) -> Iterator[Callable[[date | datetime], datetime]]:
    """It is `at`; `travel(day)` moves to 09.00 WIB of another day, `travel(moment)` to a moment."""
    with time_machine.travel(at, tick=False) as machine:

        def go(to: date | datetime) -> datetime:
            there = to if isinstance(to, datetime) else moment(to)
            machine.move_to(there)
            return there

        yield go


class Bpjs:
    """BPJS that holds one person: the answers that its client would read."""

    def __init__(self, event: PhkEvent, paid: int, at: datetime) -> None:
        self.event, self.paid, self.at = event, paid, at

    def membership(self, nik: str) -> MembershipAnswer:
        person, npp = self.event.person, self.event.employer.npp
        here = Membership("990", npp, "PT", Scale.MEDIUM, ("JHT", "JKK", "JKM", "JP"), date(2019, 3, 1), None)
        return MembershipAnswer(True, True, person.born_on, date(2019, 3, 1), JknSegment.WAGE_EARNER, (here,), self.at)

    def contributions(self, nik: str, first: date, last: date) -> ContributionsAnswer:
        months = months_before(self.event.phk_on, self.paid)
        npp = self.event.employer.npp
        rows = [Contribution(month, npp, WAGE, month.replace(day=28), month.replace(day=5)) for month in months]
        return ContributionsAnswer(tuple(rows), self.at)

    def previous_benefits(self, nik: str) -> PreviousBenefitsAnswer:
        return PreviousBenefitsAnswer((), self.at)


@pytest.fixture
def known_bpjs(at: datetime) -> Callable[..., Bpjs]:
    """`known_bpjs(event, paid=24)`: BPJS that holds so many paid months before the PHK."""

    def make(event: PhkEvent, *, paid: int) -> Bpjs:
        return Bpjs(event, paid, at)

    return make
