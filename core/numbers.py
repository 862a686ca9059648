"""Numbers that people quote: claims, letters, batches. Gapless is not promised; unique and ordered is."""

from django.db import connection


def next_number(series: str) -> int:
    """The next number of a series, safe under concurrency. Call it inside the operation's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_counter (series, value) VALUES (%s, 1) "
            "ON CONFLICT (series) DO UPDATE SET value = core_counter.value + 1 RETURNING value",
            [series],
        )
        return int(cursor.fetchone()[0])


def next_numbers(series: str, count: int) -> range:
    """A block of `count` numbers of a series, in one statement: for work that makes thousands in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_counter (series, value) VALUES (%s, %s) "
            "ON CONFLICT (series) DO UPDATE SET value = core_counter.value + %s RETURNING value",
            [series, count, count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


def yearly_numbers(prefix: str, year: int, count: int) -> list[str]:
    """`count` numbers such as PHK-2026-0012345, in order."""
    return [f"{prefix}-{year}-{number:07d}" for number in next_numbers(f"{prefix}-{year}", count)]


def yearly_number(prefix: str, year: int) -> str:
    """Such as JKP-2026-0012345."""
    return f"{prefix}-{year}-{next_number(f'{prefix}-{year}'):07d}"
