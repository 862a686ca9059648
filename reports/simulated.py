"""What a simulation may tell: sums of groups, of which small ones are hidden. Pure, on plain numbers.

A group of 1 to 4 people is hidden with all its rupiah; so are winners, losers, unchanged or undecided of whom there are
so few, and what anybody could work them out from: a row and a column with a hidden number have another, until at least
five people stand behind what is hidden (`reports.hiding`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from reports.hiding import LEAST, hide, is_small

Group = Mapping[str, Any]
Cells = set[tuple[int, int]]
SIDES: Final = ("winners", "losers", "unchanged", "undecided")
MONEY: Final = ("before", "after", "gained", "lost")
COSTS: Final = ("before", "after", "before_possible", "after_possible")


def told(groups: Sequence[Group], key: str) -> list[dict[str, Any]]:
    """One list of groups that make up everybody, by `key` ("province", "wage_from"); None is hidden."""
    people = hide([group["people"] for group in groups])
    counts = [[group[side] for side in SIDES] for group in groups]
    hidden = _hidden(counts, {row for row, count in enumerate(people) if count is None})
    newly = {part: _parts(groups, part, SIDES.index(whole), hidden) for part, whole in _PARTS}
    rows = []
    for place, group in enumerate(groups):
        row = {key: group[key], "people": people[place]}
        row |= {side: None if (place, n) in hidden else group[side] for n, side in enumerate(SIDES)}
        row |= {part: None if place in gone else group[part] for part, gone in newly.items()}
        row["gained"] = None if row["winners"] is None else group["gained"]
        row["lost"] = None if row["losers"] is None else group["lost"]
        silent = row["gained"] is None or row["lost"] is None
        row |= {name: None if silent else group[name] for name in ("before", "after")}
        rows.append(row)
    return rows


_PARTS: Final = (("newly", "winners"), ("no_longer", "losers"))


def _hidden(counts: Sequence[Sequence[int]], gone: set[int]) -> Cells:
    """Cells of small numbers and of hidden rows, and others with them along each row and each column."""
    width = len(SIDES)
    hidden = {(row, n) for row in range(len(counts)) for n in range(width) if row in gone or is_small(counts[row][n])}
    lines = [[(row, n) for n in range(width)] for row in range(len(counts))]
    if len(counts) > 1:
        lines += [[(row, n) for row in range(len(counts))] for n in range(width)]
    grown = True
    while grown:
        before = len(hidden)
        for line in lines:
            _hide_along(line, counts, hidden)
        grown = len(hidden) > before
    return hidden


def _hide_along(line: list[tuple[int, int]], counts: Sequence[Sequence[int]], hidden: Cells) -> None:
    def count(cell: tuple[int, int]) -> int:
        return counts[cell[0]][cell[1]]

    here = [cell for cell in line if cell in hidden]
    others = sorted(
        (cell for cell in line if cell not in hidden), key=lambda cell: (count(cell) == 0, count(cell), cell)
    )
    while here and others and (len(here) == 1 or sum(map(count, here)) < LEAST):
        cell = others.pop(0)
        hidden.add(cell)
        here.append(cell)


def _parts(groups: Sequence[Group], part: str, whole: int, hidden: Cells) -> set[int]:
    """Rows in which a part of winners or losers is hidden: with the whole, or when it or the rest is small."""
    gone = {
        row
        for row, group in enumerate(groups)
        if (row, whole) in hidden or is_small(group[part]) or is_small(group[SIDES[whole]] - group[part])
    }
    others = sorted((groups[row][part] == 0, groups[row][part], row) for row in set(range(len(groups))) - gone)
    return gone | {others[0][2]} if len(gone) == 1 and others else gone


def told_months(months: Sequence[Mapping[str, Any]], people: Sequence[Sequence[int]]) -> list[dict[str, Any]]:
    """Cost by month; hidden where one of its sums is of 1 to 4 people. `people`: how many stand behind each sum."""
    fewest = [min((count for count in counts if count), default=0) for counts in people]
    small = [is_small(count) for count in fewest]
    if sum(small) == 1 and len(months) > 1:
        place = min((n for n in range(len(months)) if not small[n]), key=lambda n: (fewest[n] == 0, fewest[n], n))
        small[place] = True
    return [
        {"month": month["month"], **{name: None if gone else month[name] for name in COSTS}}
        for month, gone in zip(months, small, strict=True)
    ]
