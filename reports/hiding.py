"""Small groups are hidden, and so much else with them that nobody can work them out. Pure.

A number from 1 to LEAST - 1 is hidden. Where the total of a list is shown too, one hidden number alone would be the
rest: then the smallest other one goes with it, until at least two are hidden and they sum to LEAST or more.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key")
LEAST = 5


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def alone(count: int) -> int | None:
    """A number that stands by itself."""
    return None if is_small(count) else count


def hide(counts: Sequence[int]) -> list[int | None]:
    """Numbers whose total is shown beside them; None is hidden."""
    hidden = {place for place, count in enumerate(counts) if is_small(count)}
    others = sorted(set(range(len(counts))) - hidden, key=lambda place: (counts[place] == 0, counts[place], place))
    while hidden and others and (len(hidden) == 1 or sum(counts[place] for place in hidden) < LEAST):
        hidden.add(others.pop(0))
    return [None if place in hidden else count for place, count in enumerate(counts)]


def hide_by_key(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    return dict(zip(counts, hide(list(counts.values())), strict=True))


def share(part: int, whole: int) -> Fraction | None:
    """A part of a whole; None when there is no whole, or when the part or the rest of it is a small group."""
    if not whole or is_small(whole) or None in hide([part, whole - part]):
        return None
    return Fraction(part, whole)
