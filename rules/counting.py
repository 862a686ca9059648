"""Which contribution months count, as bits: bit 0 is the first month asked about (POL-01, POL-02, POL-03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class Months:
    """The months from `first` on, one bit each: counted, paid too late, on record but unpaid."""

    first: Month
    counted: int
    late: int
    unpaid: int

    def counted_between(self, first: Month, last: Month) -> int:
        """The counted months of a window as bits of their own, bit 0 being `first`."""
        return self.counted >> (first - self.first) & ((1 << (last - first + 1)) - 1)

    def states(self, first: Month, last: Month) -> list[dict[str, str]]:
        """Each month of a window with its state, for a grid. A month counts once, whatever the number of employers."""
        counted, late, unpaid = self.counted, self.late, self.unpaid
        cells = []
        bit = 1 << (first - self.first)
        for month in range(first, last + 1):
            if counted & bit:
                state = COUNTED
            elif late & bit:
                state = LATE
            else:
                state = UNPAID if unpaid & bit else NO_RECORD
            cells.append({"month": month_name(Month(month)), "state": state})
            bit <<= 1
        return cells


def months_on_record(rows: Iterable[Contribution], phk_on: date, first: Month, calendar: Calendar) -> Months:
    """Sorts the rows from `first` to the month of PHK. Rows outside are ignored.

    Raises CalendarNotLoaded when a payment after the PHK cannot be held against its due date.
    """
    counted = late = unpaid = 0
    last = month_of(phk_on)
    for month, _, _, paid_on, _ in rows:
        if not first <= month <= last:
            continue
        bit = 1 << (month - first)
        if paid_on is None:
            unpaid |= bit
        elif paid_on <= phk_on or paid_by_due_day(month, paid_on, calendar):
            counted |= bit
        else:
            late |= bit
    return Months(first, counted, late, unpaid)


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


def longest_run(bits: int, anchor: str = ANYWHERE, length: int = 0) -> tuple[int, int]:
    """The longest run of counted months and the position of its last month; (0, -1) when there is none.

    With the anchor `ending_at_phk` only the run that reaches the last month of the window (`length` months) or the one
    before it counts: the contribution of the month of PHK is often not due yet.
    """
    if anchor != ANYWHERE:
        bits = _ending_run(bits, length)
    run, end = 0, -1
    while bits:
        run, end = run + 1, bits.bit_length() - 1
        bits &= bits << 1
    return run, end


def _ending_run(bits: int, length: int) -> int:
    """Only the run of bits that ends at the last or the last but one of `length` positions."""
    last = length - 1 if bits >> (length - 1) & 1 else length - 2
    kept = 0
    while last >= 0 and bits >> last & 1:
        kept |= 1 << last
        last -= 1
    return kept
