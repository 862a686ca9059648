"""Judge the lines of a contribution file: a few statements over all of them, no row in Python (ADR 20)."""

from datetime import datetime

from django.db import transaction

from core import clock
from participants.contribution_law import holds, law_of
from participants.contribution_tables import (
    FOR_MILLIONS,
    NO_VACUUM,
    Desk,
    loaded_periods,
    one,
    partition_of,
    rows,
    run,
)
from participants.contribution_verdicts import (
    any_month_sql,
    bad_lines,
    codes_of,
    judged_lines,
    other_month_sql,
    verdict_sql,
)
from participants.enums import ContributionFileState, ContributionKind, ContributionStep
from participants.models import ContributionFile
from participants.operations.contribution_rejects import write_rejects
from rules.calendar import Month, month_name, month_of


def check_contributions(file: ContributionFile, *, at: datetime) -> ContributionFile:
    """Judge every line and write the list of those that go back. Twice finds the same."""
    with transaction.atomic():
        file = ContributionFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
        if file.state != ContributionFileState.RECEIVED:
            return file
        found = judge(file)
        found["rejects_location"] = write_rejects(file)
        return ContributionFile.workflow.move(
            file, "checked", actor=None, at=at, step=ContributionStep.WAITING, **found
        )


def judge(file: ContributionFile) -> dict[str, object]:
    """Make the table of verdicts anew, against the register as it is now; returns what the file's row says of it."""
    desk = Desk(file.pk)
    run(FOR_MILLIONS)
    run(
        f"DROP TABLE IF EXISTS {desk.verdicts}; CREATE UNLOGGED TABLE {desk.verdicts} WITH ({NO_VACUUM}) AS "  # noqa: S608
        f"SELECT l.*, NULL::int8 AS last_wage, 0 AS bits FROM {desk.lines} l LIMIT 0"
    )
    run(f"ANALYZE {desk.rests}")  # a few thousand lines are looked up one by one, where millions are joined
    loaded = loaded_periods()
    periods = periods_of(file, loaded)
    for period in periods:
        _judge_month(file, period, known=period in loaded)
    if file.month is None:
        _judge_other_months(desk, periods)
    run(f"ANALYZE {desk.verdicts}")
    return _counted(file, desk)


def _judge_month(file: ContributionFile, period: Month, *, known: bool) -> None:
    desk = Desk(file.pk)
    _find_doubles(desk, period)
    bad = _bad_lines(file, period, known=known)
    if file.month is None:
        run(f"INSERT INTO {desk.verdicts} {bad}")
    else:  # made as a table, because only that is done by several processes
        run(f"DROP TABLE {desk.verdicts}; CREATE UNLOGGED TABLE {desk.verdicts} WITH ({NO_VACUUM}) AS {bad}")
    run(f"INSERT INTO {desk.verdicts} {_bad_lines(file, period, known=known, rests=True)}")


def _bad_lines(file: ContributionFile, period: Month, *, known: bool, rests: bool = False) -> str:
    law, received_on = law_of(period), clock.legal_date(file.received_at)
    verdict = verdict_sql(law, kind=ContributionKind(file.kind), received_on=received_on, has_history=known)
    partition = partition_of(period) if known else None
    only = file.month is not None
    return judged_lines(law, verdict, desk=Desk(file.pk), partition=partition, only=only, rests=rests)


def periods_of(file: ContributionFile, loaded: set[Month]) -> list[Month]:
    """The months that lines of this file may speak of: its own; for small files every one that is loaded."""
    if file.month is not None:
        return [month_of(file.month)]
    desk = Desk(file.pk)
    both = f"SELECT month FROM {desk.lines} UNION SELECT month FROM {desk.rests}"  # noqa: S608
    named = {month for (month,) in rows(f"SELECT month FROM ({both}) named WHERE month IS NOT NULL")}  # noqa: S608
    return [period for period in sorted(loaded) if holds(period) and month_name(period) in named]


def _find_doubles(desk: Desk, period: Month) -> None:
    """Participants with more than one line for the month, or one beside a line that cannot be read; the first is good.

    The numbers alone are sorted, because a single column is sorted several times faster than rows; then the lines of
    the few are looked up.
    """
    of_month = f"FROM {desk.lines} WHERE month = '{month_name(period)}'"
    twice = f"SELECT participant {of_month} GROUP BY participant HAVING count(*) > 1"
    few = f"{twice} UNION ALL SELECT participant FROM {desk.rests} WHERE participant IS NOT NULL"  # noqa: S608
    run(
        f"SET LOCAL enable_hashagg = off; DROP TABLE IF EXISTS {desk.doubles}; "
        f"CREATE UNLOGGED TABLE {desk.doubles} WITH ({NO_VACUUM}) AS SELECT participant, min(line) AS line {of_month} "
        f"AND participant IN ({few}) GROUP BY participant; "
        f"SET LOCAL enable_hashagg = on; ANALYZE {desk.doubles}"
    )


def _judge_other_months(desk: Desk, periods: list[Month]) -> None:
    """Lines of a small file that speak of no month that is loaded, or of none that can be read."""
    names = ", ".join(f"'{month_name(period)}'" for period in periods) or "''"
    other = f"WHERE l.month IS NOT NULL AND l.month NOT IN ({names})"
    run(f"INSERT INTO {desk.verdicts} {bad_lines(desk.lines, other_month_sql(), other)}")
    bits = f"CASE WHEN l.month IS NULL THEN {any_month_sql()} ELSE {other_month_sql()} END & l.allowed"
    other = f"WHERE l.month IS NULL OR l.month NOT IN ({names})"
    run(f"INSERT INTO {desk.verdicts} {bad_lines(desk.rests, bits, other)}")


def _counted(file: ContributionFile, desk: Desk) -> dict[str, object]:
    """Good and bad lines, and how often each code was given."""
    counts: dict[str, int] = {
        code: int(count)
        for code, count in rows(f"SELECT code, count(*) FROM {desk.problems} GROUP BY code ORDER BY code")  # noqa: S608
    }
    for bits, count in rows(f"SELECT bits, count(*) FROM {desk.verdicts} GROUP BY bits ORDER BY bits"):  # noqa: S608
        for code in codes_of(bits):
            counts[code] = counts.get(code, 0) + int(count)
    both = f"SELECT line FROM {desk.problems} UNION SELECT line FROM {desk.verdicts}"  # noqa: S608
    bad = int(one(f"SELECT count(*) FROM ({both}) lines")[0])  # noqa: S608
    return {
        "rejects": counts,
        "bad_rows": bad,
        "good_rows": file.read_rows - bad,
        "loaded_before": loaded_so_far(),
    }


def loaded_so_far() -> int:
    return ContributionFile.objects.filter(state=ContributionFileState.LOADED).count()
