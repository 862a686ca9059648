"""Names of the tables in SQL, and the tables that a file has of its own while work on it lasts."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from participants.models import MonthlyContribution, ParticipantSummary
from rules.calendar import Month

REGISTER = MonthlyContribution._meta.db_table
SUMMARY = ParticipantSummary._meta.db_table
ONE_LOADER = 0x4A4B5031  # the advisory lock of whoever changes the register
COLUMNS = "participant, wage, paid_on, employer, period, jkk, jkm, government, file"

NO_VACUUM = "autovacuum_enabled = off"  # of tables that are written once and dropped: it would read them for nothing

# Big joins and sorts in memory, on every processor; without a limit of time that is meant for pages.
FOR_MILLIONS = """
SET LOCAL statement_timeout = 0;
SET LOCAL lock_timeout = '15s';
SET LOCAL work_mem = '192MB';
SET LOCAL maintenance_work_mem = '256MB';
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL parallel_tuple_cost = 0.001;
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """The tables of one file: its lines, the cells that cannot be read with the rests of their lines, the verdicts,
    and lines that repeat others."""

    file: int

    @property
    def lines(self) -> str:
        return f"participants_contribution_lines_{self.file}"

    @property
    def problems(self) -> str:
        return f"participants_contribution_problems_{self.file}"

    @property
    def rests(self) -> str:
        return f"participants_contribution_rests_{self.file}"

    @property
    def verdicts(self) -> str:
        return f"participants_contribution_verdicts_{self.file}"

    @property
    def doubles(self) -> str:
        return f"participants_contribution_doubles_{self.file}"

    def clear(self) -> None:
        run(f"DROP TABLE IF EXISTS {self.lines}, {self.problems}, {self.rests}, {self.verdicts}, {self.doubles}")


def partition_of(period: Month) -> str:
    return f"{REGISTER}_{period // 12:04d}_{period % 12 + 1:02d}"


def exists(table: str) -> bool:
    return bool(one("SELECT to_regclass(%s) IS NOT NULL", table)[0])


def loaded_periods() -> set[Month]:
    """The months that the register holds: its partitions."""
    names = rows(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = %s::regclass",
        REGISTER,
    )
    return {Month(int(name[-7:-3]) * 12 + int(name[-2:]) - 1) for (name,) in names}


def run(statement: str, *values: object) -> int:
    """Execute a statement; the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return int(cursor.rowcount)


def rows(statement: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def one(statement: str, *values: object) -> tuple[Any, ...]:
    return rows(statement, *values)[0]
