"""A CSV of one employer: checked without writing, then saved all or nothing, or only what is good.

What a row means is the kind's: `phk_import` for terminations, `worker_import` for enrolments.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.errors import Conflict, DomainError, Invalid
from core.formatting import mask_tail
from core.jobs import enqueue
from core.numbers import yearly_numbers
from core.text import one_line
from core.workflow import signed_by
from participants.csv_cells import Problem
from participants.csv_file import Columns, Unreadable, decode, read
from participants.enums import ImportState
from participants.models import Employer
from participants.models.imports import CsvImport
from participants.wording import unreadable_text

ROWS_AT_ONCE = 200  # more than this is work for a job, with a page that shows how far it is
_PROGRESS_SECONDS = 3600

Row = Any  # of the kind: line, name, nik, problems, good
_Failed = dict[int, Sequence[Problem]]  # by line


@dataclass(frozen=True, slots=True)
class Known:
    """What is known already of rows, by line: what saving would do, and everything that stands in its way."""

    effects: Mapping[int, str]
    problems: Mapping[int, Sequence[Problem]]


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file. `save_row` reports a row and raises DomainError; `blame` names the column of its code."""

    model: type[CsvImport]
    columns: Columns
    series: str
    check_job: str
    save_job: str
    understand: Callable[..., Row]
    known: Callable[[Employer, list[Row]], Known]
    save_row: Callable[..., object]
    blame: Callable[[str], str]


def import_csv(
    kind: FileKind, *, employer: Employer, content: bytes, file_name: str, actor: User, at: datetime
) -> CsvImport:
    """Take in a file and check it (nothing is reported yet). The same file again gives the same check.

    Raises Invalid("empty" | "not_text" | "no_header" | "too_many_rows" | "too_big").
    """
    try:
        text = decode(content)
        rows = len(read(text, kind.columns))
    except Unreadable as problem:
        raise Invalid(problem.code, unreadable_text(problem.code, **problem.facts)) from None
    csv_import = _take_in(kind, employer, content, text, rows, file_name, actor, at)
    if csv_import.state == ImportState.CHECKING and rows <= ROWS_AT_ONCE:
        return check_import(kind, csv_import, at=at)
    return csv_import


@transaction.atomic
def _take_in(
    kind: FileKind,
    employer: Employer,
    content: bytes,
    text: str,
    rows: int,
    file_name: str,
    actor: User,
    at: datetime,
) -> CsvImport:
    sha256 = hashlib.sha256(content).hexdigest()
    same_file = kind.model.objects.filter(employer=employer, sha256=sha256).exclude(
        state__in=(ImportState.CANCELLED, ImportState.UNREADABLE)
    )
    known = same_file.first()
    if known is not None:
        return known
    csv_import = kind.model(
        employer=employer,
        uploaded_by=actor,
        uploaded_at=at,
        file_name=one_line(file_name)[-120:],
        sha256=sha256,
        rows=rows,
    )
    csv_import.content = text
    try:
        with transaction.atomic():
            csv_import.save(force_insert=True)
    except IntegrityError:
        return same_file.get()
    csv_import.log.create(move="upload", from_state="", to_state=csv_import.state, at=at, **signed_by(actor))
    if rows > ROWS_AT_ONCE:
        enqueue(kind.check_job, import_id=csv_import.pk)
    return csv_import


def check_import(kind: FileKind, csv_import: CsvImport, *, at: datetime) -> CsvImport:
    """The dry run: a report per row. Twice gives the same report."""
    if csv_import.state != ImportState.CHECKING:
        return csv_import
    rows = _understood(kind, csv_import, at)
    known = kind.known(csv_import.employer, rows)
    report = _report(rows, known)
    try:
        return csv_import.workflow.move(
            csv_import, "checked", actor=None, at=at, report=report, good_rows=_good(report)
        )
    except Conflict:  # another worker was faster, or the employer cancelled
        return kind.model.objects.get(pk=csv_import.pk)


