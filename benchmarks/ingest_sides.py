"""Both sides of the ingest benchmark, and what the register takes up."""

import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from core import clock
from jkp_portal.demo.contribution_file import Sample, enter_members, make_sample
from participants.contribution_rows import COLUMNS
from participants.contribution_tables import REGISTER, SUMMARY, partition_of
from participants.enums import ContributionKind
from participants.models import ContributionFile
from participants.operations import contribution_loading as loading
from participants.operations.contribution_checking import check_contributions
from participants.operations.contribution_files import receive_contributions, start_loading
from participants.operations.contribution_reading import read_contributions
from rules.calendar import Month, month_of

AT = datetime(2026, 11, 20, 9, 0, tzinfo=clock.JAKARTA)
MONTH = date(2026, 10, 1)
MISTAKES = 0.02
MONTHS_IN_DETAIL = 24
_TICKS = os.sysconf("SC_CLK_TCK")
A_FEW = 100_000  # enough for a key of three levels, as millions have
BEFORE = (1 << 57) - 1  # paid from January 2022 to September 2026


@dataclass
class Measured:
    """Medians in seconds, memory in bytes."""

    raw: float = 0
    whole: float = 0
    processor: float = 0  # of the whole, in processor seconds of raw COPY
    load: float = 0
    steps: dict[str, float] = field(default_factory=dict)
    memory: int = 0
    own_memory: int = 0
    differences: int = 0
    row_bytes: float = 0
    summary_bytes: float = 0
    summary_buffers: int = 0
    detail_buffers: int = 0


def measure(folder: Path, *, rows: int, rounds: int) -> Measured:
    sample = make_sample(folder, rows=rows, month=MONTH, mistakes=MISTAKES)
    enter_members(sample, paid_bits=BEFORE)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"CREATE UNLOGGED TABLE members_before AS SELECT * FROM {SUMMARY}")  # noqa: S608
    measured, raws, ratios, steps = Measured(), [], [], {}
    _raw(sample)  # warm
    for number in range(rounds):
        before = _used()
        raws.append(_raw(sample))
        between = _used()
        with _memory(measured):
            file, times = _whole(sample)
        ratios.append((_used() - between) / (between - before))
        for name, seconds in times.items():
            steps.setdefault(name, []).append(seconds)
        measured.differences += _differences(sample, file)
        raws.append(_raw(sample))
        if number < rounds - 1:
            _take_out()
    measured.raw, measured.processor = statistics.median(raws), statistics.median(ratios)
    measured.steps = {name: statistics.median(times) for name, times in steps.items()}
    measured.load = measured.steps["attach the month"]
    measured.whole = statistics.median(map(sum, zip(*steps.values(), strict=True)))
    _sizes(measured, rows)
    _buffers(measured)
    return measured


def _raw(sample: Sample) -> float:
    """The same lines as text that fits the types: what is broken stands as empty, which COPY takes fastest."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.values())
    clean = sample.path.with_suffix(".raw")
    if not clean.exists():
        _write_clean(sample, clean)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS raw_lines; CREATE UNLOGGED TABLE raw_lines ({columns})")
        cursor.execute("SET statement_timeout = 0")
        with clean.open("rb") as source:
            started = time.perf_counter()
            cursor.copy_expert("COPY raw_lines FROM STDIN (FORMAT csv)", source, size=256 * 1024)
            seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE raw_lines")
    return seconds


def _write_clean(sample: Sample, clean: Path) -> None:
    width = len(COLUMNS) - 1
    with sample.path.open() as source, clean.open("w") as out:
        next(source)
        for line in source:
            broken = line.count(",") != width or "/" in line
            out.write("," * width + "\n" if broken else line)


def _whole(sample: Sample) -> tuple[ContributionFile, dict[str, float]]:
    times: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        result = work()
        times[name] = times.get(name, 0) + time.perf_counter() - started
        return result

    file = timed("receive and hash", lambda: _receive(sample))
    file = timed("read", lambda: read_contributions(file, at=AT))
    file = timed("judge and list", lambda: check_contributions(file, at=AT))
    file = start_loading(file, actor=None, at=AT)
    with _timing_of("attach_month", times), _timing_of("update_summary", times):
        file = timed("all of load", lambda: loading.load_contributions(file, at=AT))
    attach, summary = times.pop("attach_month"), times.pop("update_summary")
    rest = times.pop("all of load") - attach - summary
    return file, {**times, "attach the month": attach, "summary": summary, "rest of load": rest}


@contextmanager
def _timing_of(name: str, times: dict[str, float]) -> Iterator[None]:
    whole = getattr(loading, name)

    def measured(*args: Any) -> Any:
        started = time.perf_counter()
        try:
            return whole(*args)
        finally:
            times[name] = times.get(name, 0) + time.perf_counter() - started

    setattr(loading, name, measured)
    try:
        yield
    finally:
        setattr(loading, name, whole)


def _receive(sample: Sample) -> ContributionFile:
    with sample.path.open("rb") as source:
        return receive_contributions(
            source, name="iuran.csv", kind=ContributionKind.MONTH, month=MONTH, said=sample.said, actor=None, at=AT
        )


def _differences(sample: Sample, file: ContributionFile) -> int:
    """Codes whose count is not the generator's; rows that are missing."""
    codes = {*sample.planted, *file.rejects}
    wrong = sum(file.rejects.get(code, 0) != sample.planted.get(code, 0) for code in codes)
    period = month_of(MONTH)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {REGISTER} WHERE period = {period}")  # noqa: S608
        kept = cursor.fetchone()[0]
        cursor.execute(f"SELECT count(*) FROM {SUMMARY} WHERE last_period = {period}")  # noqa: S608
        summed = cursor.fetchone()[0]
    return wrong + (kept != sample.rows - sample.bad) + (summed != kept)


