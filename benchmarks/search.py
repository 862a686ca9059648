"""The search among 100,000 vacancies: against the same by ILIKE, its page against the dashboard, its order judged.

The search has a misspelt word and two filters. The other form looks for the word's root as it was meant (the misspelt
one finds nothing, the whole word not its other forms), with the same filters, order and page. What counts is what the
server itself says it needed to plan and carry out the statements, both asked in turns on the same connection.
Quality is nDCG@10 over the queries of data/search_judged.csv, beside plain full text (plainto_tsquery, ts_rank).
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path
from statistics import mean, median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.lib import Figure, main
from benchmarks.web import DASHBOARD, Target, load, measure, portal_and_bare, signed_in

VACANCIES, SEED = 100_000, 7
TYPED, MEANT, ROOT, PLACE, WAGE = "penjahid", "penjahit", "jahit", "Jawa Barat", 2_500_000
PAGE = "/ipk/lowongan/?q=penjahid&di=Jawa+Barat&gaji=2500000"
JUDGED = Path(__file__).parent / "data" / "search_judged.csv"
ROUNDS, FIRST = 3, 10
WARM_UP, ASKED = 3, 21
# A title as it is in the table of everyday jobs, without the level before it.
LEVELS = ("Senior ", "Junior ", "Kepala regu ")
_ILIKE = """
SELECT id FROM ipk_vacancy
WHERE state = 'published' AND closes_on >= %(today)s AND province = '32' AND wage_best >= %(wage)s
  AND (title ILIKE %(like)s OR company ILIKE %(like)s OR description ILIKE %(like)s OR requirements ILIKE %(like)s
       OR array_to_string(skills, ' ') ILIKE %(like)s)
ORDER BY published_at DESC, id LIMIT 1001
"""
_PLAIN = """
SELECT id FROM ipk_vacancy
WHERE state = 'published' AND closes_on >= %s AND search @@ plainto_tsquery('indonesian', %s)
ORDER BY ts_rank(search, plainto_tsquery('indonesian', %s)) DESC, published_at DESC, id LIMIT 10
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """`best` titles are worth 3, `good` ones 2; at another place than `place` a result is worth at most 1."""

    query: str
    best: frozenset[str]
    good: frozenset[str]
    place: str


def run() -> list[Figure]:
    with portal_and_bare() as (portal, _bare, port, _bare_port):
        cookie, _queries = signed_in()
        _fill()
        ours, other = _in_turns([_ours(), _by_ilike()])
        judged = _judged()
        quality = mean(_ndcg(one, _found_by_us(one.query)) for one in judged)
        plain = mean(_ndcg(one, _found_plainly(one.query)) for one in judged)
        page, dashboard = _pages(portal, port, cookie)
    return [
        Figure("search in the database", ours * 1000, "ms"),
        Figure("the same by ILIKE", other * 1000, "ms"),
        Figure("ILIKE / search", other / ours, "x", limit=20, at_least=True),
        Figure("results page, processor time", page * 1000, "ms"),
        Figure("dashboard, processor time", dashboard * 1000, "ms"),
        Figure("results page / dashboard", page / dashboard, "x", limit=2),
        Figure(f"nDCG@10 of {len(judged)} queries", quality, "", limit=plain, at_least=True),
        Figure("nDCG@10 of plain full text", plain, ""),
    ]


def _fill() -> None:
    from core import clock
    from ipk.operations.samples import generate_vacancies

    generate_vacancies(VACANCIES, seed=SEED, at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ipk_vacancy")
        cursor.execute("ANALYZE ipk_vacancyword")


def _today() -> Any:
    from core import clock

    return clock.today()


def _ours() -> list[str]:
    """The statements of one search, asked again as they are."""
    from ipk.selectors.vacancies import search
    from ipk.wanted import Wanted

    wanted = Wanted(TYPED, PLACE, WAGE)
    search(wanted, today=_today())  # the list of areas is read once a process
    with CaptureQueriesContext(connection) as captured:
        results = search(wanted, today=_today())
    if results.understood.corrected != {TYPED: MEANT} or not results.total:
        raise RuntimeError(f"the search did not understand: {results.understood}")
    return [query["sql"] for query in captured.captured_queries]


def _by_ilike() -> list[str]:
    with connection.cursor() as cursor:
        values = {"today": _today(), "wage": WAGE, "like": f"%{ROOT}%"}
        first = cursor.mogrify(_ILIKE, values).decode()
        cursor.execute(first)
        ids = [str(found) for (found,) in cursor.fetchall()]
        rows = cursor.mogrify("SELECT * FROM ipk_vacancy WHERE id = ANY(%s::uuid[])", [ids[:20]]).decode()
    if not ids:
        raise RuntimeError("ILIKE found nothing")
    return [first, rows]


def _in_turns(works: Sequence[Sequence[str]]) -> list[float]:
    """The median seconds of each list of statements, after rounds that warm up."""
    rounds = [[sum(map(_server_seconds, statements)) for statements in works] for _round in range(WARM_UP + ASKED)]
    return [median(column) for column in zip(*rounds[WARM_UP:], strict=True)]


def _server_seconds(sql: str) -> float:
    """Planning and execution of one statement, in seconds, as the server measured them."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()[0]
    return (plan["Planning Time"] + plan["Execution Time"]) / 1000


def _pages(portal: Any, port: int, cookie: str) -> tuple[float, float]:
    """Processor seconds of a page of results and of the dashboard, for the same signed-in participant, in turns."""
    targets = [
        Target("results page", port, PAGE, 200, portal, cookie),
        Target("dashboard", port, DASHBOARD, 200, portal, cookie),
    ]
    for target in targets:
        load(target, 40)
    rounds = [[measure(target).cost for target in targets] for _round in range(ROUNDS)]
    page, dashboard = (sorted(column)[ROUNDS // 2] for column in zip(*rounds, strict=True))
    return page, dashboard


# --- quality -----------------------------------------------------------------------------------------------------


def _judged() -> list[Judged]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return [
            Judged(r["query"], _titles(r["best"]), _titles(r["good"]), r["place"] or "") for r in csv.DictReader(file)
        ]


def _titles(text: str) -> frozenset[str]:
    return frozenset(filter(None, (text or "").split("|")))


def _found_by_us(query: str) -> list[Any]:
    from ipk.selectors.vacancies import search
    from ipk.wanted import Wanted

    return [row.pk for row in search(Wanted(query), today=_today()).rows[:FIRST]]


def _found_plainly(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN, [_today(), query, query])
        return [found for (found,) in cursor.fetchall()]


@cache
def _corpus() -> dict[Any, tuple[str, str]]:
    """Title without its level, and area, of everything that is open."""
    from ipk.models import Vacancy

    rows = Vacancy.objects.open(_today()).values_list("pk", "title", "region_id")
    return {pk: (_bare(title), region or "") for pk, title, region in rows}


def _bare(title: str) -> str:
    for level in LEVELS:
        title = title.removeprefix(level)
    return title[:1].upper() + title[1:]


def _grade(judged: Judged, title: str, region: str) -> int:
    worth = 3 if title in judged.best else 2 if title in judged.good else 0
    return worth if region.startswith(judged.place) else min(worth, 1)


def _ndcg(judged: Judged, found: Sequence[Any]) -> float:
    """Discounted gain of the first ten, of what the best order of all vacancies would give."""
    grades = [_grade(judged, *_corpus()[pk]) for pk in found]
    ideal = sorted((_grade(judged, *row) for row in _corpus().values()), reverse=True)[:FIRST]
    return _gain(grades) / _gain(ideal) if any(ideal) else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


if __name__ == "__main__":
    main("search", run)
