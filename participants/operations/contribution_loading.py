"""Good lines of a contribution file into the register and everybody's months: in one transaction or not at all."""

from datetime import datetime

from django.db import transaction

from participants.contribution_law import EPOCH, bit_of
from participants.contribution_tables import (
    COLUMNS,
    FOR_MILLIONS,
    ONE_LOADER,
    REGISTER,
    SUMMARY,
    Desk,
    exists,
    loaded_periods,
    one,
    partition_of,
    run,
)
from participants.enums import ContributionFileState
from participants.models import ContributionFile
from participants.operations.contribution_checking import judge, loaded_so_far, periods_of
from participants.operations.contribution_files import put_away
from participants.operations.contribution_reading import read_lines_again
from participants.operations.contribution_rejects import write_rejects
from participants.operations.enough_months import ask_to_count
from rules.calendar import Month, month_name

REBUILD_FROM = 0.3  # of all participants: then everybody's months are written anew beside, and swapped in
NEW = f"{SUMMARY}_new"
WAGE_BITS = 40  # a wage has at most twelve digits


class RowsLost(RuntimeError):
    """What was written is not what was counted as good: nothing is kept, and somebody looks."""


def load_contributions(file: ContributionFile, *, at: datetime) -> ContributionFile:
    """Take the good lines over. Twice takes over once; killed in between takes over nothing.

    When other files were loaded since this one was checked, it is judged again first, under the same lock.
    """
    file = ContributionFile.objects.get(pk=file.pk)
    if file.state != ContributionFileState.LOADING:
        return file
    if not exists(Desk(file.pk).lines) or not one(f"SELECT EXISTS (SELECT 1 FROM {Desk(file.pk).lines})")[0]:  # noqa: S608
        read_lines_again(file)  # the server fell and took the tables without a log with it
    with transaction.atomic():
        run(FOR_MILLIONS)
        run("SELECT pg_advisory_xact_lock(%s)", ONE_LOADER)
        file = ContributionFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
        if file.state != ContributionFileState.LOADING:
            return file
        found = _judged_now(file)
        touched = periods_of(file, loaded_periods())
        written = sum(_take_over(file, period, at) for period in touched)
        if written != found.get("good_rows", file.good_rows):
            raise RowsLost(f"{file.number}: {written} rows were written")
        file = put_away(file, "loaded", actor=None, at=at, loaded_at=at, **found)
        ask_to_count(touched)
    refresh_statistics(touched)
    return file


def refresh_statistics(periods: list[Month]) -> None:
    """How many rows the planner knows of, and of whom; autovacuum looks at the other columns in its own time."""
    for table in (SUMMARY, *map(partition_of, periods)):
        run(f"ANALYZE {table} (participant)")


def _judged_now(file: ContributionFile) -> dict[str, object]:
    if file.loaded_before == loaded_so_far() and exists(Desk(file.pk).verdicts):
        return {}
    return {**judge(file), "rejects_location": write_rejects(file)}


def _take_over(file: ContributionFile, period: Month, at: datetime) -> int:
    """How many rows of a month were written."""
    if period in loaded_periods():
        return _merge(file, period, at)
    written = attach_month(file, period)
    update_summary(period, partition_of(period), written)
    return written


def good_lines(file: ContributionFile, period: Month) -> str:
    """SELECT of the good lines of a month, in the order of the register's columns."""
    desk = Desk(file.pk)
    return (
        f"SELECT l.participant, l.wage, l.paid_on, l.employer, {int(period)} AS period, l.jkk, l.jkm, "  # noqa: S608
        f"l.gov AS government, {file.pk} AS file FROM {desk.lines} l "
        f"WHERE l.month = '{month_name(period)}' "
        f"AND NOT EXISTS (SELECT 1 FROM {desk.verdicts} v WHERE v.line = l.line)"
    )


def attach_month(file: ContributionFile, period: Month) -> int:
    """A whole month, made beside the register: rows, then key, then check, then part of it."""
    table = partition_of(period)
    written = run(f"CREATE TABLE {table} AS {good_lines(file, period)}")
    make_partition(period)
    return written


def make_partition(period: Month) -> None:
    """Of a table with the rows of a month: a part of the register. The check spares reading them once more."""
    table = partition_of(period)
    needed = [name for name in COLUMNS.split(", ") if name not in ("participant", "period", "paid_on")]
    run(
        f"ALTER TABLE {table} ADD PRIMARY KEY (participant, period), "
        f"{', '.join(f'ALTER {name} SET NOT NULL' for name in needed)}, "
        f"ADD CONSTRAINT its_month CHECK (period = {int(period)})"
    )
    run(f"ALTER TABLE {REGISTER} ATTACH PARTITION {table} FOR VALUES FROM ({int(period)}) TO ({int(period) + 1})")
    run(f"ALTER TABLE {table} DROP CONSTRAINT its_month")  # the bounds say the same