@transaction.atomic
def start_saving(kind: FileKind, *, csv_import: CsvImport, only_good: bool, actor: User, at: datetime) -> CsvImport:
    """The employer says yes. With errors in the file only when `only_good` was chosen; twice starts once.

    Raises Invalid("has_errors" | "nothing_good"), Conflict("wrong_state").
    """
    csv_import = kind.model.objects.select_for_update(of=("self",)).get(pk=csv_import.pk)
    if csv_import.state in (ImportState.SAVING, ImportState.SAVED):
        return csv_import
    if csv_import.good_rows == 0:
        raise Invalid("nothing_good", _("Tidak ada baris yang benar. Perbaiki berkas, lalu unggah lagi."))
    if csv_import.good_rows < csv_import.rows and not only_good:
        raise Invalid("has_errors", _("Masih ada baris yang salah. Perbaiki berkas, atau pilih kirim yang benar saja."))
    csv_import = csv_import.workflow.move(csv_import, "save", actor=actor, at=at, only_good=only_good)
    enqueue(kind.save_job, import_id=csv_import.pk)
    return csv_import


def save_import(kind: FileKind, csv_import: CsvImport, *, at: datetime) -> CsvImport:
    """Report every good row in one transaction. Twice reports once; killed in between reports nothing.

    A row that went bad since the check stops everything when all were to be sent; the new report says which.
    """
    if csv_import.state != ImportState.SAVING:
        return csv_import
    rows = _understood(kind, csv_import, at)
    failed: _Failed = {}
    try:
        with transaction.atomic():
            done = _save_rows(kind, csv_import, rows, failed, at)
            if failed and not csv_import.only_good:
                raise _Stopped
            return _finish(csv_import, rows, failed, done, at)
    except _Stopped:
        report = _report(rows, Known({}, failed))
        return csv_import.workflow.move(csv_import, "stop", actor=None, at=at, report=report, good_rows=_good(report))


@transaction.atomic
def cancel_import(*, csv_import: CsvImport, actor: User, at: datetime) -> CsvImport:
    """Drop the file. Raises Conflict once it is being saved."""
    return csv_import.workflow.move(csv_import, "cancel", actor=actor, at=at, content_sealed=b"", finished_at=at)


def progress_of(csv_import: CsvImport) -> int:
    """Rows handled so far; while saving from the cache, because the transaction is still open."""
    if csv_import.state != ImportState.SAVING:
        return csv_import.done_rows
    return int(cache.get(_progress_key(csv_import), 0))


class _Stopped(Exception):
    """All or nothing: nothing."""


def _save_rows(kind: FileKind, csv_import: CsvImport, rows: list[Row], failed: _Failed, at: datetime) -> int:
    done = 0
    good = [row for row in rows if row.good]
    numbers = yearly_numbers(kind.series, clock.legal_date(at).year, len(good))
    for count, (row, number) in enumerate(zip(good, numbers, strict=True)):
        if count % 100 == 0:
            cache.set(_progress_key(csv_import), count, _PROGRESS_SECONDS)
        try:
            kind.save_row(csv_import.employer, row, actor=csv_import.uploaded_by, at=at, number=number)
        except DomainError as error:
            failed[row.line] = [(kind.blame(error.code), error.code)]
        else:
            done += 1
    return done


def _finish(csv_import: CsvImport, rows: list[Row], failed: _Failed, done: int, at: datetime) -> CsvImport:
    return csv_import.workflow.move(
        csv_import,
        "saved",
        actor=None,
        at=at,
        report=_report(rows, Known({}, failed)),
        done_rows=done,
        good_rows=done,
        content_sealed=b"",
        finished_at=at,
    )


def _understood(kind: FileKind, csv_import: CsvImport, at: datetime) -> list[Row]:
    """Every line, and which repeat an earlier one (same NIK)."""
    rows, first_line, today = [], {}, clock.legal_date(at)
    for line in read(csv_import.content, kind.columns):
        row = kind.understand(line, today=today)
        if row.nik and row.nik in first_line:
            row = replace(row, problems=(*row.problems, ("nik", "repeated")))
        first_line.setdefault(row.nik, row.line)
        rows.append(row)
    return rows


def _report(rows: list[Row], known: Known) -> list[dict[str, Any]]:
    """A line a row: what is wrong, what saving does. Of the NIK only its end."""
    report = []
    for row in rows:
        found: list[Problem] = [*row.problems, *known.problems.get(row.line, ())]
        report.append(
            {
                "line": row.line,
                "name": row.name,
                "nik": mask_tail(row.nik) if row.nik else "",
                "problems": [list(problem) for problem in found],
                "effect": known.effects.get(row.line, ""),
            }
        )
    return report


def _good(report: list[dict[str, Any]]) -> int:
    return sum(not line["problems"] for line in report)


def _progress_key(csv_import: CsvImport) -> str:
    return f"{csv_import._meta.model_name}:{csv_import.pk}"
