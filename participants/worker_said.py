"""What an employer says of a worker: plain data, and what cannot be right in it. Pure: no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from participants.enums import WorkerReportKind
from participants.said import LARGEST_WAGE

K = WorkerReportKind


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolment. Wage in rupiah a month; `kpj` is the number of somebody whom BPJS has registered before."""

    started_on: date
    wage: int
    programmes: tuple[str, ...]
    kpj: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A change: `wage` for a new wage, `programmes` for other programmes, neither for the last day of work."""

    kind: WorkerReportKind
    effective_on: date
    wage: int | None = None
    programmes: tuple[str, ...] = ()


def is_participant_number(text: str) -> bool:
    """Whether it is written like a number that BPJS gives (KPJ)."""
    return len(text) == 11 and text.isascii() and text.isdecimal()


def enrolment_problems(said: Enrolled, *, today: date, born_on: date) -> Sequence[tuple[str, str]]:
    """(field, code) of everything that cannot be right."""
    return row_problems(said.started_on, said.wage, said.programmes, today=today, born_on=born_on)


def row_problems(
    started_on: date | None, wage: int | None, programmes: Sequence[str], *, today: date, born_on: date | None
) -> Sequence[tuple[str, str]]:
    """The same of facts of which some are None, as of a row with a cell that cannot be read: they are not judged."""
    before_birth = started_on is not None and born_on is not None and started_on <= born_on
    checks = (
        ("started_on", "start_in_future", started_on is not None and started_on > today),
        ("started_on", "start_before_birth", before_birth),
        *(_of_wage(wage) if wage is not None else ()),
        ("programmes", "programmes_missing", not programmes),
    )
    return [(field, code) for field, code, wrong in checks if wrong]


def change_problems(
    said: Changed, *, today: date, started_on: date, wage: int, programmes: Sequence[str]
) -> Sequence[tuple[str, str]]:
    """The same of a change to what BPJS has confirmed."""
    is_wage, is_programmes = said.kind == K.WAGE, said.kind == K.PROGRAMMES
    checks = (
        ("effective_on", "change_in_future", said.effective_on > today),
        ("effective_on", "change_before_start", said.effective_on < started_on),
        ("wage", "wage_missing", is_wage and said.wage is None),
        *(_of_wage(said.wage) if is_wage and said.wage is not None else ()),
        ("wage", "wage_same", is_wage and said.wage == wage),
        ("programmes", "programmes_missing", is_programmes and not said.programmes),
        ("programmes", "programmes_same", is_programmes and set(said.programmes) == set(programmes)),
    )
    return [(field, code) for field, code, wrong in checks if wrong]


def _of_wage(wage: int) -> tuple[tuple[str, str, bool], ...]:
    return (("wage", "wage_not_positive", wage <= 0), ("wage", "wage_too_large", wage > LARGEST_WAGE))