def _merge(file: ContributionFile, period: Month, at: datetime) -> int:
    """Rows of a month that is there already: new ones, late payments, corrections. What they replace is kept."""
    said = f"participants_contribution_said_{file.pk}"
    run(f"CREATE UNLOGGED TABLE {said} AS {good_lines(file, period)}")
    run(
        "INSERT INTO participants_contributionchange "  # noqa: S608 - names and numbers of ours
        "(file_id, participant, period, wage, paid_on, employer, jkk, jkm, government, said_by, at) "
        "SELECT n.file, o.participant, o.period, o.wage, o.paid_on, o.employer, o.jkk, o.jkm, o.government, o.file, %s "
        f"FROM {said} n JOIN {REGISTER} o ON o.participant = n.participant AND o.period = {int(period)}",
        at,
    )
    replaced = [name for name in COLUMNS.split(", ") if name not in ("participant", "period")]
    written = run(
        f"INSERT INTO {REGISTER} ({COLUMNS}) SELECT {COLUMNS} FROM {said} "  # noqa: S608
        f"ON CONFLICT (participant, period) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in replaced)}"
    )
    update_summary(period, said, written)
    run(f"DROP TABLE {said}")
    return written


def update_summary(period: Month, source: str, count: int) -> None:
    """Set or clear the month's bit of everybody in `source`; the last wage when no later month is known."""
    if count >= REBUILD_FROM * _about_everybody():
        _rebuild(period, source)
        return
    run(
        f"UPDATE {SUMMARY} s SET paid_bits = {_bits(period)}, last_wage = {_last('wage', 'n.wage', period)}, "  # noqa: S608
        f"last_period = {_last('period', str(int(period)), period)} FROM {source} n WHERE n.participant = s.participant"
    )


def _about_everybody() -> int:
    """How many are insured, as the planner has it since the last load; counted while it knows nothing."""
    known = int(one("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", SUMMARY)[0])
    return known if known > 0 else int(one(f"SELECT count(*) FROM {SUMMARY}")[0])  # noqa: S608


def _bits(period: Month) -> str:
    bit = bit_of(period)
    return (
        f"CASE WHEN n.participant IS NULL THEN s.paid_bits WHEN n.paid_on IS NULL THEN s.paid_bits & ~{bit}::int8 "
        f"ELSE s.paid_bits | {bit}::int8 END"
    )


def _last(column: str, new: str, period: Month) -> str:
    later = f"n.participant IS NULL OR s.last_period > {int(period)}"
    return f"CASE WHEN {later} THEN s.last_{column} ELSE {new} END"


def _rebuild(period: Month, source: str) -> None:
    """Everybody's months written anew beside and swapped in; readers wait for the last moment only."""
    run(f"LOCK TABLE {SUMMARY} IN SHARE ROW EXCLUSIVE MODE")
    _swap_in(
        f"SELECT s.participant, {_bits(period)} AS paid_bits, {_last('wage', 'n.wage', period)} AS last_wage, "  # noqa: S608
        f"{_last('period', str(int(period)), period)} AS last_period, s.born_on, s.registered_on "
        f"FROM {SUMMARY} s LEFT JOIN {source} n ON n.participant = s.participant"
    )


def _swap_in(select: str) -> None:
    run(f"CREATE TABLE {NEW} WITH (fillfactor = 90) AS {select}")
    run(
        f"ALTER TABLE {NEW} ADD CONSTRAINT {NEW}_pkey PRIMARY KEY (participant), "
        "ALTER paid_bits SET NOT NULL, ALTER born_on SET NOT NULL, ALTER registered_on SET NOT NULL"
    )
    run(
        f"DROP TABLE {SUMMARY}; ALTER TABLE {NEW} RENAME TO {SUMMARY}; "
        f"ALTER TABLE {SUMMARY} RENAME CONSTRAINT {NEW}_pkey TO {SUMMARY}_pkey"
    )


@transaction.atomic
def rebuild_summary() -> None:
    """Everybody's months from nothing but the rows: after a restore, or when the nightly look found a difference."""
    run(FOR_MILLIONS)
    run("SELECT pg_advisory_xact_lock(%s)", ONE_LOADER)
    run(f"LOCK TABLE {SUMMARY} IN SHARE ROW EXCLUSIVE MODE")
    wage = (1 << WAGE_BITS) - 1
    _swap_in(
        "SELECT s.participant, coalesce(r.bits, 0) AS paid_bits, "  # noqa: S608
        f"r.last & {wage} AS last_wage, (r.last >> {WAGE_BITS})::int4 AS last_period, s.born_on, s.registered_on "
        f"FROM {SUMMARY} s LEFT JOIN (SELECT participant, max(period::int8 << {WAGE_BITS} | wage) AS last, "
        f"bit_or(CASE WHEN paid_on IS NULL THEN 0::int8 ELSE 1::int8 << (period - {int(EPOCH)}) END) AS bits "
        f"FROM {REGISTER} GROUP BY participant) r ON r.participant = s.participant"
    )
