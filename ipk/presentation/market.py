"""How the labour market in numbers reads: bars of a hundred parts, and columns of a picture."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from core.formatting import month_year
from core.language import language
from ipk.selectors.market import Cell

Item = dict[str, Any]


def bars(cells: Sequence[Cell]) -> list[Item]:
    """Rows of a table, each with its share of the largest in percent."""
    largest = max((cell.vacancies or 0 for cell in cells), default=0)
    return [
        {
            "cell": cell,
            "share": 100 * (cell.vacancies or 0) // largest if largest else 0,
            "is_hidden": cell.vacancies is None,
        }
        for cell in cells
    ]


def named(months: Sequence[Cell]) -> list[tuple[str, Cell]]:
    """The name of each month in the reader's language, with its numbers."""
    return [(month_year(date.fromisoformat(f"{cell.code}-01"), language()), cell) for cell in months]
