"""What if? Parameters with values that are not law from a day on, as `rules.simulation` asks about them.

Without numpy, so that a form can read and refuse a change before anybody computes with it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from rules import parameters as law
from rules.errors import InvalidFacts
from rules.law import Parameter
from rules.reading import Tables
from rules.trial import parameter, read_value, standing_in

# What a change of it does to months, amounts or to who may receive; any other parameter would change nothing here.
SIMULATED: Final[tuple[Parameter[Any], ...]] = (
    law.BENEFIT_RATES,
    law.BENEFIT_MONTHS,
    law.WAGE_CEILING,
    law.COUNTED_MONTHS_NEEDED,
    law.WINDOW_MONTHS,
    law.WINDOW_INCLUDES_PHK_MONTH,
    law.CONSECUTIVE_MONTHS_NEEDED,
    law.CONSECUTIVE_ANCHOR,
    law.CLAIM_PERIOD_MONTHS,
    law.REGISTRATION_AGE_LIMIT,
    law.EXCLUDED_REASONS,
    law.UNDECIDED_REASONS,
    law.PROOF_KINDS,
    law.JKN_SEGMENTS,
    law.PROGRAMMES_LARGE,
    law.PROGRAMMES_SMALL,
    law.BENEFITS_MAX,
    law.MONTHS_BETWEEN_BENEFITS,
)
# Of these, what matters to people of whom only months, wage and days are known: the others are taken as met.
BY_MONTHS_AND_MONEY: Final[tuple[Parameter[Any], ...]] = SIMULATED[:9]
# What makes sense, both ends included; shares of the wage are between 0 and 1.
BOUNDS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        law.BENEFIT_MONTHS.name: (1, 24),
        law.WAGE_CEILING.name: (1_000_000, 100_000_000),
        law.COUNTED_MONTHS_NEEDED.name: (0, 60),
        law.WINDOW_MONTHS.name: (1, 60),
        law.CONSECUTIVE_MONTHS_NEEDED.name: (0, 60),
        law.CLAIM_PERIOD_MONTHS.name: (1, 24),
    }
)
ANCHORS: Final = ("any", "ending_at_phk")
_NEEDED: Final = (law.COUNTED_MONTHS_NEEDED, law.CONSECUTIVE_MONTHS_NEEDED)


class Change(NamedTuple):
    """`parameter` is worth `value` from `since` on, whatever the law says of later days."""

    parameter: Parameter[Any]
    value: Any
    since: date


def change_of(name: str, plain: object, since: date) -> Change:
    """A change as JSON can hold it: "benefit_rates", ["1/2", …]. Rates may be more or fewer than the law's.

    Raises UnknownParameter for a name or a value that the law does not have, InvalidFacts for one without effect here.
    """
    found = parameter(name)
    like = found.values[-1].value
    if found is law.BENEFIT_RATES and isinstance(plain, list) and isinstance(like, tuple):
        like = like[:1] * len(plain)
    return _simulated(Change(found, read_value(like, plain), since))


def tables_of(changes: Iterable[Change]) -> Tables:
    """The law with the changes; of two changes of one parameter the later holds from its own day on."""
    changed: dict[str, Parameter[Any]] = {}
    for change in sorted(changes, key=lambda one: one.since):
        name = _simulated(change).parameter.name
        changed[name] = standing_in(changed.get(name, change.parameter), change.value, change.since)
    return Tables(changed.values())


def _simulated(change: Change) -> Change:
    if change.parameter not in SIMULATED:
        raise InvalidFacts(f"{change.parameter.name} changes neither who receives nor how much", "parameter")
    return change


def refuse_senseless(changes: Iterable[Change]) -> None:
    """Raise InvalidFacts, with the parameter as its path, for values outside their bounds, and for a day on which
    somebody would have more months than shares of the wage, or need more months than the window has.
    """
    changes = list(changes)
    for change in changes:
        refuse_outside(change)
    tables = tables_of(changes)
    first = min((change.since for change in changes), default=date.max)
    read: tuple[Parameter[Any], ...] = (law.BENEFIT_MONTHS, law.BENEFIT_RATES, law.WINDOW_MONTHS, *_NEEDED)
    for day in sorted({value.since for one in read for value in tables.of(one).values if value.since >= first}):
        months, shares = tables.on(law.BENEFIT_MONTHS, day), tables.on(law.BENEFIT_RATES, day)
        if months > len(shares):
            raise InvalidFacts(f"{months} months need as many shares, not {len(shares)}", law.BENEFIT_RATES.name)
        for one in _NEEDED:
            if tables.on(one, day) > tables.on(law.WINDOW_MONTHS, day):
                raise InvalidFacts("The window is shorter than the months that are needed in it", one.name)


def refuse_outside(change: Change) -> None:
    """Raise InvalidFacts for a value that makes no sense by itself."""
    name, value = change.parameter.name, change.value
    if name == law.BENEFIT_RATES.name and (not value or any(not Fraction(0) <= share <= 1 for share in value)):
        raise InvalidFacts("A share of the wage is between 0 and 1", name)
    if name in BOUNDS and not BOUNDS[name][0] <= value <= BOUNDS[name][1]:
        raise InvalidFacts(f"{value} is not between {BOUNDS[name][0]} and {BOUNDS[name][1]}", name)
    if name == law.CONSECUTIVE_ANCHOR.name and value not in ANCHORS:
        raise InvalidFacts(f"{value} is none of {', '.join(ANCHORS)}", name)
