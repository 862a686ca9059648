"""How the labour market in numbers reads: bars of a hundred parts, and columns of a picture."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from core.formatting import month_year, number
from core.language import language
from ipk.selectors.market import Cell

Item = dict[str, Any]
HEIGHT, WIDTH, GAP, FOOT = 160, 72, 24, 46


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


def trend(months: Sequence[Cell]) -> Item:
    """A picture of columns: places and sizes in its own units."""
    largest = max((cell.vacancies or 0 for cell in months), default=0) or 1
    columns = []
    for place, cell in enumerate(months):
        height = HEIGHT * (cell.vacancies or 0) // largest
        left = GAP + place * (WIDTH + GAP)
        name = month_year(date.fromisoformat(f"{cell.code}-01"), language())
        columns.append(
            {
                "cell": cell, "name": name, "short": name.split()[0][:3], "x": left, "middle": left + WIDTH // 2,
                "y": FOOT // 2 + HEIGHT - height, "height": height, "label_y": FOOT // 2 + HEIGHT - height - 6,
                "value": "–" if cell.vacancies is None else number(cell.vacancies, language()),
            }
        )  # fmt: skip
    return {
        "columns": columns,
        "width": GAP + len(columns) * (WIDTH + GAP),
        "height": HEIGHT + FOOT,
        "name_y": FOOT // 2 + HEIGHT + 18,
        "column": WIDTH,
    }
