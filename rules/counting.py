"""Which contribution months count, and how they lie beside each other (POL-01, POL-02, POL-03)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from rules.calendar import Calendar, Month, month_name, month_of
from rules.deadlines import contribution_due
from rules.facts import Contribution
from rules.parameters import CONTRIBUTION_DUE_DAY

COUNTED: Final = "counted"
LATE: Final = "late"  # paid, but after both the PHK and its own due date
UNPAID: Final = "unpaid"  # on record without a payment
NO_RECORD: Final = "none"

ANYWHERE: Final = "any"
_EARLIEST_DUE: Final = CONTRIBUTION_DUE_DAY.values[0].value


@dataclass(slots=True)
class Months:
    """The state of each month from `first` to the month of PHK; a month counts once, whatever the employers."""

    first: Month
    states: list[str]

    def between(self, first: Month, last: Month) -> list[str]:
        """The states of a window, oldest first."""
        return self.states[first - self.first : last - self.first + 1]


def months_on_record(rows: Iterable[Contribution], phk_on: date, first: Month, calendar: Calendar) -> Months:
    """Judges the rows from `first` to the month of PHK. Rows outside are ignored.

    Raises CalendarNotLoaded when a payment after the PHK cannot be held against its due date.
    """
    last = month_of(phk_on) - first
    states = [NO_RECORD] * (last + 1)
    for month, _, _, paid_on, _ in rows:
        place = month - first
        if not 0 <= place <= last:
            continue
        if paid_on is None:
            if states[place] is NO_RECORD:
                states[place] = UNPAID
        elif paid_on <= phk_on or paid_by_due_day(month, paid_on, calendar):
            states[place] = COUNTED
        elif states[place] is not COUNTED:
            states[place] = LATE
    return Months(first, states)


def paid_by_due_day(month: Month, paid_on: date, calendar: Calendar) -> bool:
    """Paid on or before the 15th of the following month, or the next working day (POL-02).

    The calendar is asked only when the answer depends on it: by the 15th is always in time, and in a year that the
    calendar does not hold, after the end of the following month is always late.
    """
    months_later = month_of(paid_on) - month
    if months_later < 1 or (months_later == 1 and paid_on.day <= _EARLIEST_DUE):
        return True
    if months_later > 1 and not calendar.holds((month + 1) // 12):
        return False
    return paid_on <= contribution_due(month, calendar)


def grid(states: Sequence[str], first: Month) -> dict[str, str]:
    """Each month with its state, oldest first, as a page draws it: {"2025-03": "counted", …}."""
    return dict(zip(_names(first, len(states)), states, strict=True))


@lru_cache(maxsize=512)
def _names(first: Month, length: int) -> tuple[str, ...]:
    return tuple(month_name(Month(first + place)) for place in range(length))


def longest_run(states: Sequence[str], anchor: str = ANYWHERE) -> tuple[int, int]:
    """The longest run of counted months and the position of its last month; (0, -1) when there is none.

    With the anchor `ending_at_phk` only the run that reaches the last month or the one before it counts: the
    contribution of the month of PHK is often not due yet.
    """
    run, longest, end = 0, 0, -1
    for place, state in enumerate(states):
        run = run + 1 if state == COUNTED else 0
        reaches_end = anchor == ANYWHERE or place >= len(states) - 2
        if reaches_end and run and run >= longest:
            longest, end = run, place
    return longest, end
