"""Questions to the policy simulator, asked as in life.

question()                      what if 60 % became 50 % from September 2026, 400 invented people
ordered(actor=…)                the run, waiting for a worker
answered(actor=…)               the run with its answer
"""

from datetime import date, datetime
from typing import Any

from accounts.enums import Role
from accounts.models import User
from reports.enums import Population
from reports.models import SimulationRun
from reports.operations.simulating import answer
from reports.operations.simulations import Question, order_run, read_change
from tests.factories.accounts import officer
from tests.factories.participants import MORNING

SINCE = date(2026, 9, 1)
HALF = ["1/2"] * 6


def question(
    name: str = "benefit_rates", value: Any = HALF, since: date = SINCE, *, more: tuple[Any, ...] = (), **fields: Any
) -> Question:
    fields = {"population": Population.INVENTED, "people": 400, "seed": 7} | fields
    return Question((read_change(name, value, since), *(read_change(*one) for one in more)), **fields)


def registered(name: str = "benefit_rates", value: Any = HALF, since: date = SINCE) -> Question:
    return question(name, value, since, population=Population.REGISTER, people=None, seed=None)


def directorate(**fields: Any) -> User:
    """Who asks for the directorate: the national reviewer."""
    return officer(Role.REVIEWER, **fields)


def ordered(asked: Question | None = None, *, actor: User | None = None, at: datetime = MORNING) -> SimulationRun:
    return order_run(asked or question(), actor=actor or directorate(), at=at)


def answered(asked: Question | None = None, *, actor: User | None = None, at: datetime = MORNING) -> SimulationRun:
    return answer(ordered(asked, actor=actor, at=at), at=at)
