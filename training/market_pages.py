"""How training in numbers reads: maps of tiles, columns of a picture, bars of a hundred parts."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formatting import month_year, number
from core.language import language
from core.provinces import Tiles, tiles
from training.selectors.market import Area, Field, Month, Tables

Item = dict[str, Any]
HEIGHT, WIDTH, GAP, FOOT = 160, 72, 24, 46
STEPS = (1, 3, 6, 12)


def map_of_today(tables: Tables) -> Tiles:
    """Institutes by province now."""
    return _map({area.code: area.institutes for area in tables.areas}, tables.areas)


def map_of_2022(tables: Tables) -> Tiles:
    return _map({area.code: area.institutes_2022 or 0 for area in tables.areas}, tables.areas)


def _map(numbers: dict[str, int], areas: Sequence[Area]) -> Tiles:
    words = {area.code: f"{area.name}: {_institutes(numbers[area.code])}" for area in areas}
    spans = [f"{least}–{after - 1}" for least, after in pairwise(STEPS)]
    return tiles(numbers, words, steps=STEPS, keys=(*spans, _("12 ke atas"), _("Belum ada")))


def _institutes(count: int) -> str:
    if not count:
        return _("belum ada lembaga")
    return ngettext("%(n)s lembaga", "%(n)s lembaga", count) % {"n": number(count, language())}


def trend(months: Sequence[Month]) -> Item:
    """A picture of columns, seats by month: places and sizes in its own units."""
    largest = max((month.seats for month in months), default=0) or 1
    columns = []
    for place, month in enumerate(months):
        height = HEIGHT * month.seats // largest
        left = GAP + place * (WIDTH + GAP)
        top = FOOT // 2 + HEIGHT - height
        name = month_year(month.first, language())
        columns.append(
            {
                "month": month, "name": name, "short": name.split()[0][:3], "x": left, "middle": left + WIDTH // 2,
                "y": top, "height": height, "label_y": top - 6, "value": number(month.seats, language()),
            }
        )  # fmt: skip
    return {
        "columns": columns,
        "width": GAP + len(columns) * (WIDTH + GAP),
        "height": HEIGHT + FOOT,
        "name_y": FOOT // 2 + HEIGHT + 18,
        "column": WIDTH,
    }


def bars(fields: Sequence[Field]) -> list[Item]:
    """Rows of a table, each with its share of the largest in percent."""
    largest = max((field.programmes for field in fields), default=0)
    return [{"field": field, "share": 100 * field.programmes // largest if largest else 0} for field in fields]


def totals_of_2022(areas: Sequence[Area]) -> Item:
    """The last line of the table, and how many provinces had any."""
    had = [area for area in areas if area.institutes_2022 is not None]
    return {
        "provinces": len(had),
        "regencies": sum(area.regencies_2022 or 0 for area in had),
        "institutes": sum(area.institutes_2022 or 0 for area in had),
        "programmes": sum(area.programmes_2022 or 0 for area in had),
    }
