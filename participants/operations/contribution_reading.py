"""The lines of a contribution file into a table of their own, piece by piece; its row tells how far it is."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import IO

from django.core.files.storage import default_storage
from django.db import connection, transaction

from core.jobs import enqueue
from participants.contribution_rows import COLUMNS, LONGEST_LINE, Problem, Rest, sift
from participants.contribution_tables import FOR_MILLIONS, NO_VACUUM, Desk, exists, one, run
from participants.contribution_verdicts import allowed
from participants.enums import ContributionFileState, ContributionStep
from participants.models import ContributionFile
from participants.operations.contribution_files import refuse_contributions

BLOCK = 256 * 1024  # of whole lines: what is looked at together
AT_ONCE = 32 * 1024 * 1024  # one transaction, then the page moves on
A_JOB = 512 * 1024 * 1024  # about five million lines; the rest is work for the next job
MOST_PROBLEMS = 50_000  # in one transaction: a file of rubbish must not fill the memory


class _TooLong(ValueError):
    """A line that never ends: no CSV."""


class _Feed(io.RawIOBase):
    """What COPY reads: blocks of the source, sifted on the way. The server stores one while we look at the next."""

    def __init__(self, source: IO[bytes], first_line: int, most: int) -> None:
        self._source, self._most = source, most
        self._ready: Iterator[bytes] = iter(())
        self.line, self.taken = first_line, 0
        self.problems: list[Problem] = []
        self.rests: list[Rest] = []
        self.wages = self.government = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while True:
            piece = next(self._ready, None)
            if piece is not None:
                return piece
            if self.taken >= self._most or len(self.problems) >= MOST_PROBLEMS or not self._next_block():
                return b""

    def _next_block(self) -> bool:
        block = next_block(self._source)
        if not block:
            return False
        self.taken += len(block)
        if not block.endswith(b"\n"):
            block += b"\n"
        sifted = sift(block, self.line)
        self.line += sifted.lines
        self.problems += sifted.problems
        self.rests += sifted.rests
        self.wages, self.government = self.wages + sifted.wages, self.government + sifted.government
        self._ready = iter(sifted.content)
        return True


def next_block(source: IO[bytes]) -> bytes:
    """Whole lines of the source, as many as fit; empty at its end. Raises for a line without an end."""
    block = source.read(BLOCK)
    if block and not block.endswith(b"\n"):
        rest = source.readline(LONGEST_LINE)
        if len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
            raise _TooLong
        block += rest
    return block


def read_contributions(file: ContributionFile, *, at: datetime, most: int = A_JOB) -> ContributionFile:
    """Read on from where the file stands, at most about `most` bytes; then the next job is told.

    Every piece is one transaction, together with how far it came: twice reads nothing twice.
    """
    file = ContributionFile.objects.get(pk=file.pk)
    if file.state != ContributionFileState.RECEIVED:
        return file
    file = _begun(file)
    end = file.read_bytes + most
    try:
        with default_storage.open(file.location) as source:
            while file.read_bytes < min(end, file.size):
                file = _read_piece(file, source)
    except _TooLong:
        return refuse_contributions(file, "not_text", at=at)
    return _finish(file, at) if file.read_bytes >= file.size else _go_on(file)


def read_lines_again(file: ContributionFile) -> None:
    """Make the lines of a file that was read before anew: they are gone when the server falls."""
    file = _begun(file)
    if not file.location:  # loaded by another worker meanwhile
        return
    with default_storage.open(file.location) as source:
        while file.read_bytes < file.size:
            file = _read_piece(file, source)


@transaction.atomic
def _begun(file: ContributionFile) -> ContributionFile:
    """The file with its tables: as they were left, or from the first line on."""
    file = ContributionFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    desk = Desk(file.pk)
    if not file.location:
        return file
    run(FOR_MILLIONS)
    known = file.read_bytes and exists(desk.lines) and exists(desk.rests)
    if known and one(f"SELECT count(*) FROM {desk.lines}")[0] == file.read_rows:  # noqa: S608
        return file
    desk.clear()
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.values())
    run(
        f"CREATE UNLOGGED TABLE {desk.lines} (line int GENERATED ALWAYS AS IDENTITY (START 2 CACHE 1000), {columns}) "
        f"WITH ({NO_VACUUM});"
        f"CREATE UNLOGGED TABLE {desk.problems} (line int, field text, code text, said text) WITH ({NO_VACUUM});"
        f"CREATE UNLOGGED TABLE {desk.rests} (line int, {columns}, allowed int) WITH ({NO_VACUUM})"
    )
    with default_storage.open(file.location) as source:
        header = len(source.readline(LONGEST_LINE))
    _written(file, read_bytes=header, read_rows=0, wages=0, government=0, step=ContributionStep.READING)
    return file


@transaction.atomic
def _read_piece(file: ContributionFile, source: IO[bytes]) -> ContributionFile:
    file = ContributionFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    source.seek(file.read_bytes)
    feed = _Feed(source, first_line=file.read_rows + 2, most=AT_ONCE)
    desk = Desk(file.pk)
    names = ", ".join(name for name, _kind in COLUMNS.values())
    run(FOR_MILLIONS)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {desk.lines} ({names}) FROM STDIN (FORMAT csv)", feed, size=BLOCK)
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{desk.lines}', 'line'), %s, false)", [feed.line])
    _note(desk, feed.problems)
    _note_rests(desk, feed.rests)
    _written(
        file,
        read_bytes=file.read_bytes + feed.taken,
        read_rows=feed.line - 2,
        wages=file.wages + feed.wages,
        government=file.government + feed.government,
    )
    return file


def _note(desk: Desk, problems: list[Problem]) -> None:
    if problems:
        columns = [list(column) for column in zip(*problems, strict=True)]
        unnested = "unnest(%s::int[], %s::text[], %s::text[], %s::text[])"
        run(f"INSERT INTO {desk.problems} SELECT * FROM {unnested}", *columns)  # noqa: S608


def _note_rests(desk: Desk, rests: list[Rest]) -> None:
    """Lines of which nothing can be judged are left out."""
    judged = [(rest, bits) for rest in rests if (bits := allowed(rest.unread))]
    if judged:
        text = "".join(f"{rest.line},{','.join(rest.cells)},{bits}\n" for rest, bits in judged)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {desk.rests} FROM STDIN (FORMAT csv)", io.StringIO(text))


def _written(file: ContributionFile, **facts: object) -> None:
    for name, value in facts.items():
        setattr(file, name, value)
    ContributionFile.objects.filter(pk=file.pk).update(**facts)


def _go_on(file: ContributionFile) -> ContributionFile:
    with transaction.atomic():
        enqueue("participants.read_contributions", file_id=file.pk)
    return file


def _finish(file: ContributionFile, at: datetime) -> ContributionFile:
    """Count it against what its sender said, and have it checked."""
    if file.read_rows != file.said_rows:
        return refuse_contributions(file, "rows", at=at)
    wages, government = one(f"SELECT coalesce(sum(wage), 0), coalesce(sum(gov), 0) FROM {Desk(file.pk).lines}")  # noqa: S608
    found = {"wages": file.wages + int(wages), "government": file.government + int(government)}
    if found != {"wages": file.said_wages, "government": file.said_government}:
        return refuse_contributions(file, "totals", at=at, **found)
    with transaction.atomic():
        _written(file, step=ContributionStep.CHECKING)
        enqueue("participants.check_contributions", file_id=file.pk)
    return file
