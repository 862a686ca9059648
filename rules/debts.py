"""What an employer owes for contributions that were not paid in time.

Two numbers that are easily confused: the penalty on a late contribution (2 % for each month, IUR-03) and the
administrative fine of the sanction procedure (0.1 % for each month, DUT-12). They are never added into one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rules.calendar import SHIPPED, Calendar, Month
from rules.deadlines import contribution_due
from rules.duties import FINE_RATE
from rules.errors import InvalidFacts
from rules.money import Rupiah, share_of
from rules.parameters import CONTRIBUTION_LATE_PENALTY


@dataclass(frozen=True, slots=True)
class Debt:
    """One unpaid contribution month. `amount` and `penalty` in whole rupiah; `months_late` counts begun months."""

    month: Month
    amount: Rupiah
    due_on: date
    months_late: int
    penalty: Rupiah


def months_late(month: Month, on: date, calendar: Calendar = SHIPPED) -> int:
    """Begun months of delay on `on`: 1 from the day after the due day, 2 from the day after the next due day.

    The penalty is paid together with the contribution of the month that follows (IUR-03), so a begun month is a
    month. Raises CalendarNotLoaded when a year is missing.
    """
    late = 0
    while on > contribution_due(Month(month + late), calendar):
        late += 1
    return late


def debt(month: Month, amount: Rupiah, on: date, calendar: Calendar = SHIPPED) -> Debt:
    """What `amount` of a month's contribution has become on `on`. Raises InvalidFacts for a negative amount."""
    if amount < 0:
        raise InvalidFacts("A debt is not negative", "amount")
    due_on = contribution_due(month, calendar)
    late = months_late(month, on, calendar)
    rate = CONTRIBUTION_LATE_PENALTY.on(due_on).value
    return Debt(month, amount, due_on, late, share_of(amount, rate * late))


def debts(unpaid: Mapping[Month, Rupiah], on: date, calendar: Calendar = SHIPPED) -> tuple[Debt, ...]:
    """The months that are late on `on`, oldest first; a month that is not due yet is no debt."""
    found = (debt(month, unpaid[month], on, calendar) for month in sorted(unpaid))
    return tuple(one for one in found if one.months_late and one.amount)


def administrative_fine(owed: Iterable[Debt], on: date) -> Rupiah:
    """0.1 % of each late contribution for each month that it is late, without its penalty (PP 86/2013, DUT-12)."""
    rate = FINE_RATE.on(on).value
    return Rupiah(sum(share_of(one.amount, rate * one.months_late) for one in owed))
