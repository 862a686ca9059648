"""One question in, one answer out: the decision contract over plain dictionaries."""

from collections.abc import Callable, Mapping
from typing import Final

from rules import arrears, contributions, eligibility, facts_json, monthly, values
from rules.calendar import SHIPPED, add_working_days
from rules.errors import InvalidFacts, ParameterNotInForce
from rules.facts_json import ENVELOPE
from rules.registry import R21_SINCE

_CONTRIBUTION: Final = ENVELOPE | {"month", "wage"}
# The days on which a question reads the law.
_LAW_DAYS: Final = ("decided_on", "granted_on", "reference_date", "phk_on", "month")
_WORKING_DAYS: Final = ENVELOPE | {"from", "days"}


def identity_of(question: Mapping[str, object]) -> str | int | None:
    """The `id` to answer with: a text or a whole number, otherwise None."""
    identity = question.get("id")
    return identity if isinstance(identity, str) or type(identity) is int else None


def answer(question: Mapping[str, object]) -> dict[str, object]:
    """The answer to one question of the decision contract, with its `id`. Raises RulesError."""
    identity = identity_of(question)
    if identity is None and question.get("id") is not None:
        raise InvalidFacts("Expected a text or a whole number", "id")
    name = question.get("question")
    reply = _QUESTIONS.get(name) if isinstance(name, str) else None
    if reply is None:
        raise InvalidFacts(f"Expected one of {', '.join(_QUESTIONS)}", "question")
    try:
        return {"id": identity, **reply(question)}
    except ParameterNotInForce as error:
        raise ParameterNotInForce(error.message, _before_the_programme(question)) from None


def _before_the_programme(question: Mapping[str, object]) -> str:
    """The first day or month of the question on which the law was not in force yet."""
    start = R21_SINCE.isoformat()
    return next(key for key in _LAW_DAYS if isinstance(day := question.get(key), str) and day < start[: len(day)])


def _eligibility(data: Mapping[str, object]) -> dict[str, object]:
    facts = facts_json.eligibility_facts(data)
    return eligibility.decide(facts, facts_json.calendar_of(data, SHIPPED)).to_json()


def _month(data: Mapping[str, object]) -> dict[str, object]:
    facts = facts_json.month_facts(data)
    return monthly.decide(facts, facts_json.calendar_of(data, SHIPPED)).to_json()


def _contribution(data: Mapping[str, object]) -> dict[str, object]:
    values.known_keys(data, _CONTRIBUTION, "")
    facts_json.calendar_of(data, SHIPPED)
    wage = values.required(values.integer(data.get("wage"), "wage"), "wage")
    return dict(contributions.compute(values.month(data.get("month"), "month"), wage).to_json())


def _arrears(data: Mapping[str, object]) -> dict[str, object]:
    facts = facts_json.arrears_facts(data)
    facts_json.calendar_of(data, SHIPPED)
    return arrears.decide(facts).to_json()


def _working_days(data: Mapping[str, object]) -> dict[str, object]:
    values.known_keys(data, _WORKING_DAYS, "")
    start = values.required(values.day(data.get("from"), "from"), "from")
    days = values.required(values.count(data.get("days"), "days"), "days")
    return {"until": add_working_days(start, days, facts_json.calendar_of(data, SHIPPED)).isoformat()}


_QUESTIONS: Final[Mapping[str, Callable[[Mapping[str, object]], dict[str, object]]]] = {
    "eligibility": _eligibility,
    "month": _month,
    "contribution": _contribution,
    "arrears": _arrears,
    "working_days": _working_days,
}
