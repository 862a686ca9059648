"""Facts about many people as columns: what `rules.facts` says of one person, in numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from rules.batch.bitmaps import EPOCH, MONTHS, NO_RECORD, Bits
from rules.batch.days import NO_DAY, Days, number
from rules.calendar import SHIPPED, Calendar, month_of
from rules.counting import COUNTED, months_on_record
from rules.eligibility import wage_basis
from rules.errors import InvalidFacts
from rules.facts import EligibilityFacts, Programme

T = TypeVar("T", bound=StrEnum)
Small = NDArray[np.int8]
Column = NDArray[Any]

# An answer to yes or no. The least of several answers is what they say together (POL-20).
YES, UNKNOWN, NO = 1, 0, -1
# Instead of the place of a value in its enumeration.
NO_CODE: Final = -1

_DAYS: Final = ("phk_on", "contract_ends_on", "born_on", "registered_on", "previous_phk_on", "last_reported_on")
_EVENTS: Final = ("reemployed_on", "died_on")
_FLAGS: Final = ("citizen", "willing_to_work", "employed_elsewhere", "disputed")
_CODES: Final = ("reason", "contract", "proof", "scale", "jkn")
_KINDS: Final[dict[str, type]] = {
    **dict.fromkeys((*_DAYS, *_EVENTS, "filed_on", "decided_on"), np.int32),
    **dict.fromkeys((*_FLAGS, *_CODES, "programmes", "benefits_taken"), np.int8),
    **dict.fromkeys(("paid_bits", "doubtful_bits", "last_wage"), np.int64),
    "last_month": np.int32,
}


@dataclass(frozen=True, slots=True)
class People:
    """One array a fact, all of one length. A column that is left out is unknown of everybody; without `reemployed_on`
    or `died_on` nobody is back at work or has died, as in `rules.facts`.

    Days are numbers (`rules.batch.days`), months count from January 2022, money is whole rupiah.
    `paid_bits`: months that count whatever the day of the PHK: paid by their own due day, or by this PHK (POL-02);
    NO_RECORD when nothing is known. `doubtful_bits`: paid, but whether in time for this PHK is not known. The monthly
    register's bits hold every paid month: those paid after their due day are doubtful and belong in the second column.
    `last_wage` with `last_month` and `last_reported_on`: the last report of a wage and its day; without
    `last_reported_on` whoever asks vouches that it came by the PHK (POL-19). 0 is an unknown wage.
    `programmes`: `programme_bits`. `benefits_taken` and `previous_phk_on`: how many before, and the PHK of the last.
    Raises InvalidFacts for columns of different lengths or kinds.
    """

    phk_on: Days
    decided_on: Days | int
    filed_on: Days | int | None = None
    paid_bits: Bits | None = None
    doubtful_bits: Bits | None = None
    last_wage: NDArray[np.int64] | None = None
    last_month: NDArray[np.int32] | None = None
    last_reported_on: Days | None = None
    reason: Small | None = None
    contract: Small | None = None
    contract_ends_on: Days | None = None
    proof: Small | None = None
    disputed: Small | None = None
    citizen: Small | None = None
    born_on: Days | None = None
    registered_on: Days | None = None
    scale: Small | None = None
    programmes: Small | None = None
    jkn: Small | None = None
    willing_to_work: Small | None = None
    employed_elsewhere: Small | None = None
    reemployed_on: Days | None = None
    died_on: Days | None = None
    benefits_taken: Small | None = None
    previous_phk_on: Days | None = None

    def __post_init__(self) -> None:
        for name, column in self._columns():
            if column.shape != self.phk_on.shape or column.ndim != 1:
                raise InvalidFacts(f"{name} has the shape {column.shape}, phk_on {self.phk_on.shape}", name)
            if column.dtype != _KINDS[name]:
                raise InvalidFacts(f"{name} is {column.dtype}, not {np.dtype(_KINDS[name])}", name)

    def __len__(self) -> int:
        return len(self.phk_on)

    def rows(self, chosen: slice | NDArray[Any]) -> "People":
        """Some of the people; a slice copies nothing."""
        some = object.__new__(People)  # the columns were looked at when these people were made
        for name in _NAMES:
            column = getattr(self, name)
            object.__setattr__(some, name, column[chosen] if isinstance(column, np.ndarray) else column)
        return some

    def nbytes(self) -> int:
        """Bytes of all columns."""
        return sum(column.nbytes for _, column in self._columns())

    def _columns(self) -> list[tuple[str, Column]]:
        pairs = [(name, getattr(self, name)) for name in _NAMES]
        return [(name, column) for name, column in pairs if isinstance(column, np.ndarray)]


_NAMES: Final = tuple(field.name for field in fields(People))


@lru_cache(maxsize=64)
def _codes(kind: type[StrEnum]) -> dict[StrEnum, int]:
    return {member: code for code, member in enumerate(kind)}


def code_of(value: StrEnum | None) -> int:
    """The place of a value in its enumeration; NO_CODE for None."""
    return NO_CODE if value is None else _codes(type(value))[value]


def programme_bits(programmes: Iterable[str] | None) -> int:
    """The programmes as bits, in the order of the enumeration; -1 for None."""
    if programmes is None:
        return NO_CODE
    named = set(programmes)
    return sum(1 << code for code, member in enumerate(Programme) if member in named)


def flag(value: bool | None) -> int:
    """YES, NO, or UNKNOWN for None."""
    return UNKNOWN if value is None else YES if value else NO


# --- From facts: for samples, tests and the thousands; the millions come from the register as columns --------------


def people_of(facts: Sequence[EligibilityFacts], calendar: Calendar = SHIPPED) -> People:
    """The same facts as columns: contributions are counted for each PHK and the wage basis is looked up.

    Raises CalendarNotLoaded when a payment after the PHK cannot be held against its due date.
    """
    rows = [_row(one, calendar) for one in facts]
    columns: dict[str, Any] = {name: np.array([row[name] for row in rows], dtype=kind) for name, kind in _KINDS.items()}
    return People(**columns)


def _row(facts: EligibilityFacts, calendar: Calendar) -> dict[str, int]:
    person, phk = facts.participant, facts.phk
    wage = None
    if facts.contributions is not None and phk.on is not None:
        wage = wage_basis(facts.contributions, phk.on)
    return {
        "decided_on": number(facts.decided_on),
        "filed_on": number(facts.filed_on),
        "paid_bits": counted_bits(facts, calendar),
        "doubtful_bits": 0,
        "last_wage": wage or 0,
        "last_month": 0 if phk.on is None else month_of(phk.on) - EPOCH,
        "last_reported_on": number(phk.on),
        "phk_on": number(phk.on),
        "contract_ends_on": number(phk.contract_ends_on),
        **{name: number(getattr(person, name)) for name in ("born_on", "registered_on", *_EVENTS)},
        **{name: flag(getattr(person, name)) for name in ("citizen", "willing_to_work", "employed_elsewhere")},
        "disputed": flag(phk.disputed),
        **{name: code_of(getattr(phk, name)) for name in ("reason", "contract", "proof")},
        **{name: code_of(getattr(person, name)) for name in ("scale", "jkn")},
        "programmes": programme_bits(person.programmes),
        **_previous(facts.previous_benefits),
    }


def counted_bits(facts: EligibilityFacts, calendar: Calendar = SHIPPED) -> int:
    """The months since January 2022 that count for this PHK, as bits (POL-02); NO_RECORD when that is unknown."""
    if facts.contributions is None or facts.phk.on is None:
        return NO_RECORD
    last = min(month_of(facts.phk.on) - EPOCH, MONTHS - 1)
    if last < 0:
        return 0
    rows = tuple(row for row in facts.contributions if row.month - EPOCH <= last)
    states = months_on_record(rows, facts.phk.on, EPOCH, calendar).states
    return sum(1 << place for place, state in enumerate(states) if state == COUNTED)


def _previous(benefits: tuple[date | None, ...] | None) -> dict[str, int]:
    if benefits is None:
        return {"benefits_taken": NO_CODE, "previous_phk_on": NO_DAY}
    days = [day for day in benefits if day is not None]
    last = max(days) if days and len(days) == len(benefits) else None
    return {"benefits_taken": min(len(benefits), np.iinfo(np.int8).max), "previous_phk_on": number(last)}
