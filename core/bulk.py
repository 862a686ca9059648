"""One statement for many rows: what is alike in all of them travels once, the rest as one array a column."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

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
    alike, varying = {}, {}
    for field in model._meta.concrete_fields:
        if field.attname in each:
            varying[field] = [field.get_db_prep_save(value, connection) for value in each[field.attname]]
        elif field.attname in same:
            alike[field] = field.get_db_prep_save(same[field.attname], connection)
        elif field.primary_key and field.has_default():
            varying[field] = [field.get_db_prep_save(field.get_default(), connection) for _row in range(count)]
        elif not field.primary_key:
            alike[field] = field.get_db_prep_save(field.get_default(), connection)
    name = connection.ops.quote_name
    columns = ", ".join(name(field.column) for field in (*varying, *alike))
    names = ", ".join(name(field.column) for field in varying)
    constants = "".join(f", %s::{_type(field)}" for field in alike)
    sql = (
        f"INSERT INTO {name(model._meta.db_table)} ({columns}) SELECT {names}{constants} "  # noqa: S608 - names of columns
        f"FROM unnest({', '.join(f'%s::{_type(field)}[]' for field in varying)}) AS v({names})"
        f"{' ON CONFLICT DO NOTHING' if skip_those_there else ''}"
    )
    if returning:
        sql += f" RETURNING {', '.join(name(model._meta.get_field(field).column) for field in returning)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*alike.values(), *varying.values()])
        return cursor.fetchall() if returning else []


def update_rows(
    rows: Sequence[models.Model], before: Mapping[Any, Mapping[str, Any]], *, only_if: Mapping[str, object]
) -> int:
    """Write what differs between `rows` and what they were `before` (their `__dict__` by pk). Returns how many hit.

    `only_if` must still hold in the database: a row that changed meanwhile is not written. All are of one model.
    Columns that are alike in every row travel once, the others as one array each.
    """
    if not rows:
        return 0
    meta = rows[0]._meta
    touched = _touched(rows, before) | set(only_if)
    changed = [field for field in meta.concrete_fields if not field.primary_key and field.attname in touched]
    alike = [field for field in changed if _alike(field, rows)]
    varying = [field for field in changed if field not in alike]
    guards = [meta.get_field(attribute) for attribute in only_if]
    name, pk = connection.ops.quote_name, meta.pk
    pks = [_stored(pk, row) for row in rows]
    sets = [f"{name(field.column)} = %s" for field in alike]
    sets += [f"{name(field.column)} = v.{name(field.column)}" for field in varying]
    params = [_stored(field, rows[0]) for field in alike]
    source, joined = "", ""
    if varying:
        arrays = ", ".join(f"%s::{_type(field)}[]" for field in (pk, *varying))
        columns = ", ".join(name(field.column) for field in (pk, *varying))
        source, joined = f" FROM unnest({arrays}) AS v({columns})", f" AND t.{name(pk.column)} = v.{name(pk.column)}"
        params += [pks, *([_stored(field, row) for row in rows] for field in varying)]
    where = "".join(f" AND t.{name(field.column)} = %s" for field in guards)
    sql = (
        f"UPDATE {name(meta.db_table)} t SET {', '.join(sets)}{source} "  # noqa: S608 - names of columns
        f"WHERE t.{name(pk.column)} = ANY(%s::{_type(pk)}[]){joined}{where}"
    )
    params.append(pks)
    params += [field.get_db_prep_save(value, connection) for field, value in zip(guards, only_if.values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _touched(rows: Sequence[models.Model], before: Mapping[Any, Mapping[str, Any]]) -> set[str]:
    touched: set[str] = set()
    for row in rows:
        was = before[row.pk]
        touched.update(key for key, value in row.__dict__.items() if was.get(key, _MISSING) is not value)
    return touched


def _alike(field: Any, rows: Sequence[models.Model]) -> bool:
    first = getattr(rows[0], field.attname)
    return all(getattr(row, field.attname) == first for row in rows[1:])


def _stored(field: Any, row: models.Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def _type(field: Any) -> str:
    """The type of a column without its length: a value that is too long is an error and never cut."""
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection)).partition("(")[0]
