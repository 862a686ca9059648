"""Columns in pieces, one a week or a month: data of `jkp_portal/_columns.html`. Their numbers stand in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.formatting import number
from core.language import language

HEIGHT, HEAD, FOOT, WIDTH, GAP = 140, 24, 28, 34, 14


@dataclass(frozen=True, slots=True)
class Column:
    """What stands below it, its number (None is hidden), and its pieces from below: how many, and what fills them."""

    name: str
    value: int | None
    pieces: Sequence[tuple[int, str]]


def picture(columns: Sequence[Column]) -> dict[str, Any]:
    """The highest column has the full height, the others their share of it."""
    largest = max((column.value or 0 for column in columns), default=0) or 1
    return {
        "columns": [_drawn(place, column, largest) for place, column in enumerate(columns)],
        "width": GAP + len(columns) * (WIDTH + GAP),
        "height": HEAD + HEIGHT + FOOT,
        "name_y": HEAD + HEIGHT + 18,
        "base_y": HEAD + HEIGHT,
        "column": WIDTH,
    }


def plain(months: Sequence[tuple[str, int | None]]) -> list[Column]:
    """Columns in one piece: the name of a month, of which the first three letters stand below, and its number."""
    return [Column(name[:3], count, [(count or 0, "f1")]) for name, count in months]


def _drawn(place: int, column: Column, largest: int) -> dict[str, Any]:
    left, base, parts = GAP + place * (WIDTH + GAP), HEAD + HEIGHT, []
    for count, fill in column.pieces:
        height = HEIGHT * count // largest
        base -= height
        parts.append({"y": base, "height": height, "fill": fill})
    return {
        "x": left,
        "middle": left + WIDTH // 2,
        "label_y": base - 6,
        "value": "–" if column.value is None else number(column.value, language()),
        "name": column.name,
        "parts": parts,
    }
