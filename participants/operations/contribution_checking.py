"""Judge the lines of a contribution file: a few statements over all of them, no row in Python (ADR 20)."""

from datetime import datetime

from django.db import transaction

from core import clock
from participants.contribution_law import holds, law_of
from participants.contribution_tables import (
    FOR_MILLIONS,
    NO_VACUUM,
    SUMMARY,
    Desk,
    loaded_periods,
    one,
    partition_of,
    rows,
    run,
)
from participants.contribution_verdicts import MONTH, VERDICTS, codes_of, judged_lines, verdict_sql
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
    loaded = loaded_periods()
    periods = periods_of(file, loaded)
    for period in periods:
        _judge_month(file, period, known=period in loaded)
    if file.month is None:
        _judge_other_months(desk, periods)
    run(f"ANALYZE {desk.verdicts}")
    return _counted(file, desk)


def _judge_month(file: ContributionFile, period: Month, *, known: bool) -> None:
    desk, law = Desk(file.pk), law_of(period)
    _find_doubles(desk, period)
    verdict = verdict_sql(
        law, kind=ContributionKind(file.kind), received_on=clock.legal_date(file.received_at), has_history=known
    )
    bad = judged_lines(
        law,
        verdict,
        lines=desk.lines,
        doubles=desk.doubles,
        summary=SUMMARY,
        partition=partition_of(period) if known else None,
        only=file.month is not None,
    )
    if file.month is None:
        run(f"INSERT INTO {desk.verdicts} {bad}")
    else:  # made as a table, because only that is done by several processes
        run(f"DROP TABLE {desk.verdicts}; CREATE UNLOGGED TABLE {desk.verdicts} WITH ({NO_VACUUM}) AS {bad}")


def periods_of(file: ContributionFile, loaded: set[Month]) -> list[Month]:
    """The months that lines of this file may speak of: its own; for small files every one that is loaded."""
    if file.month is not None:
        return [month_of(file.month)]
    named = {month for (month,) in rows(f"SELECT DISTINCT month FROM {Desk(file.pk).lines} WHERE month IS NOT NULL")}  # noqa: S608
    return [period for period in sorted(loaded) if holds(period) and month_name(period) in named]


def _find_doubles(desk: Desk, period: Month) -> None:
    """Participants with more than one line for the month; the first of them is good.

    The numbers alone are sorted, because a single column is sorted several times faster than rows; then the lines of
    the few are looked up.
    """
    of_month = f"FROM {desk.lines} WHERE month = '{month_name(period)}'"
    twice = f"SELECT participant {of_month} GROUP BY participant HAVING count(*) > 1"
    run(
        f"SET LOCAL enable_hashagg = off; DROP TABLE IF EXISTS {desk.doubles}; "
        f"CREATE UNLOGGED TABLE {desk.doubles} WITH ({NO_VACUUM}) AS SELECT participant, min(line) AS line {of_month} "
        f"AND participant IN ({twice}) GROUP BY participant; "
        f"SET LOCAL enable_hashagg = on; ANALYZE {desk.doubles}"
    )


def _judge_other_months(desk: Desk, periods: list[Month]) -> None:
    run(
        f"INSERT INTO {desk.verdicts} SELECT l.*, NULL, %s FROM {desk.lines} l "  # noqa: S608
        "WHERE month IS NOT NULL AND month <> ALL(%s::text[])",
        VERDICTS[MONTH].bit,
        [month_name(period) for period in periods],
    )


def _counted(file: ContributionFile, desk: Desk) -> dict[str, object]:
    """Good and bad lines, and how often each code was given."""
    counts: dict[str, int] = {
        code: int(count)
        for code, count in rows(f"SELECT code, count(*) FROM {desk.problems} GROUP BY code ORDER BY code")  # noqa: S608
    }
    for bits, count in rows(f"SELECT bits, count(*) FROM {desk.verdicts} GROUP BY bits ORDER BY bits"):  # noqa: S608
        for code in codes_of(bits):
            counts[code] = counts.get(code, 0) + int(count)
    unread = int(one(f"SELECT count(DISTINCT line) FROM {desk.problems}")[0])  # noqa: S608
    bad = unread + int(one(f"SELECT count(*) FROM {desk.verdicts}")[0])  # noqa: S608
    return {
        "rejects": counts,
        "bad_rows": bad,
        "good_rows": file.read_rows - bad,
        "loaded_before": loaded_so_far(),
    }


def loaded_so_far() -> int:
    return ContributionFile.objects.filter(state=ContributionFileState.LOADED).count()
