"""Whether the paid months of a bitmap are enough by the law of a month, as SQL; every number comes from `rules`. Pure.

What is asked: had everybody been dismissed on the month's last day, whose months would be enough (POL-01, POL-03)?
"""

from dataclasses import dataclass

from participants.contribution_law import EPOCH, holds
from rules.calendar import Month
from rules.counting import ANYWHERE
from rules.reading import law_on
from rules.transitional import contribution_day


@dataclass(frozen=True, slots=True)
class Asked:
    """What the law asks of the months before a PHK in `month`. `run`: so many in a row, 0 when none are asked."""

    month: Month
    first: Month
    window: int
    needed: int
    run: int
    anywhere: bool

    @property
    def last(self) -> Month:
        return Month(self.first + self.window - 1)

    @property
    def has_bits(self) -> bool:
        """Whether every month of the window has a bit; of one that reaches before January 2022 nobody can tell."""
        return holds(self.first) and holds(self.last)


def asked_of(month: Month) -> Asked:
    """Raises ParameterNotInForce for a month before February 2021."""
    law = law_on(contribution_day(month))
    first = Month(month - law.window_ends_before_phk - law.window + 1)
    return Asked(month, first, law.window, law.needed, law.run_needed, law.anchor == ANYWHERE)


def counted_sql(bits: str, asked: Asked) -> str:
    """True where enough months of the window are paid (ELG-05). `bits`: SQL for an int8 as in `paid_bits`."""
    return f"bit_count(({bits} >> {asked.first - EPOCH})::bit({asked.window})) >= {asked.needed}"


def enough_sql(bits: str, asked: Asked) -> str:
    """True where that is so, and as many lie in a row as the law of the month asks (ELG-05, ELG-06)."""
    counted = counted_sql(bits, asked)
    return f"{counted} AND {_run_sql(bits, asked)}" if asked.run else counted


def _run_sql(bits: str, asked: Asked) -> str:
    """A set bit of what is left stands for a run that begins there; `rules.batch.bitmaps.has_run` says the same."""
    starts = range(asked.window - asked.run + 1)
    if not asked.anywhere:  # only runs that reach the last month or the one before it
        starts = range(max(asked.window - asked.run - 1, 0), asked.window - asked.run + 1)
    left, done = f"({bits} >> {asked.first - EPOCH})", 1
    while done < asked.run:
        step = min(done, asked.run - done)
        left, done = f"({left} & ({left} >> {step}))", done + step
    return f"{left} & {sum(1 << start for start in starts)} <> 0"
