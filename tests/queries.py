"""How many queries a page asks, and which ones when they are too many."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

_VALUES = re.compile(r"'[^']*'|\b\d+\b|\bIN \([^)]*\)")
# Opened and closed by the test's own transaction, not by the page.
_HOUSEKEEPING = re.compile(r"^(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)")


def asked(captured: CaptureQueriesContext) -> list[str]:
    """The statements of a page, without savepoints."""
    return [query["sql"] for query in captured.captured_queries if not _HOUSEKEEPING.match(query["sql"])]


def report(statements: list[str]) -> str:
    """The statements that differ only in values, the most repeated first."""
    shapes = Counter(_VALUES.sub("?", sql) for sql in statements)
    return "\n".join(f"  {count} x {shape[:300]}" for shape, count in shapes.most_common())


@contextmanager
def most_queries(most: int) -> Iterator[None]:
    """Fail when the block asks more than `most` queries, and say which ones."""
    with CaptureQueriesContext(connection) as captured:
        yield
    statements = asked(captured)
    assert len(statements) <= most, f"{len(statements)} queries, at most {most}:\n{report(statements)}"
