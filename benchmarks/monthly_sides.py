"""Both sides of the monthly run: people whose month 2 opens today, and the two ways to open it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import connection, transaction

from accounts.models import User
from benchmarks import monthly_rows as sql
from benchmarks.lib import processor_seconds
from claims import tasks
from core import clock, jobs
from core.models import Job
from notices.catalogue import message_for
from notices.enums import Channel, NoticeState
from notices.words import Phrasing
from rules.deadlines import evidence_from

STATEMENT, JOBS = "statement", "jobs"
NAME = "Namadepan"  # stands for the first name in the words that the statement fills in
WINDOW = timedelta(days=7)
FILED = timedelta(days=30)
BLOCK = 2_000  # people seeded in one transaction: triggers of a longer one take more than their share


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds that passed, seconds of the processor (this process and its database session), statements to the
    database, and jobs: each is one message on a queue."""

    seconds: float
    processor: float
    queries: int
    jobs: int


def by_statement(count: int) -> Measured:
    return _measured(STATEMENT, count, _one_statement)


def by_jobs(count: int) -> Measured:
    return _measured(JOBS, count, _until_no_job_is_left)


def refuse_difference() -> None:
    """Raise when one side wrote what the other did not: then it was not the same work that was measured."""
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL statement_timeout = 0")
        found = []
        for side in (STATEMENT, JOBS):
            cursor.execute(sql.WRITTEN, {"side": side})
            found.append(cursor.fetchall())
    if found[0] != found[1]:
        raise RuntimeError(f"The sides wrote different rows:\n{STATEMENT}: {found[0]}\n{JOBS}: {found[1]}")


def _measured(side: str, count: int, open_all: Callable[[], None]) -> Measured:
    _seed(side, count)
    asked, pids = _Asked(), [os.getpid(), _session()]
    used, started = processor_seconds(pids), perf_counter()
    with connection.execute_wrapper(asked):
        open_all()
    seconds, used = perf_counter() - started, processor_seconds(pids) - used
    if left := _scalar(sql.STILL_TO_OPEN, {"today": clock.today()}):
        raise RuntimeError(f"{side}: {left} of {count} months were not opened")
    return Measured(seconds, used, asked.count, Job.objects.count())


def _session() -> int:
    """The server's process for our connection; it is on this machine, where the services run."""
    if urlsplit(os.environ["DATABASE_URL"]).hostname not in ("127.0.0.1", "localhost"):
        raise RuntimeError("This benchmark reads the processor time of PostgreSQL, which must be on this machine.")
    return _scalar("SELECT pg_backend_pid()", {})


class _Asked:
    """Counts what is asked of the database."""

    count = 0

    def __call__(self, execute: Any, *rest: Any) -> Any:
        self.count += 1
        return execute(*rest)


def _seed(side: str, count: int) -> None:
    """The same people for either side, each with a running claim whose month 2 opens today."""
    today, filed = clock.today(), clock.today() - FILED
    days = {"side": side, "filed": filed, "today": today, "closes": today + WINDOW, "now": clock.now()}
    Job.objects.all().delete()
    first = _scalar(sql.NEXT, days)
    for start in range(first, first + count, BLOCK):
        block = days | {"first": start, "last": min(start + BLOCK, first + count) - 1}
        with connection.cursor() as cursor, transaction.atomic():
            for statement in sql.SEED:
                cursor.execute(statement, block)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")


def _until_no_job_is_left() -> None:
    """As the workers do: beat's task makes the jobs of the queue, each is run by its id."""
    tasks.run_months()
    while waiting := list(Job.objects.filter(state="open", queue="batch").values_list("pk", flat=True)):
        for pk in waiting:
            jobs.run(str(pk))
    if dead := Job.objects.dead().first():
        raise RuntimeError(f"{dead}: {dead.last_error}")


def _one_statement() -> None:
    """Everything that the chunks write, for all at once; the words come from the same templates."""
    today, now = clock.today(), clock.now()
    known = {
        "today": today,
        "now": now,
        "collect_from": evidence_from(today - FILED, 2),
        "name": NAME,
        "round": str(uuid4()),
    }
    said = {f"w{place}": value for place, value in enumerate(_words(today, now))}
    rows = [", ".join(f"%(w{place})s" for place in range(start, start + 5)) for start in range(0, len(said), 5)]
    statement = sql.OPEN_ALL.replace("{words}", ", ".join(f"({row})" for row in rows))
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(statement, known | said)


def _words(today: date, now: datetime) -> list[str]:
    """Language, channel, state, subject and body of each message, one after the other."""
    message = message_for("month_open")
    phrasing, words = Phrasing(message, at=now), []
    for language in ("id", "en"):
        for channel in message.channels:
            reader = User(full_name=NAME, language=language)
            said = phrasing.words(channel, user=reader, facts={"month": 2, "due": today + WINDOW})
            state = NoticeState.SENT if channel is Channel.INBOX else NoticeState.QUEUED
            words += [language, channel.value, state.value, said.subject, said.body]
    return words


def _scalar(statement: str, params: dict[str, Any]) -> int:
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(statement, params)
        return int(cursor.fetchone()[0])
