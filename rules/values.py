"""Reads single JSON values strictly. Every error is an InvalidFacts that names the path of the value."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final, TypeVar

from rules.calendar import Month
from rules.errors import InvalidFacts

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_EARLIEST: Final = date(1900, 1, 1)
REMEMBERED: Final = 20_000


def known_keys(data: Mapping[str, object], allowed: frozenset[str], path: str) -> None:
    """Raises InvalidFacts for the first key that is not allowed."""
    if not data.keys() <= allowed:
        key = min(data.keys() - allowed)
        raise InvalidFacts("Unknown key", f"{path}.{key}" if path else key)


def required(value: T | None, path: str) -> T:
    """The value. Raises InvalidFacts when it is None."""
    if value is None:
        raise InvalidFacts("Needed to answer this question", path)
    return value


def day(value: object, path: str) -> date | None:
    """An ISO date since 1900. Raises InvalidFacts."""
    try:
        return None if value is None else DAYS[value]
    except (ValueError, TypeError):
        raise InvalidFacts("Expected a date as YYYY-MM-DD, from 1900 on", path) from None


def _parse_day(value: object) -> date:
    if type(value) is not str or len(value) != 10 or value[4] != "-" or value[7] != "-":
        raise ValueError(value)
    read = date.fromisoformat(value)
    if read < _EARLIEST:
        raise ValueError(value)
    return read


def month(value: object, path: str) -> Month:
    """A month as `YYYY-MM`. Raises InvalidFacts, also when it is absent."""
    try:
        return MONTHS[value]
    except (ValueError, TypeError):
        raise InvalidFacts("Expected a month as YYYY-MM, from 1900 on", path) from None


def _parse_month(value: object) -> Month:
    match = _MONTH.fullmatch(value) if type(value) is str else None
    if match is None or int(match[1]) < _EARLIEST.year:
        raise ValueError(value)
    return Month(int(match[1]) * 12 + int(match[2]) - 1)


class Read(dict[object, T]):
    """What was read before, by its text. The same days and months come in every question, so almost all are known."""

    def __init__(self, parse: Callable[[object], T]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, value: object) -> T:
        """Parses and remembers. Raises ValueError, and TypeError for what cannot be a key."""
        if len(self) >= REMEMBERED:
            self.clear()
        read = self[value] = self._parse(value)
        return read


MONTHS: Final = Read(_parse_month)
DAYS: Final = Read(_parse_day)


def integer(value: object, path: str) -> int | None:
    """A whole number (rupiah, days, months). Raises InvalidFacts, also for true and 1.0."""
    if value is None or type(value) is int:
        return value
    raise InvalidFacts("Expected a whole number", path)


def count(value: object, path: str) -> int | None:
    """A whole number of at least 0 and at most 10000. Raises InvalidFacts."""
    number = integer(value, path)
    if number is not None and not 0 <= number <= 10_000:
        raise InvalidFacts("Expected a whole number from 0 to 10000", path)
    return number


def text(value: object, path: str) -> str | None:
    """A text. Raises InvalidFacts."""
    if value is None or isinstance(value, str):
        return value
    raise InvalidFacts("Expected a text", path)


def flag(value: object, path: str) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise InvalidFacts("Expected true, false or null", path)


def share(value: object, path: str) -> Fraction | None:
    if value is None:
        return None
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        read = Fraction(value)
        if read <= 1:
            return read
    raise InvalidFacts('Expected a decimal text from "0" to "1"', path)


def decimal(share: Fraction | None) -> str | None:
    """A share of at most nine decimals as text; `share` reads it back."""
    if share is None:
        return None
    whole, rest = divmod(share * 10**9, 10**9)
    return f"{whole}.{int(rest):09d}".rstrip("0").rstrip(".")


def choice(value: object, choices: Mapping[str, E], path: str) -> E | None:
    return None if value is None else choice_of(value, choices, path)


def choice_of(value: object, choices: Mapping[str, E], path: str) -> E:
    if isinstance(value, str) and value in choices:
        return choices[value]
    raise InvalidFacts(f"Expected one of {', '.join(choices)}", path)


def choices_of(kind: type[E]) -> Mapping[str, E]:
    return {member.value: member for member in kind}


def optional_object(value: object, keys: frozenset[str], path: str) -> Mapping[str, object] | None:
    return None if value is None else required_object(value, keys, path)


def required_object(value: object, keys: frozenset[str], path: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise InvalidFacts("Expected an object", path)
    known_keys(value, keys, path)
    return value


def rows(value: object, path: str, read: Callable[[object, str], T]) -> tuple[T, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise InvalidFacts("Expected a list", path)
    return tuple([read(item, f"{path}[{index}]") for index, item in enumerate(value)])


def each(items: Iterable[T] | None, write: Callable[[T], dict[str, object]]) -> list[dict[str, object]] | None:
    return None if items is None else [write(item) for item in items]


def iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
