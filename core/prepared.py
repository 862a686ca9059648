"""Queries that a busy page asks again and again are compiled once; afterwards only their values change.

Django builds and compiles a queryset anew each time. For the dozen queries of a signed-in page that is more work than
the answers are (ADR 0015).

    @prepared
    def _activities(person_id: UUID, first: date) -> QuerySet[Activity]:
        return Activity.objects.filter(person_id=person_id, on__gte=first)

    _activities(person.pk, first)  # a list of activities, one query, and those of `prefetch_related`
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
R = TypeVar("R")

# For each parameter of the SQL the number of its argument, or None and the fixed value.
Places = tuple[tuple[int | None, Any], ...]

_EPOCH = date(3, 3, 3)
_numbers = count(1)


def _a_day() -> date:
    return _EPOCH + timedelta(days=next(_numbers))


# Values that no row holds, by which the place of an argument in the SQL is found.
_MARKERS: dict[type, Callable[[], Any]] = {
    UUID: uuid4,
    str: lambda: uuid4().hex,
    int: lambda: 20_000 + next(_numbers) % 10_000,  # fits the smallest column; Django answers "nothing" for more
    date: _a_day,
    datetime: lambda: datetime.combine(_a_day(), datetime.min.time(), UTC),
}


class _Query(Query):
    """A query whose SQL is known."""

    prepared: "_Prepared"
    values: Sequence[Any] = ()

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> SQLCompiler:
        compiler = copy(self.prepared.compiler)
        compiler.connection = connection or connections[using or "default"]
        sql, values = self.prepared.sql, self.values
        compiler.as_sql = lambda *args, **kwargs: (sql, values)  # type: ignore[assignment, method-assign]
        return compiler

    def chain(self, klass: type[Query] | None = None) -> Query:
        return copy(self)


@dataclass(frozen=True, slots=True)
class _Prepared:
    rows: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    places: Places

    def ask(self, arguments: Sequence[Any]) -> list[Any]:
        rows = self.rows._clone()  # type: ignore[attr-defined]
        rows.query.values = tuple(fixed if place is None else arguments[place] for place, fixed in self.places)
        return list(rows)


def prepared(build: Callable[P, QuerySet[Any, R]]) -> Callable[P, list[R]]:
    """Ask `build`'s query with these values: a list of its rows.

    Arguments are positional: UUID, str, int, date or datetime, and the query compares columns with them as they are.
    Raises TypeError for another kind of argument (a list changes the SQL, so does None), and for one that does not
    reach the query as it was given.
    """
    known: dict[tuple[type, ...], _Prepared] = {}

    @wraps(build)
    def ask(*arguments: Any) -> list[R]:
        kinds = tuple(map(type, arguments))
        found = known.get(kinds)
        if found is None:
            found = known[kinds] = _prepare(build, kinds)
        return found.ask(arguments)

    return ask  # type: ignore[return-value]


def _prepare(build: Callable[..., QuerySet[Any]], kinds: tuple[type, ...]) -> _Prepared:
    unknown = [kind.__name__ for kind in kinds if kind not in _MARKERS]
    if unknown:
        raise TypeError(f"{build.__name__} is prepared for plain values, not for {', '.join(unknown)}")
    rows, compiler, sql, places = _compile(build, kinds)
    if _compile(build, kinds)[2:] != (sql, places):
        raise TypeError(f"{build.__name__}: the values change the query, or it holds one that a marker is equal to")
    missing = set(range(len(kinds))) - {place for place, _fixed in places}
    if missing:
        raise TypeError(f"{build.__name__}: argument {min(missing)} does not reach the query as it is")
    found = _Prepared(rows, compiler, sql, places)
    known = rows.query.chain(klass=_Query)
    known.prepared = found  # type: ignore[attr-defined]
    rows._query = known  # type: ignore[attr-defined]  # the setter of `query` would make dicts of tuples
    return found


def _compile(
    build: Callable[..., QuerySet[Any]], kinds: tuple[type, ...]
) -> tuple[QuerySet[Any], SQLCompiler, str, Places]:
    markers = [_MARKERS[kind]() for kind in kinds]
    rows = build(*markers)
    compiler = rows.query.get_compiler(rows.db)
    sql, values = compiler.as_sql()
    places = tuple((markers.index(value), None) if value in markers else (None, value) for value in values)
    return rows, compiler, sql, places


def keep_related(owner: Model, **related: Sequence[Model]) -> None:
    """`owner.months.all()` answers with these rows, as after `prefetch_related("months")`."""
    kept = owner.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, rows in related.items():
        manager = getattr(owner, name)
        answer = manager.all()
        answer._result_cache = list(rows)
        answer._prefetch_done = True
        kept[name] = answer
        for row in rows:
            setattr(row, manager.field.name, owner)
