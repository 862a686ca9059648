"""What a verifier goes through: lists in `data/checklists/<version>.csv`, never changed once used. Read once."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LISTS = Path(__file__).resolve().parent / "data" / "checklists"


@dataclass(frozen=True, slots=True)
class Item:
    """`code` names it in the answers; `needs` is the part of the profile that it is about."""

    code: str
    text: str
    source: str
    needs: str


@cache
def checklist(version: int) -> tuple[Item, ...]:
    """The items of a version, in order. Raises FileNotFoundError for one that there is not."""
    with (LISTS / f"{version}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Item(**row) for row in csv.DictReader(file))


@cache
def newest_checklist() -> int:
    return max(int(path.stem) for path in LISTS.glob("*.csv"))
