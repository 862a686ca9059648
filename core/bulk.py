"""One UPDATE for many rows, whatever each of them says."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

_MISSING = object()


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
    changed = [
        field
        for field in meta.concrete_fields
        if not field.primary_key and (field.attname in only_if or _differs(field, rows, before))
    ]
    alike = [field for field in changed if _alike(field, rows)]
    varying = [field for field in changed if field not in alike]
    name, pk = connection.ops.quote_name, meta.pk
    sets = [f"{name(field.column)} = %s" for field in alike]
    sets += [f"{name(field.column)} = v.{name(field.column)}" for field in varying]
    arrays = [f"%s::{_array(field)}" for field in (pk, *varying)]
    columns = ", ".join(name(field.column) for field in (pk, *varying))
    guards = [meta.get_field(attribute) for attribute in only_if]
    where = "".join(f" AND t.{name(field.column)} = %s" for field in guards)
    sql = (
        f"UPDATE {name(meta.db_table)} t SET {', '.join(sets)} FROM unnest({', '.join(arrays)}) AS v({columns}) "  # noqa: S608 - names of columns
        f"WHERE t.{name(pk.column)} = v.{name(pk.column)}{where}"
    )
    params = [_stored(field, rows[0]) for field in alike]
    params += [[_stored(field, row) for row in rows] for field in (pk, *varying)]
    params += [field.get_db_prep_save(value, connection) for field, value in zip(guards, only_if.values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _differs(field: Any, rows: Sequence[models.Model], before: Mapping[Any, Mapping[str, Any]]) -> bool:
    key = field.attname
    return any(row.__dict__.get(key, _MISSING) is not before[row.pk].get(key, _MISSING) for row in rows)


def _alike(field: Any, rows: Sequence[models.Model]) -> bool:
    first = getattr(rows[0], field.attname)
    return all(getattr(row, field.attname) == first for row in rows[1:])


def _stored(field: Any, row: models.Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def _array(field: Any) -> str:
    """The array type of a column, without its length: a value that is too long is an error and never cut."""
    return f"{field.db_type(connection).partition('(')[0]}[]"
