"""A CSV of enrolments: each row is a worker whom the employer tells BPJS of."""

from collections import defaultdict
from datetime import datetime
from functools import partial

from accounts.models import User
from core.crypto import blind_index
from core.errors import Invalid
from participants.csv_cells import Problem
from participants.models import Employer, Employment, WorkerImport, WorkerReport, Workplace
from participants.operations import csv_imports
from participants.operations.csv_imports import FileKind, Known
from participants.operations.membership import enrol_worker, repeats_what_waits
from participants.worker_csv import COLUMNS, WorkerRow, understand
from participants.worker_wording import PROBLEMS

_PAGE = 500
_BLAMED = {"unknown_place": "tempat_kerja", "workplace_closed": "tempat_kerja"}


def _known(employer: Employer, rows: list[WorkerRow]) -> Known:
    """Who is in the list already: as the same enrolment that waits, or with other facts; and places nobody named."""
    effects: dict[int, str] = {}
    problems: dict[int, list[Problem]] = defaultdict(list)
    places = _places(employer)
    good = [row for row in rows if row.good]
    for start in range(0, len(good), _PAGE):
        page = {blind_index("nik", row.nik): row for row in good[start : start + _PAGE]}
        listed = Employment.objects.current().filter(employer=employer, person__nik_index__in=list(page))
        for employment in listed.select_related("person", "workplace").prefetch_related("reports"):
            row = page[bytes(employment.person.nik_index)]
            if repeats_what_waits(employment, row.said, places.get(row.place.casefold())):
                effects[row.line] = "same"
            else:
                problems[row.line].append(("nik", "already_listed"))
    for row in rows:
        named = {column for column, _code in row.problems}
        if row.place and "tempat_kerja" not in named and row.place.casefold() not in places:
            problems[row.line].append(("tempat_kerja", "unknown_place"))
    return Known(effects, problems)


def _places(employer: Employer) -> dict[str, Workplace]:
    return {place.name.casefold(): place for place in employer.workplaces.filter(until=None)}


def _enrol_row(employer: Employer, row: WorkerRow, *, actor: User, at: datetime, number: str) -> WorkerReport:
    workplace = employer.workplaces.filter(until=None, name__iexact=row.place).first() if row.place else None
    if row.place and workplace is None:
        raise Invalid("unknown_place", str(PROBLEMS["unknown_place"]))
    return enrol_worker(
        employer=employer, worker=row.worker, said=row.said, workplace=workplace, number=number, actor=actor, at=at
    )


WORKER_FILES = FileKind(
    model=WorkerImport,
    columns=COLUMNS,
    series="KPS",
    check_job="participants.check_worker_import",
    save_job="participants.save_worker_import",
    understand=understand,
    known=_known,
    save_row=_enrol_row,
    blame=lambda code: _BLAMED.get(code, "nik"),
)
import_workers = partial(csv_imports.import_csv, WORKER_FILES)
check_worker_import = partial(csv_imports.check_import, WORKER_FILES)
start_enrolling = partial(csv_imports.start_saving, WORKER_FILES)
save_worker_import = partial(csv_imports.save_import, WORKER_FILES)
