"""Work on thousands of rows: a chunk is one transaction, and one row that fails keeps back no other.

    STEP = Step("open", due=months_to_open, work=_open_together, alone="claims.run_one")
    do_chunk(STEP, at=at)       # as many rows as fit, done together; returns how many

Two workers share the rows, because each takes what nobody holds. A repeated chunk finds nothing left to do.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, models, transaction

from core import jobs
from core.calendar import calendar_read_once
from rules.errors import CalendarNotLoaded, ParameterNotInForce

log = logging.getLogger(__name__)

CHUNK = 1_000
A_FEW = 10


# What the law's tables do not hold yet is no fault of a row.
NOT_OF_A_ROW = (CalendarNotLoaded, ParameterNotInForce)


class MostFailed(RuntimeError):
    """Not one row is bad but the work itself: nothing is set aside, and the chunk is tried again later."""


@dataclass(frozen=True, slots=True)
class Step:
    """`due` are the rows that wait at a moment, with what `work` reads of them; afterwards a row is due no more.

    `work` gets locked rows and does all or none. `alone` is the job that does one row again, by `step` and `pk`.
    """

    name: str
    due: Callable[[datetime], models.QuerySet[Any]]
    work: Callable[[list[Any], datetime], object]
    alone: str


def do_chunk(step: Step, *, at: datetime, limit: int = CHUNK) -> int:
    """Do at most `limit` due rows in one transaction; returns how many were dealt with, 0 when none is left.

    When the work fails, the rows are done one by one, and those that fail are set aside with their reason until
    somebody tries them again. Rows that miss the calendar or a number of the law stay due. Raises MostFailed for those,
    and when most would be set aside; and what the database says when it is away or busy.
    """
    rows: list[Any] = []
    try:
        with transaction.atomic():
            rows = list(_free(step.due(at).exclude(pk__in=_aside(step)))[:limit])
            if rows:
                with calendar_read_once():
                    step.work(rows, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # which row it was shows when they are done one by one
        log.exception("a chunk failed; its rows are done one by one", extra={"step": step.name, "rows": len(rows)})
        return _one_by_one(step, [row.pk for row in rows], at)
    return len(rows)


def do_one(step: Step, pk: object, *, at: datetime) -> bool:
    """Do one row, in its own transaction. False when it is not due any more, or somebody holds it."""
    with transaction.atomic():
        rows = list(_free(step.due(at).filter(pk=pk)))
        if rows:
            step.work(rows, at)
    return bool(rows)


def left(step: Step, *, at: datetime) -> int:
    """How many rows wait, without those that were set aside."""
    return step.due(at).exclude(pk__in=_aside(step)).order_by().count()


def _free(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return rows.select_for_update(of=("self",), skip_locked=True)


def _aside(step: Step) -> list[str]:
    return [ids["pk"] for ids in jobs.aside(step.alone, step=step.name)]


def _one_by_one(step: Step, pks: list[Any], at: datetime) -> int:
    failed: dict[Any, Exception] = {}
    missing: list[Exception] = []
    for pk in pks:
        try:
            do_one(step, pk, at=at)
        except (OperationalError, InterfaceError):
            raise
        except NOT_OF_A_ROW as error:
            missing.append(error)
        except Exception as error:
            failed[pk] = error
    refuse_if_most_failed(step.name, failed, len(pks))
    for pk, reason in failed.items():
        jobs.set_aside(step.alone, reason, step=step.name, pk=pk)
    if missing:
        raise MostFailed(f"{step.name}: {len(missing)} of {len(pks)} wait: {missing[0]}") from missing[0]
    return len(pks)


def refuse_if_most_failed(name: str, failed: Mapping[Any, Exception], total: int) -> None:
    """Raise MostFailed when more than a few failed, and more than half: then the work is at fault, not the rows."""
    if len(failed) > max(A_FEW, total // 2):
        raise MostFailed(f"{name}: {len(failed)} of {total}") from next(iter(failed.values()))
