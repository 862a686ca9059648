"""The administrative fine of the sanction procedure, counted month by month (DUT-12). Never with the 2 % penalty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.calendar import working_calendar
from rules.calendar import Month, month_name, month_of
from rules.debts import administrative_fine, debts
from rules.money import Rupiah


@dataclass(frozen=True, slots=True)
class FineRow:
    """One unpaid month: its contribution, the begun months of delay, the fine on it; money in whole rupiah."""

    month: str
    amount: int
    months_late: int
    fine: int

    def to_json(self) -> dict[str, Any]:
        return {"month": self.month, "amount": self.amount, "months_late": self.months_late, "fine": self.fine}


@dataclass(frozen=True, slots=True)
class Fine:
    total: int
    rows: tuple[FineRow, ...]


def fine_of(unpaid: Mapping[str, int], on: date) -> Fine:
    """The fine on a day for contributions by month (`YYYY-MM`); a month that is not late yet does not count."""
    owed = debts({as_month(name): Rupiah(amount) for name, amount in unpaid.items()}, on, working_calendar())
    rows = [FineRow(month_name(d.month), int(d.amount), d.months_late, int(administrative_fine([d], on))) for d in owed]
    return Fine(int(administrative_fine(owed, on)), tuple(rows))


def as_month(name: str) -> Month:
    """`YYYY-MM`. Raises ValueError."""
    return month_of(date.fromisoformat(f"{name}-01"))
