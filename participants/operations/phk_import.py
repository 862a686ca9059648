"""A CSV of terminations: each row is a report of its employer."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from accounts.models import User
from core.crypto import blind_index
from participants.comparison import same_facts
from participants.csv_cells import Problem
from participants.csv_rows import COLUMNS, Row, understand
from participants.enums import VOID_PHK, Side
from participants.models import Employer, PhkEvent, PhkImport
from participants.operations import csv_imports
from participants.operations.csv_imports import FileKind, Known
from participants.operations.phk_reports import report_by_employer

_PAGE = 500


def _known(employer: Employer, rows: list[Row]) -> Known:
    """What saving would do where something is known already: join the worker's report, or nothing at all.

    Of good rows only: what a wrong one would be against a report is not known before it is put right.
    """
    effects: dict[int, str] = {}
    problems: dict[int, Sequence[Problem]] = {}
    rows = [row for row in rows if row.good]
    for start in range(0, len(rows), _PAGE):
        page = {blind_index("nik", row.nik): row for row in rows[start : start + _PAGE]}
        events = PhkEvent.objects.filter(employer=employer, person__nik_index__in=list(page)).exclude(
            state__in=VOID_PHK
        )
        for event in events.select_related("person").prefetch_related("versions"):
            row = page[bytes(event.person.nik_index)]
            if event.is_pending or event.phk_on == row.said.phk_on:
                effect = _effect(event, row)
                if effect:
                    effects[row.line] = effect
                else:
                    problems[row.line] = [("tanggal_phk", "already_reported")]
    return Known(effects, problems)


def _effect(event: PhkEvent, row: Row) -> str:
    """Empty: the employer has reported other facts."""
    mine = [version for version in event.versions.all() if version.side == Side.EMPLOYER]
    if not mine:
        return "joins"
    return "same" if same_facts(mine[-1], row.said.facts()) else ""


def _report_row(employer: Employer, row: Row, *, actor: User, at: datetime, number: str) -> PhkEvent:
    return report_by_employer(
        employer=employer,
        worker=row.worker,
        said=row.said,
        proofs=[row.proof] if row.proof else [],
        actor=actor,
        at=at,
        acknowledge=False,
        number=number,
    )


PHK_FILES = FileKind(
    model=PhkImport,
    columns=COLUMNS,
    series="PHK",
    check_job="participants.check_import",
    save_job="participants.save_import",
    understand=understand,
    known=_known,
    save_row=_report_row,
    blame=lambda code: "tanggal_phk",
)
import_csv = partial(csv_imports.import_csv, PHK_FILES)
check_import = partial(csv_imports.check_import, PHK_FILES)
start_saving = partial(csv_imports.start_saving, PHK_FILES)
save_import = partial(csv_imports.save_import, PHK_FILES)