def _take_out() -> None:
    """As before the month came."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"DROP TABLE {partition_of(month_of(MONTH))}")
        cursor.execute(
            "TRUNCATE participants_contributionfilelog, participants_contributionfile, participants_contributionchange"
        )
        cursor.execute(f"TRUNCATE {SUMMARY}; INSERT INTO {SUMMARY} SELECT * FROM members_before; ANALYZE {SUMMARY}")  # noqa: S608


@contextmanager
def _memory(measured: Measured) -> Iterator[None]:
    """The most that this process and the server's together held privately; pages that they share count once."""
    done, server = threading.Event(), _server()

    def watch() -> None:
        while not done.wait(0.1):
            own, all_of_it = _held(server)
            measured.own_memory = max(measured.own_memory, own)
            measured.memory = max(measured.memory, all_of_it)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _used() -> float:
    """Processor seconds of this process and of all processes of the server so far, those that ended included."""
    server = Path(f"/proc/{_server()}")
    total = sum(os.times()[:2])
    for folder in (server, *Path("/proc").glob("[0-9]*")):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if folder == server:
            total += sum(map(int, fields[13:15])) / _TICKS  # children that ended: workers of parallel queries
        elif int(fields[1]) == int(server.name):
            total += sum(map(int, fields[11:13])) / _TICKS
    return total


def _held(server: int) -> tuple[int, int]:
    own = total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            pid, parent = int(folder.name), int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if pid == os.getpid():
                own = _proportional(folder)
                total += own
            elif server in (pid, parent):
                total += _proportional(folder)
        except (OSError, ValueError):  # it ended meanwhile
            continue
    return own, total


def _proportional(folder: Path) -> int:
    for line in (folder / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _server() -> int:
    """The process that all of the server's are children of, or 0 when it runs elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    return int(backend.read_text().rpartition(")")[2].split()[1]) if backend.exists() else 0


def _sizes(measured: Measured, rows: int) -> None:
    table = partition_of(month_of(MONTH))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        kept = cursor.fetchone()[0]
        cursor.execute(
            "SELECT pg_table_size(%s::regclass) + pg_indexes_size(%s::regclass), "
            "pg_table_size(%s::regclass) + pg_indexes_size(%s::regclass)",
            [table, table, SUMMARY, SUMMARY],
        )
        whole, summary = cursor.fetchone()
    measured.row_bytes, measured.summary_bytes = whole / kept, summary / rows


def _buffers(measured: Measured) -> None:
    """24 months of a few participants, and what one of them costs to read."""
    period = month_of(MONTH)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for back in range(1, MONTHS_IN_DETAIL):
            month = Month(period - back)
            table = partition_of(month)
            cursor.execute(
                f"CREATE TABLE {table} AS SELECT participant, wage, paid_on, employer, {month} AS period, jkk, jkm, "  # noqa: S608
                f"government, file FROM {partition_of(period)} LIMIT {A_FEW}"
            )
            loading.make_partition(month)
        cursor.execute(f"VACUUM (ANALYZE) {REGISTER}")
        cursor.execute(f"SELECT participant FROM {partition_of(Month(period - 1))} OFFSET {A_FEW // 2} LIMIT 1")  # noqa: S608
        number = cursor.fetchone()[0]
        measured.summary_buffers = _read(cursor, f"SELECT * FROM {SUMMARY} WHERE participant = {number}")  # noqa: S608
        first = Month(period - MONTHS_IN_DETAIL + 1)
        measured.detail_buffers = _read(
            cursor,
            f"SELECT * FROM {REGISTER} WHERE participant = {number} AND period >= {first} AND period <= {period}",  # noqa: S608
        )


def _read(cursor: Any, query: str) -> int:
    """Buffers that the execution of a query touches, once it was asked before."""
    cursor.execute(query)
    if not cursor.fetchall():
        raise AssertionError(query)
    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT json) {query}")
    plan = cursor.fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
