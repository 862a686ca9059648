"""Queries that a busy page asks again and again are compiled once; afterwards only their values change.

Django builds and compiles a queryset anew each time, and PostgreSQL reads and plans its words. For the dozen queries of
a signed-in page that is more work than the answers are (ADR 0015). Each connection is told the words once; afterwards
only the name of the query and its values go there.

    @prepared
    def _activities(person_id: UUID, first: date) -> QuerySet[Activity]:
        return Activity.objects.filter(person_id=person_id, on__gte=first)

    _activities(person.pk, first)  # a list of activities, one query, and those of `prefetch_related`
"""

import re
from collections.abc import Callable, Sequence
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
from psycopg2.extensions import AsIs

from core.statements import planned_on

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

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

# What PostgreSQL calls them; a text is compared as whatever the column is.
_TYPES: dict[type, str] = {UUID: "uuid", str: "unknown", int: "bigint", date: "date", datetime: "timestamptz"}


class _Query(Query):
    """A query whose SQL is known."""

    prepared: "_Prepared"
    values: Sequence[Any] = ()

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> SQLCompiler:
        compiler = _copy(self.prepared.compiler)
        compiler.connection = connection or connections[using or "default"]
        sql, values, converters = self.prepared.sql, self.values, self.prepared.converters
        compiler.as_sql = lambda *args, **kwargs: (sql, values)  # type: ignore[assignment, method-assign]
        compiler.get_converters = lambda expressions: converters  # type: ignore[method-assign]
        return compiler

    def chain(self, klass: type[Query] | None = None) -> Query:
        return _copy(self)


def _copy(original: T) -> T:
    """As `copy.copy`, which asks a plain object many questions first."""
    new: T = original.__class__.__new__(original.__class__)
    new.__dict__.update(original.__dict__)
    return new


@dataclass(frozen=True, slots=True)
class _Planned:
    """A statement that a connection knows by name, once it was told."""

    name: str
    sql: str
    places: Places
    types: tuple[str, ...]

    def __call__(self, execute: Any, sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        """Instead of the words their name; an `execute_wrapper`, so that rows that are prefetched come here too."""
        if sql != self.sql:
            return execute(sql, values, many, context)
        known = planned_on(context["connection"])
        if self.name not in known:
            execute(self._definition(context["cursor"]), None, many, context)
            known.add(self.name)
        asked = [value for value, (place, _fixed) in zip(values, self.places, strict=True) if place is not None]
        given = f"({', '.join(['%s'] * len(asked))})" if asked else ""
        return execute(f"EXECUTE {self.name}{given}", asked, many, context)

    def _definition(self, cursor: Any) -> str:
        numbers = count(1)
        values = [fixed if place is None else AsIs(f"${next(numbers)}") for place, fixed in self.places]
        given = f" ({', '.join(self.types)})" if self.types else ""
        return f"PREPARE {self.name}{given} AS {cursor.mogrify(self.sql, values).decode()}"


@dataclass(frozen=True, slots=True)
class _Prepared:
    rows: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    places: Places
    planned: _Planned
    converters: dict[int, Any]  # by column, as Django looks them up for each row's values

    def ask(self, arguments: Sequence[Any]) -> list[Any]:
        rows = self.rows._clone()  # type: ignore[attr-defined]
        rows.query.values = tuple(fixed if place is None else arguments[place] for place, fixed in self.places)
        with connections[rows.db].execute_wrapper(self.planned):
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
    types = tuple(_TYPES[kinds[place]] for place, _fixed in places if place is not None)
    name = f"jkp_{next(_numbers)}_{re.sub(r'[^a-z_]', '', build.__name__)}"
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    found = _Prepared(rows, compiler, sql, places, _Planned(name, sql, places, types), converters)
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
