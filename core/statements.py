"""Statements by hand that the server plans once for each connection (ADR 17): for what is asked many times a second.

    SAY = Statement("say", "INSERT … VALUES ($session, $body) RETURNING n", session="uuid", body="text")
    SAY.row(session=session.pk, body="Selamat pagi")      # the first row, or None

A connection keeps what was prepared until it closes, so no pooler that hands on connections may stand in between.
"""

import re
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_planned: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


def planned_on(connection: Any) -> set[str]:
    """The names of the statements that an open connection of Django's knows by now."""
    return _planned.setdefault(connection.connection, set())


class Statement:
    """SQL with its parameters as $name; `types` are PostgreSQL's, in any order."""

    def __init__(self, name: str, sql: str, **types: str) -> None:
        self.name = f"jkp_{name}"
        numbers = {known: number for number, known in enumerate(types, 1)}
        placed = re.sub(r"\$([a-z_]+)", lambda found: f"${numbers[found[1]]}", sql)
        self._prepare = f"PREPARE {self.name} ({', '.join(types.values())}) AS {placed}"
        self._execute = f"EXECUTE {self.name} ({', '.join(f'%({known})s::{kind}' for known, kind in types.items())})"

    def row(self, **facts: Any) -> tuple[Any, ...] | None:
        with connection.cursor() as cursor:
            known = planned_on(connection)
            if self.name not in known:
                cursor.execute(self._prepare)
                known.add(self.name)
            cursor.execute(self._execute, facts)
            return cursor.fetchone()
