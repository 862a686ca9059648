"""What programmes cost: the price in force, and what the same group of work costs elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rules.duties import TRAINING_COST_CEILING
from training.enums import ProgrammeState
from training.models import Programme, ProgrammePrice

ENOUGH = 5  # programmes, for a fine group to be compared with


def approved_price(programme: Programme, *, on: date) -> ProgrammePrice | None:
    """The price in force on a day: the latest that was set by then. None: nobody has set one."""
    rows = ProgrammePrice.objects.filter(programme=programme, set_on__lte=on)
    return rows.order_by("-set_on", "-set_at", "-pk").first()


def approved_prices(programmes: Sequence[UUID], *, on: date) -> dict[UUID, ProgrammePrice]:
    """As `approved_price`, for many in one query; a programme without a price is left out."""
    rows = ProgrammePrice.objects.filter(programme__in=programmes, set_on__lte=on)
    latest = rows.order_by("programme_id", "-set_on", "-set_at", "-pk").distinct("programme_id")
    return {row.programme_id: row for row in latest}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What listed programmes of one group cost, whole rupiah a participant. `per_hour` likewise, cut off.

    `group`: the code that they share, of two to four digits.
    """

    count: int
    lowest: int
    middle: int
    highest: int
    middle_per_hour: int
    group: str


def comparable_group(programme: Programme) -> str:
    """The finest group with enough programmes elsewhere: four digits, else three, else two. One query."""
    code = programme.group
    finer = [code[:digits] for digits in (4, 3) if len(code) >= digits]
    counts = {f"n{len(one)}": Count("pk", filter=Q(group__startswith=one)) for one in finer}
    found = same_group(programme, code[:2]).order_by().aggregate(**counts) if finer else {}
    return next((one for one in finer if found[f"n{len(one)}"] >= ENOUGH), code[:2])


def compare(programme: Programme) -> Comparison | None:
    """The finest group of work that fits, at other institutes. None when there is nothing."""
    group = comparable_group(programme)
    return _comparison(list(same_group(programme, group).values_list("cost", "hours")), group)


def same_group(programme: Programme, group: str) -> QuerySet[Programme]:
    """Listed programmes of a group of work that other institutes hold, the cheapest first."""
    rows = Programme.objects.filter(state=ProgrammeState.LISTED, group__startswith=group, cost__gt=0)
    return rows.exclude(institute=programme.institute_id).order_by("cost", "pk")


def _comparison(rows: Sequence[tuple[int, int]], group: str) -> Comparison | None:
    if not rows:
        return None
    costs = [cost for cost, _hours in rows]
    hourly = [cost // hours for cost, hours in rows]
    return Comparison(len(costs), min(costs), median_low(costs), max(costs), median_low(hourly), group)


def ceiling_on(day: date) -> int:
    """The most that a participant's training may cost, in whole rupiah."""
    return int(TRAINING_COST_CEILING.on(day).value)
