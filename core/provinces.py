"""The provinces as a map of tiles, and which is near which. Read once a process: the list is frozen."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.places import by_code

DATA = Path(__file__).resolve().parent / "data"
TILE, STEP = 48, 52


@dataclass(frozen=True, slots=True)
class Province:
    """`column` and `row` are its tile; `latitude` and `longitude` of its capital in tenths of a degree."""

    code: str
    short: str
    column: int
    row: int
    latitude: int
    longitude: int


@cache
def provinces() -> Mapping[str, Province]:
    """All 38 by their code, in its order."""
    with (DATA / "provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Province(r["code"], r["short"], *(int(r[name]) for name in ("column", "row", "latitude", "longitude")))
            for r in csv.DictReader(file)
        ]
    return {row.code: row for row in rows}


@cache
def nearest_provinces(code: str) -> tuple[str, ...]:
    """Every province by the distance of its capital, the province itself first. An unknown code gives the list's order.

    Near the equator a degree is as long to the north as to the east, which is enough for an order.
    """
    here = provinces().get(code[:2])
    if here is None:
        return tuple(provinces())

    def distance(there: Province) -> tuple[int, str]:
        far = (there.latitude - here.latitude) ** 2 + (there.longitude - here.longitude) ** 2
        return far, there.code

    return tuple(found.code for found in sorted(provinces().values(), key=distance))


@dataclass(frozen=True, slots=True)
class Step:
    """A shade of the map: `least` is the smallest number that it stands for, `key` its words in the legend."""

    least: int
    key: str
    look: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """What `jkp_portal/_tiles.html` draws: a tile of each province in its shade, and the legend."""

    items: Sequence[dict[str, Any]]
    keys: Sequence[dict[str, str]]
    width: int
    height: int


# Shades from the lightest; the words on the two darkest are white.
LOOKS = ("f3", "f2", "f1", "f5")
_TEXT = {"f3": "t2", "f2": "", "f1": "w", "f5": "w", "f0": "t2"}


def tiles(numbers: Mapping[str, int], words: Mapping[str, str], *, steps: Sequence[int], keys: Sequence[str]) -> Tiles:
    """The map of `numbers` by province; one without a number, or with 0, is an empty tile.

    `words` are what a tile says when it is pointed at, by province. `steps` are the least numbers of at most four
    shades, rising; `keys` what the legend says about each of them, and last about an empty tile.
    """
    shades = [Step(least, key, look) for least, key, look in zip(steps, keys, LOOKS, strict=False)]
    items: list[dict[str, Any]] = []
    for province in provinces().values():
        number = numbers.get(province.code, 0)
        look = next((shade.look for shade in reversed(shades) if number >= shade.least), "f0")
        x, y = province.column * STEP, province.row * STEP
        items.append(
            {
                "x": x, "y": y, "middle": x + TILE // 2, "upper": y + 21, "lower": y + 38, "look": look,
                "text": _TEXT[look], "short": province.short, "number": number,
                "title": words.get(province.code, by_code()[province.code].name),
            }
        )  # fmt: skip
    legend = [{"look": f"k{shade.look[1]}", "key": shade.key} for shade in shades]
    legend.append({"look": "", "key": keys[len(shades)]})
    width = max(item["x"] for item in items) + TILE
    height = max(item["y"] for item in items) + TILE
    return Tiles(items, legend, width, height)
