"""Counts of a quarter as they are published: by province, small numbers hidden, and so much with them as needed."""

from dataclasses import dataclass
from datetime import date, datetime

from core.models import Region
from reports.hiding import alone, hide
from reports.models import QuarterCount


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One province, or all of them. None: hidden."""

    quarter: date
    code: str
    name: str
    employers: int | None
    workers: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """A quarter: its provinces by code, the rest that has no region, the nation last."""

    quarter: date
    rows: tuple[PublishedRow, ...]
    counted_at: datetime


def published_quarters() -> list[date]:
    """The newest first."""
    return list(QuarterCount.objects.order_by("-quarter").values_list("quarter", flat=True).distinct())


def published(quarters: list[date], *, unknown: str, nation: str) -> list[Published]:
    """The quarters in the order given. `unknown` and `nation` are the words for rows without a province."""
    names = dict(Region.objects.filter(parent=None).values_list("code", "name"))
    names |= {QuarterCount.UNKNOWN: unknown, QuarterCount.NATION: nation}
    found: dict[date, list[QuarterCount]] = {quarter: [] for quarter in quarters}
    for row in QuarterCount.objects.filter(quarter__in=quarters).order_by("province"):
        found[row.quarter].append(row)
    return [
        Published(quarter, tuple(_hidden(rows, names)), max(row.counted_at for row in rows))
        for quarter, rows in found.items()
        if rows
    ]


def _hidden(rows: list[QuarterCount], names: dict[str, str]) -> list[PublishedRow]:
    """Where few firms are hidden their workers go too: of one firm its size would be told."""
    parts = [row for row in rows if row.province != QuarterCount.NATION]
    employers = hide([row.employers for row in parts])
    workers = hide([row.workers for row in parts])
    shown = [
        PublishedRow(
            row.quarter, row.province, names.get(row.province, row.province), few, None if few is None else many
        )
        for row, few, many in zip(parts, employers, workers, strict=True)
    ]
    for row in rows:
        if row.province == QuarterCount.NATION:
            totals = alone(row.employers), alone(row.workers)
            shown.append(PublishedRow(row.quarter, row.province, names[row.province], *totals))
    return shown
