"""Days as numbers: days since 1 January 1970 in 32 bits, as columnar formats and PostgreSQL's arithmetic have them."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rules.errors import DateOutOfRange, RulesError

Days = NDArray[np.int32]
Ints = NDArray[np.int64]

# No day: unknown, or for work and death that it has not happened (rules.facts).
NO_DAY: Final = int(np.iinfo(np.int32).min)
_EPOCH: Final = date(1970, 1, 1).toordinal()
_LAST: Final = date.max.toordinal()


def number(day: date | None) -> int:
    """The number of a day; NO_DAY for None."""
    return NO_DAY if day is None else day.toordinal() - _EPOCH


def day(number: int) -> date:
    """The day of a number. Raises DateOutOfRange outside the years 1 to 9999."""
    if not 1 <= number + _EPOCH <= _LAST:
        raise DateOutOfRange(f"{number} is no day that can be written as a date")
    return date.fromordinal(number + _EPOCH)


class DayTable:
    """What follows from a day, worked out once for each day between the first and the last of a column.

    `NO_DAY` and days outside read an arbitrary row: whoever asks looks for NO_DAY first.
    """

    __slots__ = ("_first", "values")

    def __init__(self, first: int, values: NDArray[Any]) -> None:
        self._first = first
        self.values = values

    def __getitem__(self, days: Days) -> NDArray[Any]:
        return self.values.take(np.subtract(days, self._first, dtype=np.int64), mode="clip")

    def mapped(self, values: NDArray[Any]) -> "DayTable":
        """Other values for the same days."""
        return DayTable(self._first, values)


def span(days: Days) -> tuple[int, int] | None:
    """The first and the last day of a column; None when it has none."""
    if days.size and int(days.min()) == NO_DAY:
        days = days[days != NO_DAY]
    return (int(days.min()), int(days.max())) if days.size else None


def _line(first: int, last: int) -> NDArray[np.datetime64]:
    return np.arange(first, last + 1, dtype=np.int64).view("datetime64[D]")


def months_table(days: Days, epoch: int) -> DayTable:
    """The month of each day, as months since month `epoch` (year * 12 + month - 1)."""
    first, last = span(days) or (0, 0)
    months = _line(first, last).astype("datetime64[M]").astype(np.int64)
    return DayTable(first, (months + 1970 * 12 - epoch).astype(np.int32))


def written(days: Days) -> Ints:
    """Year, month and day as one number, 20260310: the difference of two, without its last four digits, is an age."""
    first, last = span(days) or (0, 0)
    line = _line(first, last)
    months = line.astype("datetime64[M]")
    index = months.astype(np.int64) + 1970 * 12
    of_month = (line - months.astype("datetime64[D]")).astype(np.int64) + 1
    table: Ints = DayTable(first, index // 12 * 10_000 + (index % 12 + 1) * 100 + of_month)[days]
    return table


def asked_of_each(days: Days, question: Callable[[date], date]) -> DayTable:
    """A scalar rule of the law, asked once for each day that occurs; NO_DAY where the rule has no answer."""
    first, last = span(days) or (0, 0)
    occurs = np.zeros(last - first + 1, dtype=bool)
    occurs[(days[days != NO_DAY].astype(np.int64) - first)] = True
    values = np.full(last - first + 1, NO_DAY, dtype=np.int32)
    for place in np.flatnonzero(occurs).tolist():
        values[place] = _answer(question, first + place)
    return DayTable(first, values)


def _answer(question: Callable[[date], date], asked: int) -> int:
    try:
        return number(question(day(asked)))
    except RulesError:
        return NO_DAY
