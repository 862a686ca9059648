"""The search among open vacancies: words with their stems and synonyms, slips of the pen, filters, and an order.

At most MOST results are ranked and counted: the newest that fit. Three queries a page: the words that nobody uses, the
rows that fit in their order, the rows of the page.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Q
from rapidfuzz.distance import DamerauLevenshtein

from core.clock import start_of_day
from ipk.matching import Wants, match
from ipk.models import Vacancy, VacancyQuerySet
from ipk.places import Place, by_code, find_place, place_at_the_end
from ipk.selectors.wants import offer_of
from ipk.wanted import Wanted

DATA = Path(__file__).resolve().parents[1] / "data"
ROWS, MOST = 20, 1_000
AS_GOOD = 0.5  # the share of the best rank from which on the person decides the order of the first page
SHORTEST_CORRECTED = 4
# Weights of description, requirements, company and skills, title.
_WEIGHTS = "{0.05, 0.2, 0.5, 1.0}"
_RANK = "ts_rank(%s, search, to_tsquery('indonesian', %s)) + similarity(title, %s) / 2"
_NEAR = """
WITH unused AS MATERIALIZED (
    SELECT typed, COALESCE((ts_lexize('indonesian_stem', typed))[1], typed) AS stem FROM unnest(%s::text[]) AS typed
)
SELECT typed, near.word, near.uses
FROM unused
CROSS JOIN LATERAL (
    SELECT word, uses FROM ipk_vacancyword WHERE word %% typed
    ORDER BY similarity(word, typed) DESC, uses DESC LIMIT 12
) near
WHERE NOT EXISTS (SELECT 1 FROM ipk_vacancyword known WHERE known.word = unused.typed)
  AND NOT EXISTS (SELECT 1 FROM ipk_vacancyword known WHERE known.stem = unused.stem)
