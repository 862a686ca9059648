"""Training in numbers: what is offered, where and when, and how it was in 2022. Set-based and cached.

Institutes, programmes and seats are no people: small numbers are shown, as the source of 2022 shows them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Min, QuerySet, Sum
from django.db.models.functions import Left, TruncMonth

from core import clock
from core.places import by_code
from core.provinces import provinces
from rules.calendar import add_months
from training.enums import Mode
from training.groups import group_name
from training.models import Distribution, Institute, Programme, TrainingClass

SECONDS = 600
MONTHS = 6
HISTORY = 2022


@dataclass(frozen=True, slots=True)
class Area:
    """A province. `next_start` is the soonest class with a seat. Of 2022: None where the source has no row."""

    code: str
    name: str
    institutes: int
    programmes: int
    next_start: date | None
    regencies_2022: int | None
    institutes_2022: int | None
    programmes_2022: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """A group of work of two digits with what is offered for it."""

    code: str
    programmes: int
    classes: int
    seats: int

    @property
    def name(self) -> str:
        """In the reader's language: the numbers are counted once for both."""
        return group_name(self.code)


@dataclass(frozen=True, slots=True)
class Month:
    """Classes that begin in a month (its first day), and their seats that nobody has."""

    first: date
    classes: int
    seats: int


@dataclass(frozen=True, slots=True)
class Tables:
    """`at` is when it was counted; `months` the running one and the five after it. `online` counts programmes."""

    at: datetime
    institutes: int
    programmes: int
    classes: int
    seats: int
    online: int
    areas: tuple[Area, ...]
    fields: tuple[Field, ...]
    months: tuple[Month, ...]

    @property
    def without(self) -> tuple[Area, ...]:
        """Provinces without an institute now."""
        return tuple(area for area in self.areas if not area.institutes)

    @property
    def without_2022(self) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if area.institutes_2022 is None)


def tables(now: datetime) -> Tables:
    """As it was at most ten minutes ago."""
    key = f"training.tables.{clock.legal_date(now)}"
    found: Tables | None = cache.get(key)
    if found is None:
        found = count_tables(now)
        cache.set(key, found, SECONDS)
    return found


def count_tables(now: datetime) -> Tables:
    on = clock.legal_date(now)
    areas, months = _areas(on), _months(on)
    fields = _fields(on)
    listed = Programme.objects.listed()
    room = TrainingClass.objects.with_room(on).filter(programme__in=listed)
    whole = room.order_by().aggregate(classes=Count("pk"), seats=Sum(F("seats") - F("taken")))
    return Tables(
        at=now,
        institutes=sum(area.institutes for area in areas),
        programmes=sum(area.programmes for area in areas),
        classes=whole["classes"],
        seats=whole["seats"] or 0,
        online=listed.filter(mode=Mode.ONLINE).count(),
        areas=areas,
        fields=fields,
        months=months,
    )


def _areas(on: date) -> tuple[Area, ...]:
    """Every province by its code, also those that have nothing."""
    institutes = dict(Institute.objects.listed().order_by().values_list("province").annotate(Count("pk")))
    listed = Programme.objects.listed().order_by()
    programmes = dict(listed.values_list("institute__province").annotate(Count("pk")))
    room = TrainingClass.objects.with_room(on).filter(programme__in=listed).order_by()
    starts = dict(room.values_list("programme__institute__province").annotate(Min("starts_on")))
    past = {row.province_id: row for row in Distribution.objects.filter(year=HISTORY)}
    return tuple(
        Area(
            code=code,
            name=by_code()[code].name,
            institutes=institutes.get(code, 0),
            programmes=programmes.get(code, 0),
            next_start=starts.get(code),
            regencies_2022=past[code].regencies if code in past else None,
            institutes_2022=past[code].institutes if code in past else None,
            programmes_2022=past[code].programmes if code in past else None,
        )
        for code in provinces()
    )


def _fields(on: date) -> tuple[Field, ...]:
    """In the order of the number of programmes."""
    listed = Programme.objects.listed().annotate(two=Left("group", 2)).order_by()
    programmes = dict(listed.values_list("two").annotate(Count("pk")))
    room = TrainingClass.objects.with_room(on).filter(programme__in=Programme.objects.listed())
    classes = _counted(room.annotate(two=Left("programme__group", 2)).order_by().values_list("two"))
    rows = [Field(code, count, *classes.get(code, (0, 0))) for code, count in programmes.items()]
    return tuple(sorted(rows, key=lambda row: (-row.programmes, row.code)))


def _months(on: date) -> tuple[Month, ...]:
    first = on.replace(day=1)
    whole = [add_months(first, place) for place in range(MONTHS)]
    room = TrainingClass.objects.with_room(on).filter(programme__in=Programme.objects.listed())
    room = room.filter(starts_on__lt=add_months(first, MONTHS)).order_by().annotate(month=TruncMonth("starts_on"))
    counted = _counted(room.values_list("month"))
    return tuple(Month(month, *counted.get(month, (0, 0))) for month in whole)


def _counted(rows: QuerySet[TrainingClass, Any]) -> dict[Any, tuple[int, int]]:
    """Classes and their free seats by the only value of the rows."""
    found = rows.annotate(held=Count("pk"), free=Sum(F("seats") - F("taken")))
    return {value: (held, free) for value, held, free in found}
