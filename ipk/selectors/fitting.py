"""Open vacancies for one person, the best match first: what a counsellor looks through together with somebody."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, Value, When

from ipk.matching import Match, Wants, match
from ipk.models import Vacancy, VacancyQuerySet
from ipk.selectors.vacancies import Understood, found, narrowed
from ipk.selectors.wants import offer_of
from ipk.wanted import Wanted

CONSIDERED, ROWS = 300, 10
INTERESTS = 3  # of the groups that the self-assessment found


@dataclass(frozen=True, slots=True)
class Fitting:
    """`rows` are of this page; `total` is at most CONSIDERED, and `more` says that there are further ones."""

    understood: Understood | None
    page: Page
    rows: list[tuple[Vacancy, Match | None]]
    total: int
    more: bool


def fitting(wanted: Wanted, wants: Wants, *, today: date, page: Any = 1) -> Fitting:
    """What is searched for, by how well it fits; without a search what is near the person's work and home.

    The first CONSIDERED that a search finds are compared; equally good ones keep the order of the search.
    """
    understood, rows = _searched(wanted, today) if wanted.narrows else (None, _suited(wants, today))
    more, rows = len(rows) > CONSIDERED, rows[:CONSIDERED]
    judged = [(vacancy, match(wants, offer_of(vacancy), on=today)) for vacancy in rows]
    judged.sort(key=lambda pair: -(pair[1].percent if pair[1] else -1))
    shown = Paginator(judged, ROWS).get_page(page)
    return Fitting(understood, shown, list(shown.object_list), len(judged), more)


def _searched(wanted: Wanted, today: date) -> tuple[Understood, list[Vacancy]]:
    understood, ids = found(wanted, today=today)
    first = ids[: CONSIDERED + 1]
    by_id = {row.pk: row for row in _readable(Vacancy.objects.filter(pk__in=first).order_by())}
    return understood, [by_id[pk] for pk in first if pk in by_id]


def _suited(wants: Wants, today: date) -> list[Vacancy]:
    """Of the groups that somebody did, wants or likes; at home first, then in the province, the newest first."""
    rows = narrowed(Wanted(), None, today)
    best = sorted(wants.interests, key=lambda code: -wants.interests[code])[:INTERESTS]
    groups = {code[:2] for code in (*wants.former, *wants.wished, *best)}
    if groups:
        rows = rows.filter(reduce(or_, (Q(occupation__code__startswith=code) for code in sorted(groups))))
    near = Case(
        When(region=wants.home or "-", then=Value(0)),
        When(province=wants.home[:2] or "-", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return list(_readable(rows.annotate(far=near).order_by("far", "-published_at", "id"))[: CONSIDERED + 1])


def _readable(rows: VacancyQuerySet) -> VacancyQuerySet:
    return rows.select_related("region", "occupation").defer("search", "description")
