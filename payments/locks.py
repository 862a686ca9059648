"""Who is alive: a PostgreSQL session lock that ends with its holder's connection, however the holder dies."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_OURS = 7_241  # first half of the key: no other lock of the portal has two halves


@contextmanager
def holding(name: str) -> Iterator[bool]:
    """Hold `name` for the block, across transactions. Yields False at once when somebody else does."""
    halves = [_OURS, zlib.crc32(name.encode()) - 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", halves)
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", halves)
