"""What the batch answers: an outcome a person, which conditions fail or are unknown, and the money."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rules.batch.days import NO_DAY, Days, asked_of_each
from rules.batch.money import Amounts, shares_of
from rules.batch.people import NO, NO_CODE, UNKNOWN, YES, People, Small, code_of
from rules.batch.periods import Period
from rules.decision import Outcome
from rules.reading import CODES
from rules.transitional import last_day_under

CODE_OF_OUTCOME: Final[Mapping[Outcome, int]] = MappingProxyType({outcome: code_of(outcome) for outcome in Outcome})
ELIGIBLE, INELIGIBLE, HELD, ASK = (CODE_OF_OUTCOME[outcome] for outcome in Outcome)
BIT: Final[Mapping[str, int]] = MappingProxyType({code: 1 << place for place, code in enumerate(CODES)})
# Rows worked on at a time: their columns stay in the processor's cache.
BLOCK: Final = 65_536


def blocks(length: int, size: int = BLOCK) -> Iterator[slice]:
    """Slices that cover `length` rows."""
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))


@dataclass(frozen=True, slots=True)
class Answers:
    """`outcome`: ELIGIBLE, INELIGIBLE, HELD, or ASK: the columns do not decide, an officer does (POL-20).

    `failed` and `unknown` have a bit for each condition (`BIT`). `wage_base` is capped, 0 where it is not known.
    `period` is the place in `periods` of the day of decision, -1 where the law had none.
    """

    people: People
    periods: tuple[Period, ...]
    period: Small
    outcome: Small
    failed: NDArray[np.uint16]
    unknown: NDArray[np.uint16]
    wage_base: NDArray[np.int32]

    def count(self) -> dict[Outcome, int]:
        """How many of each outcome."""
        counted = np.bincount(self.outcome, minlength=len(Outcome)).tolist()
        return dict(zip(Outcome, counted, strict=True))

    def met(self, code: str) -> Small:
        """YES, NO or UNKNOWN of one condition; a presumed one is YES."""
        failed, unknown = self.failed & BIT[code] != 0, self.unknown & BIT[code] != 0
        answer: Small = np.select([failed, unknown], [np.int8(NO), np.int8(UNKNOWN)], np.int8(YES))
        return answer

    def regime(self) -> Small:
        """The place of each regime in its enumeration; NO_CODE where the law had none."""
        codes = np.array([*(code_of(period.law.regime) for period in self.periods), NO_CODE], dtype=np.int8)
        regimes: Small = codes[self.period]
        return regimes

    def last_filing_day(self) -> Days:
        """The last day to file of each person (POL-06); NO_DAY where the PHK or the day of decision is unknown."""
        days = np.full(len(self.people), NO_DAY, dtype=np.int32)
        for place in self._present():
            mine = (self.period == place) & (self.people.phk_on != NO_DAY)
            phk_on = self.people.phk_on[mine]
            days[mine] = asked_of_each(phk_on, filing_rule(self.periods[place]))[phk_on]
        return days

    def amount(self, n: int) -> NDArray[np.int32]:
        """What month `n` (from 1) pays if granted on the day of decision; 0 unless eligible."""
        amounts = np.zeros(len(self.people), dtype=np.int32)
        self._add(amounts, slice(n - 1, n))
        return amounts

    def benefit(self) -> NDArray[np.int64]:
        """All months together, each rounded by itself (POL-07)."""
        totals = np.zeros(len(self.people), dtype=np.int64)
        self._add(totals, slice(None))
        return totals

    def nbytes(self) -> int:
        """Bytes of the answers, without the people."""
        return sum(a.nbytes for a in (self.period, self.outcome, self.failed, self.unknown, self.wage_base))

    def _present(self) -> list[int]:
        """The periods in which somebody is decided."""
        return [place for place in range(len(self.periods)) if (self.period == place).any()]

    def _add(self, totals: Amounts, months: slice) -> None:
        present = self._present()
        for place in present:
            period = self.periods[place]
            rates = period.rates[months]
            small = period.law.ceiling * len(rates) <= np.iinfo(np.int32).max
            for block in blocks(len(totals)):
                eligible = self.outcome[block] == ELIGIBLE
                if len(present) > 1:
                    eligible &= self.period[block] == place
                base = self.wage_base[block] * eligible
                paid: Amounts = np.zeros(len(base), dtype=np.int32 if small else np.int64)
                for rate in dict.fromkeys(rates):
                    share = shares_of(base, rate, period.law.ceiling)
                    paid += np.multiply(share, rates.count(rate), dtype=paid.dtype)
                totals[block] += paid


def filing_rule(period: Period) -> Callable[[date], date]:
    """The scalar rule of the last filing day, for a day of decision within a period."""
    return lambda phk_on: last_day_under(period.claim_period, phk_on, period.since)
