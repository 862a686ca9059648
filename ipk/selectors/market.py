"""Vacancies in numbers: what the front page of the search shows, and the public tables. Set-based and cached.

A cell with fewer than LEAST vacancies is hidden, so that a single firm is not recognised by its numbers.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import Substr

from core import clock
from core.language import language
from ipk.models import Occupation, Vacancy, VacancyCopy
from ipk.places import by_code

LEAST = 5
FRONT_SECONDS, TABLES_SECONDS = 300, 3_600
COMPANIES, NEWEST, MONTHS, SKILLS = 8, 6, 6, 20

_BY_GROUP = "left(occupation_id, 1)"
_TABLE = """
SELECT {cell} AS cell, count(*), COALESCE(sum(openings), 0),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY wage_best) FILTER (WHERE wage_best IS NOT NULL)
FROM ipk_vacancy WHERE state = 'published' AND closes_on >= %s GROUP BY 1
"""
_MONTHS = """
SELECT to_char(published_at AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM') AS month, count(*), COALESCE(sum(openings), 0), NULL
FROM ipk_vacancy WHERE published_at >= %s AND state IN ('published', 'closed') GROUP BY 1
"""
_SKILLS = """
SELECT skill, count(*), COALESCE(sum(openings), 0), NULL
FROM ipk_vacancy, unnest(skills) AS skill
WHERE state = 'published' AND closes_on >= %s
GROUP BY 1 HAVING count(*) >= %s ORDER BY count(*) DESC, skill LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Company:
    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Front:
    """What the search shows before anybody asks: categories by major group, firms with the most vacancies."""

    total: int
    categories: tuple[Category, ...]
    companies: tuple[Company, ...]


def front(today: date) -> Front:
    """Counted at most every five minutes."""
    key = f"ipk.front.{today}"
    found: Front | None = cache.get(key)
    if found is None:
        found = _count_front(today)
        cache.set(key, found, FRONT_SECONDS)
    return found


def _count_front(today: date) -> Front:
    rows = Vacancy.objects.open(today)
    groups = [(str(code), count) for code, count, _people, _wage in _ask(_TABLE.format(cell=_BY_GROUP), [today])]
    firms = (
        rows.filter(employer__verified_at__isnull=False)
        .values_list("employer_id", "company")
        .annotate(found=Count("pk"))
        .order_by("-found", "company")[:COMPANIES]
    )
    return Front(
        sum(count for _code, count in groups),
        tuple(Category(code, count) for code, count in sorted(groups)),
        tuple(Company(str(pk), name, count) for pk, name, count in firms),
    )


def openings_by_group(today: date) -> dict[str, int]:
    """Open vacancies by job group of two digits, counted at most every five minutes."""
    key = f"ipk.groups.{today}"
    found: dict[str, int] | None = cache.get(key)
    if found is None:
        rows = Vacancy.objects.open(today).annotate(group=Substr("occupation_id", 1, 2)).order_by()
        found = dict(rows.values_list("group").annotate(Count("pk")))
        cache.set(key, found, FRONT_SECONDS)
    return found


def newest(today: date) -> list[Vacancy]:
    rows = Vacancy.objects.open(today).select_related("region", "occupation").defer("search", "description")
    return list(rows.order_by("-published_at", "id")[:NEWEST])


def majors() -> list[Occupation]:
    """The major groups, for filters and names."""
    return list(Occupation.objects.filter(parent=None).order_by("code"))


def copied_at(source: str) -> datetime | None:
    """When another site's vacancies were last copied to the end."""
    done = VacancyCopy.objects.filter(source=source, finished_at__isnull=False)
    return done.order_by("-finished_at").values_list("finished_at", flat=True).first()


# --- the public tables -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of a table; None stands for a number that is too small to be shown. `wage` is the middle one."""

    code: str
    name: str
    vacancies: int | None
    openings: int | None
    wage: int | None


@dataclass(frozen=True, slots=True)
class Tables:
    """`at` is when the tables were counted; `months` are whole calendar months and the running one, oldest first."""

    at: datetime
    total: int
    openings: int
    groups: tuple[Cell, ...]
    provinces: tuple[Cell, ...]
    months: tuple[Cell, ...]
    skills: tuple[Cell, ...]


def tables(now: datetime) -> Tables:
    """The market as it was at most an hour ago, named in the reader's language."""
    key = f"ipk.market.{clock.legal_date(now)}.{language()}"
    found: Tables | None = cache.get(key)
    if found is None:
        found = count_tables(now)
        cache.set(key, found, TABLES_SECONDS)
    return found


def count_tables(now: datetime) -> Tables:
    today = clock.legal_date(now)
    names = {code: place.name for code, place in by_code().items() if len(code) == 2}
    groups = _cells(_ask(_TABLE.format(cell="left(occupation_id, 2)"), [today]), _group_names())
    provinces = _cells(_ask(_TABLE.format(cell="province"), [today]), names)
    months = _months_back(today)
    counted = dict.fromkeys(months, (0, 0)) | {
        month: (count, people)
        for month, count, people, _wage in _ask(_MONTHS, [clock.start_of_day(date.fromisoformat(f"{months[0]}-01"))])
    }
    whole = Vacancy.objects.open(today).aggregate(total=Count("pk"), openings=Sum("openings"))
    return Tables(
        at=now,
        total=whole["total"],
        openings=whole["openings"] or 0,
        groups=groups,
        provinces=provinces,
        months=tuple(_cell(month, month, *counted[month], None) for month in months),
        skills=tuple(_cell(skill, skill, count, people, None) for skill, count, people, _wage in _skills(today)),
    )


def _skills(today: date) -> list[tuple[str, int, int, None]]:
    return _ask(_SKILLS, [today, LEAST, SKILLS])


def _group_names() -> dict[str, str]:
    return {row.code: str(row) for row in Occupation.objects.groups()}


def _cells(rows: list[tuple[str, int, int, int | None]], names: dict[str, str]) -> tuple[Cell, ...]:
    """In the order of their size, the hidden ones last."""
    found = [_cell(code, names[code], count, people, wage) for code, count, people, wage in rows if code in names]
    return tuple(sorted(found, key=lambda cell: (-(cell.vacancies or 0), cell.code)))


def _cell(code: str, name: str, count: int, people: int, wage: int | None) -> Cell:
    if 0 < count < LEAST:
        return Cell(code, name, None, None, None)
    return Cell(code, name, count, int(people), wage)


def _months_back(today: date) -> list[str]:
    year, month = today.year, today.month
    found = []
    for _step in range(MONTHS):
        found.append(f"{year:04d}-{month:02d}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def _ask(sql: str, params: list[object]) -> list[tuple[str, int, int, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [tuple(row) for row in cursor.fetchall()]  # type: ignore[misc]
