"""One statement for many rows: what is alike in all of them travels once, the rest as one array a column."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

Rows = Sequence[models.Model]
_MISSING = object()


def insert_rows(
    model: type[models.Model],
    count: int,
    *,
    each: Mapping[str, Sequence[Any]],
    same: Mapping[str, Any],
    skip_those_there: bool = False,
    returning: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """Insert `count` rows: `each` holds a value a row, `same` one for all; what is not named has its default.

    Both are named as columns are in Python (`user_id`). `skip_those_there` leaves out rows that a unique constraint
    refuses. Returns the columns `returning` of the rows that were written, in no order. No model is built.
    """
    if not count:
        return []
    varying, alike = _sorted_out(model, count, each, same)
    names = ", ".join(map(_name, varying))
    constants = "".join(f", %s::{_type(field)}" for field in alike)
    sql = (
        f"INSERT INTO {_table(model)} ({', '.join(map(_name, (*varying, *alike)))}) SELECT {names}{constants} "  # noqa: S608 - names of columns
        f"FROM unnest({', '.join(f'%s::{_type(field)}[]' for field in varying)}) AS v({names})"
    )
    if skip_those_there:
        sql += " ON CONFLICT DO NOTHING"
    if returning:
        sql += f" RETURNING {', '.join(_name(_field(model, name)) for name in returning)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*alike.values(), *varying.values()])
        return list(cursor.fetchall()) if returning else []


def _sorted_out(
    model: type[models.Model], count: int, each: Mapping[str, Sequence[Any]], same: Mapping[str, Any]
) -> tuple[dict[Any, list[Any]], dict[Any, Any]]:
    """Columns with a value a row, and columns with one for all. A key that the database counts is left to it."""
    varying: dict[Any, list[Any]] = {}
    alike: dict[Any, Any] = {}
    for field in model._meta.concrete_fields:
        if field.attname in each:
            varying[field] = _prepared_all(field, each[field.attname])
        elif field.attname in same:
            alike[field] = _prepared(field, same[field.attname])
        elif not field.primary_key:
            alike[field] = _prepared(field, field.get_default())
        elif field.has_default():
            varying[field] = _prepared_all(field, [field.get_default() for _row in range(count)])
    return varying, alike


def update_rows(rows: Rows, before: Mapping[Any, Mapping[str, Any]], *, only_if: Mapping[str, object]) -> int:
    """Write what differs between `rows` and what they were `before` (their `__dict__` by pk). Returns how many hit.

    `only_if` must still hold in the database: a row that changed meanwhile is not written. All are of one model.
    """
    if not rows:
        return 0
    model, pk = type(rows[0]), rows[0]._meta.pk
    touched = _touched(rows, before) | set(only_if)
    changed = [field for field in model._meta.concrete_fields if not field.primary_key and field.attname in touched]
    alike = [field for field in changed if _alike(field, rows)]
    varying = [field for field in changed if field not in alike]
    pks = _column(pk, rows)
    sets = [f"{_name(field)} = %s" for field in alike] + [f"{_name(field)} = v.{_name(field)}" for field in varying]
    params = [_prepared(field, getattr(rows[0], field.attname)) for field in alike]
    source, joined = "", ""
    if varying:
        arrays = ", ".join(f"%s::{_type(field)}[]" for field in (pk, *varying))
        source = f" FROM unnest({arrays}) AS v({', '.join(map(_name, (pk, *varying)))})"
        joined = f" AND t.{_name(pk)} = v.{_name(pk)}"
        params += [pks, *(_column(field, rows) for field in varying)]
    guards = {_field(model, name): value for name, value in only_if.items()}
    where = "".join(f" AND t.{_name(field)} = %s" for field in guards)
    sql = (
        f"UPDATE {_table(model)} t SET {', '.join(sets)}{source} "  # noqa: S608 - names of columns
        f"WHERE t.{_name(pk)} = ANY(%s::{_type(pk)}[]){joined}{where}"
    )
    params += [pks, *(_prepared(field, value) for field, value in guards.items())]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _touched(rows: Rows, before: Mapping[Any, Mapping[str, Any]]) -> set[str]:
    touched: set[str] = set()
    for row in rows:
        was = before[row.pk]
        touched.update(key for key, value in row.__dict__.items() if was.get(key, _MISSING) is not value)
    return touched


def _alike(field: Any, rows: Rows) -> bool:
    first = getattr(rows[0], field.attname)
    return all(getattr(row, field.attname) == first for row in rows[1:])


def _column(field: Any, rows: Rows) -> list[Any]:
    return _prepared_all(field, [getattr(row, field.attname) for row in rows])


def _prepared(field: Any, value: Any) -> Any:
    return _prepared_all(field, [value])[0]


def _prepared_all(field: Any, values: Sequence[Any]) -> list[Any]:
    prepare, ours = field.get_db_prep_save, connections[DEFAULT_DB_ALIAS]  # looked up once, and not for each value
    return [prepare(value, ours) for value in values]


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _name(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _type(field: Any) -> str:
    """The type of a column without its length: a value that is too long is an error and never cut."""
    kind = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
    return str(kind).partition("(")[0]
