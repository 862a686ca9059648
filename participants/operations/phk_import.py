"""A CSV of terminations: checked without writing, then saved all or nothing, or only what is good."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.crypto import blind_index
from core.errors import Conflict, DomainError, Invalid
from core.formatting import mask_tail
from core.jobs import enqueue
from core.numbers import yearly_numbers
from core.text import one_line
from core.workflow import signed_by
from participants.comparison import same_facts
from participants.csv_file import Unreadable, decode, read
from participants.csv_rows import Problem, Row, understand
from participants.enums import VOID_PHK, ImportState, Side
from participants.models import Employer, PhkEvent, PhkImport
from participants.operations.phk_reports import report_by_employer
from participants.wording import unreadable_text

ROWS_AT_ONCE = 200  # more than this is work for a job, with a page that shows how far it is
_PAGE = 500
_PROGRESS_SECONDS = 3600


def import_csv(*, employer: Employer, content: bytes, file_name: str, actor: User, at: datetime) -> PhkImport:
    """Take in a file and check it (nothing is reported yet). The same file again gives the same check.

    Raises Invalid("empty" | "not_text" | "no_header" | "too_many_rows" | "too_big").
    """
    try:
        text = decode(content)
        rows = len(read(text))
    except Unreadable as problem:
        raise Invalid(problem.code, unreadable_text(problem.code, **problem.facts)) from None
    phk_import = _take_in(employer, content, text, rows, file_name, actor, at)
    if phk_import.state == ImportState.CHECKING and rows <= ROWS_AT_ONCE:
        return check_import(phk_import, at=at)
    return phk_import


@transaction.atomic
def _take_in(
    employer: Employer, content: bytes, text: str, rows: int, file_name: str, actor: User, at: datetime
) -> PhkImport:
    sha256 = hashlib.sha256(content).hexdigest()
    same_file = PhkImport.objects.filter(employer=employer, sha256=sha256).exclude(
        state__in=(ImportState.CANCELLED, ImportState.UNREADABLE)
    )
    known = same_file.first()
    if known is not None:
        return known
    phk_import = PhkImport(
        employer=employer,
        uploaded_by=actor,
        uploaded_at=at,
        file_name=one_line(file_name)[-120:],
        sha256=sha256,
        rows=rows,
    )
    phk_import.content = text
    try:
        with transaction.atomic():
            phk_import.save(force_insert=True)
    except IntegrityError:
        return same_file.get()
    phk_import.log.create(move="upload", from_state="", to_state=phk_import.state, at=at, **signed_by(actor))
    if rows > ROWS_AT_ONCE:
        enqueue("participants.check_import", import_id=phk_import.pk)
    return phk_import


def check_import(phk_import: PhkImport, *, at: datetime) -> PhkImport:
    """The dry run: a report per row. Twice gives the same report."""
    if phk_import.state != ImportState.CHECKING:
        return phk_import
    rows = _understood(phk_import, clock.legal_date(at))
    report = _report(rows, _effects(phk_import.employer, rows), {})
    try:
        return PhkImport.workflow.move(phk_import, "checked", actor=None, at=at, report=report, good_rows=_good(report))
    except Conflict:  # another worker was faster, or the employer cancelled
        return PhkImport.objects.get(pk=phk_import.pk)


@transaction.atomic
def start_saving(*, phk_import: PhkImport, only_good: bool, actor: User, at: datetime) -> PhkImport:
    """The employer says yes. With errors in the file only when `only_good` was chosen; twice starts once.

    Raises Invalid("has_errors" | "nothing_good"), Conflict("wrong_state").
    """
    phk_import = PhkImport.objects.select_for_update(of=("self",)).get(pk=phk_import.pk)
    if phk_import.state in (ImportState.SAVING, ImportState.SAVED):
        return phk_import
    if phk_import.good_rows == 0:
        raise Invalid("nothing_good", _("Tidak ada baris yang benar. Perbaiki berkas, lalu unggah lagi."))
    if phk_import.good_rows < phk_import.rows and not only_good:
        raise Invalid("has_errors", _("Masih ada baris yang salah. Perbaiki berkas, atau pilih kirim yang benar saja."))
    phk_import = PhkImport.workflow.move(phk_import, "save", actor=actor, at=at, only_good=only_good)
    enqueue("participants.save_import", import_id=phk_import.pk)
    return phk_import


def save_import(phk_import: PhkImport, *, at: datetime) -> PhkImport:
    """Report every good row in one transaction. Twice reports once; killed in between reports nothing.

    A row that went bad since the check stops everything when all were to be sent; the new report says which.
    """
    if phk_import.state != ImportState.SAVING:
        return phk_import
    rows = _understood(phk_import, clock.legal_date(at))
    failed: dict[int, str] = {}
    try:
        with transaction.atomic():
            done = _report_rows(phk_import, rows, failed, at)
            if failed and not phk_import.only_good:
                raise _Stopped
            return _finish(phk_import, rows, failed, done, at)
    except _Stopped:
        report = _report(rows, {}, failed)
        return PhkImport.workflow.move(phk_import, "stop", actor=None, at=at, report=report, good_rows=_good(report))


@transaction.atomic
def cancel_import(*, phk_import: PhkImport, actor: User, at: datetime) -> PhkImport:
    """Drop the file. Raises Conflict once it is being saved."""
    return PhkImport.workflow.move(phk_import, "cancel", actor=actor, at=at, content_sealed=b"", finished_at=at)


def progress_of(phk_import: PhkImport) -> int:
    """Rows handled so far; while saving from the cache, because the transaction is still open."""
    if phk_import.state != ImportState.SAVING:
        return phk_import.done_rows
    return int(cache.get(_progress_key(phk_import), 0))


class _Stopped(Exception):
    """All or nothing: nothing."""


def _report_rows(phk_import: PhkImport, rows: list[Row], failed: dict[int, str], at: datetime) -> int:
    done = 0
    good = [row for row in rows if row.good]
    numbers = yearly_numbers("PHK", clock.legal_date(at).year, len(good))
    for count, (row, number) in enumerate(zip(good, numbers, strict=True)):
        if count % 100 == 0:
            cache.set(_progress_key(phk_import), count, _PROGRESS_SECONDS)
        try:
            report_by_employer(
                employer=phk_import.employer,
                worker=row.worker,
                said=row.said,
                proofs=[row.proof] if row.proof else [],
                actor=phk_import.uploaded_by,
                at=at,
                acknowledge=False,
                number=number,
            )
        except DomainError as error:
            failed[row.line] = error.code
        else:
            done += 1
    return done


def _finish(phk_import: PhkImport, rows: list[Row], failed: dict[int, str], done: int, at: datetime) -> PhkImport:
    report = _report(rows, {}, failed)
    return PhkImport.workflow.move(
        phk_import,
        "saved",
        actor=None,
        at=at,
        report=report,
        done_rows=done,
        good_rows=done,
        content_sealed=b"",
        finished_at=at,
    )


def _understood(phk_import: PhkImport, today: date) -> list[Row]:
    """Every line, and which repeat an earlier one (same NIK)."""
    rows, first_line = [], {}
    for line in read(phk_import.content):
        row = understand(line, today=today)
        if row.nik and row.nik in first_line:
            again = (*row.problems, ("nik", "repeated"))
            row = Row(row.line, row.name, row.nik, row.worker, row.said, row.proof, again)
        first_line.setdefault(row.nik, row.line)
        rows.append(row)
    return rows


def _effects(employer: Employer, rows: list[Row]) -> dict[int, str]:
    """What saving would do where something is known already: join the worker's report, or nothing at all."""
    effects: dict[int, str] = {}
    good = [row for row in rows if row.good]
    for start in range(0, len(good), _PAGE):
        page = {blind_index("nik", row.nik): row for row in good[start : start + _PAGE]}
        events = PhkEvent.objects.filter(employer=employer, person__nik_index__in=list(page)).exclude(
            state__in=VOID_PHK
        )
        for event in events.select_related("person").prefetch_related("versions"):
            row = page[bytes(event.person.nik_index)]
            if event.is_pending or event.phk_on == row.said.phk_on:
                effects[row.line] = _effect(event, row)
    return effects


def _effect(event: PhkEvent, row: Row) -> str:
    mine = [version for version in event.versions.all() if version.side == Side.EMPLOYER]
    if not mine:
        return "joins"
    return "same" if same_facts(mine[-1], row.said.facts()) else "already_reported"


def _report(rows: list[Row], effects: dict[int, str], failed: dict[int, str]) -> list[dict[str, Any]]:
    """A line a row: what is wrong, what saving does. Of the NIK only its end."""
    report = []
    for row in rows:
        effect, failure = effects.get(row.line, ""), failed.get(row.line, "")
        if effect == "already_reported":
            effect, failure = "", effect
        found: list[Problem] = [*row.problems, *([("tanggal_phk", failure)] if failure else [])]
        report.append(
            {
                "line": row.line,
                "name": row.name,
                "nik": mask_tail(row.nik) if row.nik else "",
                "problems": [list(problem) for problem in found],
                "effect": effect,
            }
        )
    return report


def _good(report: list[dict[str, Any]]) -> int:
    return sum(not line["problems"] for line in report)


def _progress_key(phk_import: PhkImport) -> str:
    return f"phk-import:{phk_import.pk}"
