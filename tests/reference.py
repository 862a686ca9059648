"""What migrations put into the database, and how that is all there is again after a test that really commits.

Django would truncate every table, which takes a third of a second, and take what migrations wrote along with the rest.
"""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

COPIES = "as_migrated"
NOT_DATA = {"django_migrations"}


class AsMigrated:
    """The state of a database at the time when this is made, which is right after its migrations."""

    def __init__(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            self.tables = _tables(cursor)
            tables = sorted(set(connection.introspection.table_names(cursor)) - NOT_DATA)
            self.reference = _filled(cursor, tables)
            self.others = sorted(set(tables) - set(self.reference))
            cursor.execute(f"DROP SCHEMA IF EXISTS {COPIES} CASCADE")
            cursor.execute(f"CREATE SCHEMA {COPIES}")
            for table in self.reference:
                cursor.execute(f'CREATE TABLE {COPIES}."{table}" AS TABLE "{table}"')
            self.prints = self._fingerprints(cursor)

    def restore(self) -> None:
        """Empty the tables that hold something; reference data stays, or is put back if a test changed any of it.

        Tables that came since, such as a month of the register, go.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            for table in _tables(cursor) - self.tables:
                cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')
            changed = self.reference if self._fingerprints(cursor) != self.prints else []
            emptied = [*_filled(cursor, self.others), *changed]
            for table in emptied:
                # Triggers of ours refuse to delete what is kept for ever, and to add to what is published.
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
            for table in changed:
                cursor.execute(f'INSERT INTO "{table}" SELECT * FROM {COPIES}."{table}"')  # noqa: S608
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table whose checks still wait cannot be altered
            for table in emptied:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')

    def _fingerprints(self, cursor: CursorWrapper) -> set[tuple[str, int, int]]:
        """Of each table of reference data: how many rows, and a number that changes with any of them."""
        each = (
            f"""SELECT '{table}', count(*), sum(hashtextextended(t::text, 0)) FROM "{table}" t"""  # noqa: S608
            for table in self.reference
        )
        cursor.execute(" UNION ALL ".join(each))
        return set(cursor.fetchall())


def _tables(cursor: CursorWrapper) -> set[str]:
    """With partitions, which Django does not name."""
    cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')")
    return {name for (name,) in cursor.fetchall()}


def _filled(cursor: CursorWrapper, tables: list[str]) -> list[str]:
    """Those of the tables that hold a row."""
    each = (f"""SELECT '{table}' WHERE EXISTS (SELECT FROM "{table}")""" for table in tables)  # noqa: S608
    cursor.execute(" UNION ALL ".join(each))
    return [table for (table,) in cursor.fetchall()]