"""

_IS_USED = """
SELECT EXISTS (
    SELECT 1 FROM ipk_vacancyword WHERE stem = COALESCE((ts_lexize('indonesian_stem', %s))[1], %s)
)
"""


Hit = tuple[UUID, float]  # a vacancy, and how well the words fit it; 0 where no words were asked for


@dataclass(frozen=True, slots=True)
class Understood:
    """A search as it was carried out: `words` are corrected, `corrected` says which, `place` is the area that counts.

    `unknown_place`: what was typed as a place and is none. `loose`: not every word is in every result.
    """

    words: tuple[str, ...]
    corrected: dict[str, str] = field(default_factory=dict)
    place: Place | None = None
    unknown_place: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """`total` counts at most MOST; `more` says that there are further ones."""

    understood: Understood
    page: Page
    rows: list[Vacancy]
    total: int
    more: bool


def search(wanted: Wanted, *, today: date, page: Any = 1, wants: Wants | None = None) -> Results:
    """The vacancies that somebody looks for, the most fitting (or the newest) first, 20 a page.

    Where `wants` is known, results of the first page that fit the words about as well as the best stand by their match.
    """
    understood, hits = _hits(wanted, today)
    decided = _suiting_first(hits, wants, today) if wants and understood.words and not wanted.newest else []
    ids = [row.pk for row in decided] + _ids(hits[len(decided) :])
    shown = Paginator(ids[:MOST], ROWS).get_page(page)
    rows = _in_order(list(shown.object_list), {row.pk: row for row in decided})
    return Results(understood, shown, rows, min(len(ids), MOST), len(ids) > MOST)


def found(wanted: Wanted, *, today: date) -> tuple[Understood, list[UUID]]:
    """How a search was understood, and what fits in its order: at most one more than MOST."""
    understood, hits = _hits(wanted, today)
    return understood, _ids(hits)


def _hits(wanted: Wanted, today: date) -> tuple[Understood, list[Hit]]:
    understood = understand(wanted)
    rows = narrowed(wanted, understood.place, today)
    hits = _ranked(rows, understood.words, wanted.newest)
    if not hits and len(understood.words) > 1:
        understood = replace(understood, loose=True)
        hits = _ranked(rows, understood.words, wanted.newest, joined=" | ")
    return understood, hits


def _ids(hits: Sequence[Hit]) -> list[UUID]:
    return [pk for pk, _rank in hits]


def _suiting_first(hits: list[Hit], wants: Wants, today: date) -> list[Vacancy]:
    """Of the first page those that the words fit about as well, by match; what is equal keeps its order."""
    least = hits[0][1] * AS_GOOD if hits else 0.0
    rows = _in_order([pk for pk, rank in hits[:ROWS] if rank >= least], {})
    found = {row.pk: match(wants, offer_of(row), on=today) for row in rows}
    return sorted(rows, key=lambda row: -(one.percent if (one := found[row.pk]) else -1))


def understand(wanted: Wanted) -> Understood:
    """Find the place, and put right words that no vacancy has but that are close to one."""
    words, place, unknown = wanted.words, None, ""
    if wanted.place:
        place = find_place(wanted.place)
        unknown = "" if place else wanted.place
    else:
        place, said = place_at_the_end(words)
        words = words[: len(words) - said]
    corrected = corrections(words)
    if not place and not wanted.place and words and _could_be_place(words[-1], corrected):
        place = find_place(words[-1])
        words = words[:-1] if place else words
    return Understood(tuple(corrected.get(word, word) for word in words), corrected, place, unknown)


def _could_be_place(word: str, corrected: dict[str, str]) -> bool:
    """A last word that no vacancy has and that is close to none: "penjahit surakrta"."""
    if word in corrected or len(word) < SHORTEST_CORRECTED or _is_known(word):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_IS_USED, [word, word])
        return not cursor.fetchone()[0]


def corrections(words: Sequence[str]) -> dict[str, str]:
    """What words that nobody uses may have meant: at most one slip in four or five letters, two in longer words."""
    typed = [word for word in words if len(word) >= SHORTEST_CORRECTED and not _is_known(word)]
    if not typed:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [typed])
        found = cursor.fetchall()
    best: dict[str, tuple[int, int, str]] = {}
    for word, near, uses in found:
        slips = DamerauLevenshtein.distance(word, near)
        if slips <= (1 if len(word) <= 5 else 2):
            best[word] = min(best.get(word, (99, 0, "")), (slips, -uses, near))
    return {word: near for word, (_slips, _uses, near) in best.items()}


def _is_known(word: str) -> bool:
    return any(character.isdigit() for character in word) or word in synonyms()


def narrowed(wanted: Wanted, place: Place | None, today: date) -> VacancyQuerySet:
    """Open vacancies that pass every filter but the words."""
    rows = Vacancy.objects.open(today)
    if place:
        rows = rows.filter(province=place.code[:2])
        rows = rows.filter(region=place.code) if len(place.code) == 4 else rows
    if wanted.wage:
        rows = rows.filter(wage_best__gte=wanted.wage)
    if wanted.group:
        rows = rows.filter(occupation__code__startswith=wanted.group)
    if wanted.schooling:
        rows = rows.filter(education__lte=wanted.schooling)
    if wanted.where:
        rows = rows.filter(region__isnull=wanted.where == "abroad")
    if wanted.kinds:
        rows = rows.filter(employment__in=wanted.kinds)
    if wanted.recent:
        rows = rows.filter(published_at__gte=start_of_day(today - timedelta(days=wanted.recent - 1)))
    return rows


def _ranked(rows: VacancyQuerySet, words: Sequence[str], newest: bool, joined: str = " & ") -> list[Hit]:
    """Identities in the order of the page; one more than is shown tells that there are more."""
    if not words:
        return _by_age(rows)
    query = joined.join(_with_synonyms(word) for word in words)
    fitting = rows.extra(where=["ipk_vacancy.search @@ to_tsquery('indonesian', %s)"], params=[query])
    if newest:
        return _by_age(fitting)
    fitting = fitting.order_by("-published_at", "id").values("id", "search", "title", "published_at")
    sql, params = fitting[: MOST + 1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {_RANK} AS rank FROM ({sql}) fitting "  # noqa: S608 - built by Django
            "ORDER BY rank DESC, published_at DESC, id",
            [_WEIGHTS, query, " ".join(words), *params],
        )
        return cursor.fetchall()


def _by_age(rows: VacancyQuerySet) -> list[Hit]:
    ids = rows.order_by("-published_at", "id").values_list("id", flat=True)[: MOST + 1]
    return [(pk, 0.0) for pk in ids]


def _with_synonyms(word: str) -> str:
    """A word for to_tsquery; what was typed is letters and digits only."""
    others = synonyms().get(word, ())
    return f"({' | '.join((word, *others))})" if others else word


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Words that mean the same job. A hyphen stands for words that follow each other."""
    groups: dict[str, list[str]] = {}
    with (DATA / "synonyms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            terms = row["words"].split()
            for term in terms:
                if "-" not in term:
                    groups.setdefault(term, []).extend(_phrase(other) for other in terms if other != term)
    return {word: tuple(dict.fromkeys(others)) for word, others in groups.items()}


def _phrase(term: str) -> str:
    return f"({' <-> '.join(term.split('-'))})" if "-" in term else term


def _in_order(ids: list[UUID], known: dict[UUID, Vacancy]) -> list[Vacancy]:
    """The vacancies as they are asked for; those that are known already are not read again."""
    found = dict(known)
    if missing := [pk for pk in ids if pk not in known]:
        rows = Vacancy.objects.filter(pk__in=missing).select_related("region", "occupation")
        found |= {row.pk: row for row in rows.defer("search", "description").order_by()}
    return [found[pk] for pk in ids if pk in found]


def new_since(wanted: Wanted, since: datetime, *, today: date) -> int:
    """How many vacancies that fit were published after a moment, at most MOST."""
    understood = understand(wanted)
    rows = narrowed(wanted, understood.place, today).filter(published_at__gt=since)
    return min(len(_ranked(rows, understood.words, newest=True)), MOST)


@dataclass(frozen=True, slots=True)
class Wider:
    """A search that asks for less, and how many it finds (at most MOST)."""

    wanted: Wanted
    name: str
    count: int


def wider(wanted: Wanted, understood: Understood, *, today: date) -> list[Wider]:
    """What would find something, when nothing was found: the province instead of the city, no wage, no filter."""
    tries: list[tuple[str, Wanted]] = []
    if understood.place and len(understood.place.code) == 4:
        tries.append(("province", _in_province(wanted, understood.place)))
    if understood.place or wanted.place:
        tries.append(("place", _with_words(wanted, understood).without("place")))
    tries += [(name, wanted.without(name)) for name in ("wage", "schooling", "kinds", "recent", "group", "where")]
    found = []
    for name, other in tries:
        if other != wanted and other.narrows:
            count = len(_ranked(*_asked(other, today)))
            found += [Wider(other, name, min(count, MOST))] if count else []
    if not found and wanted.q and wanted.filters:
        found = [Wider(Wanted(q=wanted.q), "all", 0)]
    return found[:3]


def _asked(wanted: Wanted, today: date) -> tuple[VacancyQuerySet, Sequence[str], bool]:
    understood = understand(wanted)
    return narrowed(wanted, understood.place, today), understood.words, True


def _with_words(wanted: Wanted, understood: Understood) -> Wanted:
    """The place that stood among the words goes too."""
    return replace(wanted, q=" ".join(understood.words), place="")


def _in_province(wanted: Wanted, place: Place) -> Wanted:
    from_words = wanted if wanted.place else _with_words(wanted, understand(wanted))
    province = by_code()[place.code[:2]]
    return replace(from_words, place=province.name)


def similar(vacancy: Vacancy, *, today: date, most: int = 4) -> list[Vacancy]:
    """Open ones of the same group, in the same province if there are enough, the newest first."""
    rows = Vacancy.objects.open(today).filter(occupation=vacancy.occupation_id).exclude(pk=vacancy.pk)
    near = Q(province=vacancy.province)
    rows = rows.select_related("region", "occupation").defer("search", "description").order_by("-published_at", "id")
    found = list(rows.filter(near)[:most])
    return found or list(rows[:most])
