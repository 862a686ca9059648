"""What if? The cash benefit of many people under the law, and under the law with parameters changed from a day on.

Cost by month, and who gains and who loses by province and wage. Nothing is decided here and nothing global changes:
the changed parameters stand in for the law's in `reading.Tables`. Whole rupiah throughout, each month rounded by the
rule of `rules.money`. Needs numpy: imported by reports and jobs, never on the way to a page (ADR 19).
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rules.batch import ELIGIBLE, INELIGIBLE, Answers, People, judge
from rules.batch.answers import blocks
from rules.batch.days import Days, DayTable, asked_of_each, months_table
from rules.batch.money import Amounts, shares_of
from rules.batch.periods import periods_of, place_of
from rules.calendar import Month, add_months, month_name
from rules.changes import Change as Change
from rules.changes import change_of as change_of
from rules.changes import tables_of as tables_of
from rules.errors import InvalidFacts
from rules.reading import THE_LAW, Tables

# Where a wage band begins; a wage that is not known has a band of its own.
WAGE_BANDS: Final = (1, 2_000_000, 3_000_000, 4_000_000, 5_000_000, 7_500_000)
NO_PROVINCE: Final = -1

Flags = NDArray[np.bool_]
Totals = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Claimants:
    """People who claim, their province (any code from 0; NO_PROVINCE) and how many months each stays without work.

    Without `months_out` everybody takes as many months as the law gives. Month n is granted n - 1 months after the day
    of decision. Raises InvalidFacts for columns that do not fit.
    """

    people: People
    province: NDArray[np.int16]
    months_out: NDArray[np.int8] | None = None

    def __post_init__(self) -> None:
        for name, column in (("province", self.province), ("months_out", self.months_out)):
            if column is not None and column.shape != self.people.phk_on.shape:
                raise InvalidFacts(f"{name} has {column.shape[0]} rows, not {len(self.people)}", name)
        if len(self.people) and int(self.province.min()) < NO_PROVINCE:
            raise InvalidFacts("The code of a province is not negative", "province")


# --- What came out -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MonthCost:
    """Rupiah granted in a calendar month. `…_possible`: what the people add whom only an officer can decide."""

    month: Month
    before: int
    after: int
    before_possible: int
    after_possible: int


@dataclass(frozen=True, slots=True)
class Group:
    """People of a province and a wage band; None where that is not known, or where groups were put together.

    Those whom the facts decide on both sides gain, lose or keep; the others are `undecided` and counted nowhere else.
    `newly` and `no_longer` are among those who gain and lose. Rupiah: `before`, `after`, `gained`, `lost`.
    """

    province: int | None
    wage_from: int | None
    people: int = 0
    undecided: int = 0
    winners: int = 0
    losers: int = 0
    unchanged: int = 0
    newly: int = 0
    no_longer: int = 0
    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0

    def __add__(self, other: "Group") -> "Group":
        sums = {name: getattr(self, name) + getattr(other, name) for name in COUNTED}
        return Group(
            self.province if self.province == other.province else None,
            self.wage_from if self.wage_from == other.wage_from else None,
            **sums,
        )


COUNTED: Final = tuple(field.name for field in fields(Group))[2:]


@dataclass(frozen=True, slots=True)
class Simulation:
    """Months in order; groups that have people, by province and wage."""

    months: tuple[MonthCost, ...]
    groups: tuple[Group, ...]

    @property
    def total(self) -> Group:
        """Everybody together."""
        return reduce(Group.__add__, self.groups, Group(None, None))

    def by_province(self) -> tuple[Group, ...]:
        """One group a province, in the order of the codes."""
        return _together(self.groups, lambda group: group.province)

    def by_wage(self) -> tuple[Group, ...]:
        """One group a wage band, the unknown wage first."""
        return _together(self.groups, lambda group: group.wage_from)

    def to_json(self) -> dict[str, object]:
        """As a report keeps it."""
        return {
            "months": [
                {"month": month_name(month.month), **{key: getattr(month, key) for key in _COSTS}}
                for month in self.months
            ],
            "groups": [{field.name: getattr(group, field.name) for field in fields(Group)} for group in self.groups],
        }


_COSTS: Final = tuple(field.name for field in fields(MonthCost))[1:]


def _together(groups: Sequence[Group], key: Callable[[Group], Hashable]) -> tuple[Group, ...]:
    found: dict[Hashable, Group] = {}
    for group in groups:
        found[key(group)] = found[key(group)] + group if key(group) in found else group
    return tuple(sorted(found.values(), key=_place))


def _place(group: Group) -> tuple[int, int]:
    return NO_PROVINCE if group.province is None else group.province, group.wage_from or 0


# --- The computation ---------------------------------------------------------------------------------------------


def simulate(
    claimants: Claimants,
    changes: Iterable[Change],
    *,
    presumed: frozenset[str] = frozenset(),
    bands: tuple[int, ...] = WAGE_BANDS,
) -> Simulation:
    """The law beside the law with `changes`. `presumed` conditions are taken as met, as in `batch.judge`.

    Raises InvalidFacts when there are more months than rates, and what `batch.judge` raises.
    """
    before, after = (
        _Side(claimants, judge(claimants.people, presumed=presumed, tables=tables), tables)
        for tables in (THE_LAW, tables_of(changes))
    )
    groups = _Groups(claimants, bands)
    for block in blocks(len(claimants.people)):
        groups.add(block, before, after)
    return Simulation(_months(before, after), groups.found())


class _Side:
    """One of the two laws: what it pays whom, and its cost by month."""

    def __init__(self, claimants: Claimants, answers: Answers, tables: Tables) -> None:
        self.claimants = claimants
        self.answers = answers
        self.periods = periods_of(tables)
        self.decided_on = _decided_on(claimants.people)
        self.month = months_table(self.decided_on, 0)
        self.first_month = int(self.month.values.min())
        self._schedule = [self._granted(n) for n in range(1, self._longest() + 1)]
        span = int(self.month.values.max()) - self.first_month + len(self._schedule)
        self.cost: Totals = np.zeros(span, dtype=np.int64)
        self.possible: Totals = np.zeros(span, dtype=np.int64)

    def _longest(self) -> int:
        for period in self.periods:
            if period.months > len(period.rates):
                raise InvalidFacts(f"{period.months} months need as many rates, not {len(period.rates)}", "months")
        return max(period.months for period in self.periods)

    def _granted(self, n: int) -> tuple[DayTable, list[int]]:
        """Under which period month n is granted, by the day of decision; and which periods occur."""
        granted = asked_of_each(self.decided_on, lambda day: add_months(day, n - 1))
        places = granted.mapped(place_of(granted.values, self.periods))
        occurring = [place for place in np.unique(places.values).tolist() if place >= 0]
        return places, [place for place in occurring if self.periods[place].months >= n]

    def pay(self, block: slice) -> Totals:
        """What everybody in the block receives in all; adds the cost of each month."""
        decided_on, outcome = self.decided_on[block], self.answers.outcome[block]
        month = (self.month[decided_on] - self.first_month).astype(np.int64)
        sure, open_ = outcome == ELIGIBLE, _undecided(outcome)
        somebody_open = bool(open_.any())
        totals: Totals = np.zeros(len(decided_on), dtype=np.int64)
        shares: dict[object, Amounts] = {}
        for earlier, (places, occurring) in enumerate(self._schedule):
            amount = self._amount(earlier + 1, block, places[decided_on], occurring, shares)
            paid = amount * sure
            totals += paid
            np.add.at(self.cost[earlier:], month, paid)
            if somebody_open:
                np.add.at(self.possible[earlier:], month, amount * open_)
        return totals

    def _amount(
        self, n: int, block: slice, place: NDArray[np.int8], occurring: list[int], shares: dict[object, Amounts]
    ) -> Totals:
        """What month n pays each person if anything: the wage base capped on the day of grant, times its rate."""
        wages = self.answers.wage_base[block]
        amounts: Totals = np.zeros(len(wages), dtype=np.int64)
        for number in occurring:
            ceiling, rate = self.periods[number].law.ceiling, self.periods[number].rates[n - 1]
            if (ceiling, rate) not in shares:
                shares[ceiling, rate] = shares_of(np.minimum(wages, ceiling), rate, ceiling)
            amounts += shares[ceiling, rate] * (place == number)
        if self.claimants.months_out is not None:
            amounts *= self.claimants.months_out[block] >= n
        return amounts


def _decided_on(people: People) -> Days:
    return np.broadcast_to(np.asarray(people.decided_on, dtype=np.int32), people.phk_on.shape)


def _undecided(outcome: NDArray[np.int8]) -> Flags:
    """Neither due nor refused: an officer, or the end of a dispute, decides."""
    open_: Flags = (outcome != ELIGIBLE) & (outcome != INELIGIBLE)
    return open_


def _months(before: _Side, after: _Side) -> tuple[MonthCost, ...]:
    """The months between the first and the last in which either side pays, or may."""
    length = max(len(before.cost), len(after.cost))
    columns = [
        np.pad(costs, (0, length - len(costs))) for costs in (before.cost, after.cost, before.possible, after.possible)
    ]
    paid = np.flatnonzero(np.any(columns, axis=0))
    if not paid.size:
        return ()
    chosen = range(int(paid[0]), int(paid[-1]) + 1)
    return tuple(
        MonthCost(Month(before.first_month + place), *(int(column[place]) for column in columns)) for place in chosen
    )


class _Groups:
    """Counts and sums by province and wage band, block by block."""

    def __init__(self, claimants: Claimants, bands: tuple[int, ...]) -> None:
        if list(bands) != sorted(set(bands)) or bands[:1] != (1,):
            raise InvalidFacts("Wage bands begin at 1 and rise", "bands")
        self.claimants = claimants
        self.bands = bands
        provinces = int(claimants.province.max(initial=NO_PROVINCE)) + 2
        self.sums = {name: np.zeros(provinces * (len(bands) + 1), dtype=np.int64) for name in COUNTED}

    def add(self, block: slice, before: _Side, after: _Side) -> None:
        """Pays the people of a block on both sides, and counts them by what that changes."""
        group = self._group(block)
        due_before, due_after = (side.answers.outcome[block] == ELIGIBLE for side in (before, after))
        open_ = _undecided(before.answers.outcome[block]) | _undecided(after.answers.outcome[block])
        paid_before, paid_after = before.pay(block) * ~open_, after.pay(block) * ~open_
        more = paid_after - paid_before
        for name, chosen in (
            ("undecided", open_),
            ("winners", more > 0),
            ("losers", more < 0),
            ("unchanged", (more == 0) & ~open_),
            ("newly", due_after & ~due_before & ~open_),
            ("no_longer", due_before & ~due_after & ~open_),
        ):
            self.sums[name] += np.bincount(group[chosen], minlength=len(self.sums[name]))
        self.sums["people"] += np.bincount(group, minlength=len(self.sums["people"]))
        for name, rupiah in (
            ("before", paid_before),
            ("after", paid_after),
            ("gained", np.maximum(more, 0)),
            ("lost", np.maximum(-more, 0)),
        ):
            np.add.at(self.sums[name], group, rupiah)

    def _group(self, block: slice) -> NDArray[np.int64]:
        wages = self.claimants.people.last_wage
        province = self.claimants.province[block].astype(np.int64) + 1
        if wages is None:
            return province * (len(self.bands) + 1)
        band = np.searchsorted(np.array(self.bands, dtype=np.int64), wages[block], side="right")
        found: NDArray[np.int64] = province * (len(self.bands) + 1) + band
        return found

    def found(self) -> tuple[Group, ...]:
        """Groups that have people."""
        bands = (None, *self.bands)
        return tuple(
            Group(
                None if place < len(bands) else place // len(bands) - 1,
                bands[place % len(bands)],
                **{name: int(sums[place]) for name, sums in self.sums.items()},
            )
            for place in np.flatnonzero(self.sums["people"]).tolist()
        )
