"""Days, months and working days. Legal dates are dates in Asia/Jakarta; nothing here reads a clock."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NewType

from rules.errors import CalendarNotLoaded, DateOutOfRange
from rules.holiday_rows import DECREES, JOINT_LEAVE, ROWS
from rules.parameters import JOINT_LEAVE_IS_DAY_OFF

# A calendar month as year * 12 + (month - 1): months are counted, compared and used as bit positions.
Month = NewType("Month", int)

_ONE_DAY: Final = timedelta(days=1)
_FRIDAY: Final = 4
_LAST_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_of(day: date) -> Month:
    """The calendar month of a day."""
    return Month(day.year * 12 + day.month - 1)


@lru_cache(maxsize=4096)
def month_name(month: Month) -> str:
    """`YYYY-MM`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def first_day(month: Month) -> date:
    """The first day of a month. Raises DateOutOfRange outside the years 1 to 9999."""
    return _date(month // 12, month % 12 + 1, 1)


def last_day(month: Month) -> date:
    """The last day of a month."""
    return _date(month // 12, month % 12 + 1, _length(month // 12, month % 12))


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later or earlier, clamped to the end (31 August + 6 = 28 February)."""
    month = month_of(day) + months
    year, index = divmod(month, 12)
    return _date(year, index + 1, min(day.day, _length(year, index)))


def full_years(born_on: date, day: date) -> int:
    """Completed years of age on `day`. Who was born on 29 February completes a year on 1 March of a common year."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _length(year: int, index: int) -> int:
    leap = index == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else _LAST_DAYS[index]


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateOutOfRange(f"{year}-{month:02d}-{day:02d} cannot be written as a date") from None


class Calendar:
    """Which days are working days: Monday to Friday without national holidays and joint leave (POL-23).

    `years` are the years whose decrees are known; None means that the given holidays are all there are.
    """

    __slots__ = ("_holidays", "_years")

    def __init__(self, holidays: Iterable[date], years: Collection[int] | None = None) -> None:
        self._holidays = frozenset(holidays)
        self._years = None if years is None else frozenset(years)

    def holds(self, year: int) -> bool:
        """True when the decrees of that year are loaded."""
        return self._years is None or year in self._years

    def is_working_day(self, day: date) -> bool:
        """Raises CalendarNotLoaded for a year that the calendar does not hold."""
        if not self.holds(day.year):
            raise CalendarNotLoaded(f"The working-day calendar does not hold {day.year}", "holidays")
        return day.weekday() <= _FRIDAY and day not in self._holidays

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is a working day, otherwise the first one after it."""
        while not self.is_working_day(day):
            day = _step(day, _ONE_DAY)
        return day


def shipped() -> Calendar:
    """The joint decrees of 2021 to 2027; joint leave (cuti bersama) is a day off while the policy says so (POL-23)."""
    days = [(date.fromisoformat(row.day), row.kind) for row in ROWS]
    return Calendar(
        (day for day, kind in days if kind != JOINT_LEAVE or JOINT_LEAVE_IS_DAY_OFF.on(day).value),
        tuple(DECREES),
    )


SHIPPED: Final = shipped()


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The last of `count` working days; day 1 is the first working day after `day` (POL-23). 0 gives `day` itself."""
    return _walk(day, count, _ONE_DAY, calendar)


def subtract_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The same backwards: day 1 is the last working day before `day`."""
    return _walk(day, count, -_ONE_DAY, calendar)


def _walk(day: date, count: int, step: timedelta, calendar: Calendar) -> date:
    while count > 0:
        day = _step(day, step)
        count -= calendar.is_working_day(day)
    return day


def _step(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError:
        raise DateOutOfRange(f"A deadline after {day} cannot be written as a date") from None
