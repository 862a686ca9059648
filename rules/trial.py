"""What if? A parameter with a value that is not law, for as long as a block runs: for dry runs, never for decisions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from typing import Final, TypeVar

from rules.errors import RulesError
from rules.law import KEBIJAKAN, Evidence, LegalRef, Parameter, Value
from rules.parameters import PARAMETERS
from rules.reading import forget_law

T = TypeVar("T")

TRIAL: Final = LegalRef(KEBIJAKAN, "uji coba", Evidence.CONFIG)


class UnknownParameter(RulesError):
    """No parameter has this name, or the value is not of its kind."""


def parameter(name: str) -> Parameter[object]:
    """The parameter of a name. Raises UnknownParameter."""
    for found in PARAMETERS:
        if found.name == name:
            return found
    raise UnknownParameter(f"{name}: see `python -m rules table` for the names", "name")


def read_value(like: object, plain: object) -> object:
    """A JSON value as the parameter holds it: "3/5" a share, a list a tuple or a set. Raises UnknownParameter."""
    if isinstance(like, bool) and isinstance(plain, bool):
        return plain
    if isinstance(like, Fraction) and isinstance(plain, str | int) and not isinstance(plain, bool):
        return Fraction(plain)
    if isinstance(like, tuple) and isinstance(plain, list) and len(plain) == len(like):
        return tuple(read_value(one, other) for one, other in zip(like, plain, strict=True))
    if isinstance(like, frozenset) and isinstance(plain, list):
        return frozenset(plain)
    if isinstance(like, str) and isinstance(plain, str):
        return plain
    if isinstance(plain, int) and bool not in (type(like), type(plain)) and isinstance(like, int):
        return type(like)(plain)
    raise UnknownParameter(f"{plain!r} is not of the kind of {like!r}", "value")


def changed_values(parameter: Parameter[T], value: T, since: date) -> tuple[Value[T], ...]:
    """The values of a parameter up to `since`, and from then on only `value`."""
    return (*(old for old in parameter.values if old.since < since), Value(since, value, TRIAL))


def standing_in(parameter: Parameter[T], value: T, since: date) -> Parameter[T]:
    """A parameter of the same name that is worth `value` from `since` on; the law itself stays as it is."""
    values = changed_values(parameter, value, since)
    return Parameter(parameter.name, parameter.label, *values, policy=parameter.policy)


@contextmanager
def trial(changed: Parameter[object], value: object, since: date) -> Iterator[None]:
    """For the block, `changed` is worth `value` from `since` on. Not for a process that decides at the same time."""
    before = changed.values
    changed.values = changed_values(changed, value, since)
    forget_law()
    try:
        yield
    finally:
        changed.values = before
        forget_law()
