"""The line of time cut where the law changes: within a period every day has the same law."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from rules import parameters as law
from rules.batch.days import Days, number
from rules.law import Parameter, Value
from rules.reading import THE_LAW, Law, Tables, read


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to the next period. `filing`: the periods for filing known by then, for the transition (POL-06)."""

    since: date
    law: Law
    rates: tuple[Fraction, ...]
    months: int
    filing: tuple[Value[int], ...]

    @property
    def claim_period(self) -> Parameter[int]:
        """What `transitional.last_day_under` reads on a day of this period."""
        return Parameter(law.CLAIM_PERIOD_MONTHS.name, law.CLAIM_PERIOD_MONTHS.label, *self.filing)

    def same_law(self, other: "Period") -> bool:
        """Whether nothing changed between two periods that a decision or a payment reads."""
        mine, theirs = ((period.law, period.rates, period.months, period.filing) for period in (self, other))
        return mine == theirs


def periods_of(tables: Tables = THE_LAW) -> tuple[Period, ...]:
    """From the first day of the law on, neighbours of the same law put together."""
    first = tables.of(law.REGIME).values[0].since
    days = {value.since for parameter in law.PARAMETERS for value in tables.of(parameter).values}
    found: list[Period] = []
    for day in sorted(day for day in days if day >= first):
        period = _period(day, tables)
        if not found or not period.same_law(found[-1]):
            found.append(period)
    return tuple(found)


def _period(day: date, tables: Tables) -> Period:
    return Period(
        since=day,
        law=read(day, tables),
        rates=tables.of(law.BENEFIT_RATES).on(day).value,
        months=tables.on(law.BENEFIT_MONTHS, day),
        filing=tuple(value for value in tables.of(law.CLAIM_PERIOD_MONTHS).values if value.since <= day),
    )


def place_of(days: Days | int, periods: tuple[Period, ...]) -> NDArray[np.int8]:
    """The period of each day; -1 before the first, and for NO_DAY."""
    starts = np.array([number(period.since) for period in periods], dtype=np.int32)
    found: NDArray[np.int8] = (np.searchsorted(starts, days, side="right") - 1).astype(np.int8)
    return found
