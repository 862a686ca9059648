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


def named(months: Sequence[Month]) -> list[tuple[str, Month]]:
    """The name of each month in the reader's language, with its numbers."""
    return [(month_year(month.first, language()), month) for month in months]


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
