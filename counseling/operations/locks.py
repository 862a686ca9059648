"""One at a time for each time of counselling: of two people who choose the last place, the second is told."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

_SPACE = 0x4B4F4E53  # "KONS": the space of these advisory locks
_MINUTE = 60


def hold_times(moments: Iterable[datetime]) -> None:
    """Hold every moment until the transaction ends, always in the same order."""
    with connection.cursor() as cursor:
        for minute in sorted({int(moment.timestamp()) // _MINUTE for moment in moments}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_SPACE, minute])
