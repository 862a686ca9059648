"""Work to do later. The row is the queue; Celery only rings the bell.

`enqueue` writes a row in the caller's transaction and rings after commit. If Redis is away or emptied, the sweep finds
the row. Handlers are registered in each app's tasks.py and get the ids they were enqueued with; each may run twice.

    @job("claims.assess_claim", queue="interactive", retry_on=(PartnerUnavailable,))
    def assess_claim(claim_id: str) -> None:
        operations.assessments.assess_claim(claim_id, at=clock.now())
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, models, transaction

from core import clock

log = logging.getLogger(__name__)
Handler = Callable[..., None]

QUEUES = ("interactive", "payouts", "notices", "batch", "register", "default")
# How long a job may take where CELERY_TASK_SOFT_TIME_LIMIT is too short: one transaction over 16 million rows.
LIMITS = {"register": timedelta(hours=3)}
MOST_CRASHES = 10  # a job whose worker died this often is shown to an officer instead of killing the next worker
FIRST_DELAY_SECONDS = 5
LONGEST_JITTER = 1.25
FEWEST_TRIES = 3  # a clock that jumps days ahead has not tried for days
MOST_BELLS = 2_000  # in one queue: what waits beyond that is in its row, and a longer queue only costs the broker


@dataclass(frozen=True, slots=True)
class Registered:
    name: str
    handler: Handler
    queue: str
    retry_on: tuple[type[Exception], ...]
    give_up_after: timedelta


_registry: dict[str, Registered] = {}
_ring: Callable[[str, str], None] | None = None
_unheard: Callable[[str], int | None] | None = None


class UnknownJob(LookupError):
    """No tasks.py registers this name."""


def job(
    name: str,
    *,
    queue: str = "default",
    retry_on: tuple[type[Exception], ...] = (),
    give_up_after: timedelta = timedelta(days=3),
) -> Callable[[Handler], Handler]:
    """Register a handler. `retry_on` is tried again with growing pauses until `give_up_after`, then officers see it."""
    if queue not in QUEUES:
        raise ValueError(f"{queue} is not one of {QUEUES}")

    def register(handler: Handler) -> Handler:
        _registry[name] = Registered(name, handler, queue, (OperationalError, *retry_on), give_up_after)
        return handler

    return register


def registered_names() -> list[str]:
    return sorted(_registry)


def bell(ring: Callable[[str, str], None], unheard: Callable[[str], int | None]) -> None:
    """Set what rings, and what counts the bells that no worker has heard: called once by core.tasks."""
    global _ring, _unheard
    _ring, _unheard = ring, unheard


def enqueue(name: str, *, due_at: datetime | None = None, dedupe: str | None = None, **ids: Any) -> None:
    """Write the job in this transaction; ring after commit. With `dedupe` a second one is silently the first.

    Raises UnknownJob for a name that nobody registered.
    """
    if name not in _registry:
        raise UnknownJob(f"{name}: register it in a tasks.py with @job. Known: {', '.join(registered_names())}")
    queue = _registry[name].queue
    at = clock.now()
    row_model = _job_model()
    row = row_model(
        name=name,
        queue=queue,
        args={k: str(v) for k, v in ids.items()},
        dedupe=dedupe,
        due_at=due_at or at,
        created_at=at,
        rung_at=at,
    )
    if dedupe is None:
        row.save(force_insert=True)
    elif not _insert_once(row):
        return
    if row.due_at <= at:
        transaction.on_commit(lambda: ring(str(row.pk), queue))


def _insert_once(row: models.Model) -> bool:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def is_waiting(name: str, **ids: Any) -> bool:
    """Whether such a job is open, running or to be tried again."""
    return waiting(name, **ids) > 0


def set_aside(name: str, error: Exception, **ids: Any) -> None:
    """Write down one piece of many that failed for good, as a dead job: officers read why and can try it again."""
    at = clock.now()
    _job_model().objects.create(
        name=name,
        queue=_registry[name].queue,
        args={k: str(v) for k, v in ids.items()},
        state="dead",
        attempts=1,
        due_at=at,
        created_at=at,
        last_error=_reason(error),
    )


def aside(name: str, **ids: Any) -> list[dict[str, str]]:
    """The ids of dead jobs of this name, of those that have these ids."""
    found = _job_model().objects.dead().filter(name=name, args__contains={k: str(v) for k, v in ids.items()})
    return list(found.values_list("args", flat=True))


def waiting(name: str, **ids: Any) -> int:
    """How many jobs of this name with these ids are open, running or to be tried again."""
    return int(_job_model().objects.filter(state="open", name=name, args={k: str(v) for k, v in ids.items()}).count())


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def ring(job_id: str, queue: str) -> None:
    if _ring is not None:
        _ring(job_id, queue)


def run(job_id: str) -> bool:
    """Hold the job, run its handler, record the result. False when another worker has it, or it is done or not due.

    What holds a job is a PostgreSQL session lock, so a killed worker frees it at once.
    """
    key = int.from_bytes(UUID(job_id).bytes[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            return False
    try:
        return _run_held(job_id)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _run_held(job_id: str) -> bool:
    at = clock.now()
    row = _job_model().objects.claimable(at).filter(pk=job_id).first()
    if row is None:
        return False
    crashes = row.crashes + (1 if row.started_at else 0)
    if crashes >= MOST_CRASHES:
        return _bury(row, "the worker died every time")
    _update(row, started_at=at, crashes=crashes, attempts=row.attempts + 1)
    entry = _registry.get(row.name)
    if entry is None:
        return _bury(row, f"UnknownJob: {row.name}")
    try:
        entry.handler(**row.args)
    except entry.retry_on as error:
        return _later_or_bury(row, entry, error)
    except Exception as error:  # the last handler before the worker: a poison job must not loop
        log.exception("job failed", extra={"job": row.name, "job_id": str(row.pk)})
        return _bury(row, _reason(error))
    _update(row, state="done", done_at=clock.now(), started_at=None, last_error="")
    return True


def _later_or_bury(row: Any, entry: Registered, error: Exception) -> bool:
    at = clock.now()
    reason = _reason(error)
    failures = max(row.attempts - row.crashes, 0)  # earlier ones; a dead worker says nothing about the partner
    if at - row.created_at > entry.give_up_after and failures + 1 >= FEWEST_TRIES:
        return _bury(row, reason)
    pause = min(FIRST_DELAY_SECONDS * 2 ** min(failures, 10), settings.RETRY_LONGEST_SECONDS)
    pause *= LONGEST_JITTER - random.random() / 2  # noqa: S311 - jitter, not a secret
    _update(row, due_at=at + timedelta(seconds=pause), started_at=None, last_error=reason[:500])
    return False


def _bury(row: Any, reason: str) -> bool:
    _update(row, state="dead", started_at=None, last_error=reason[:500])
    return False


def _update(row: Any, **fields: Any) -> None:
    _job_model().objects.filter(pk=row.pk).update(**fields)


def retry(job_id: str) -> bool:
    """Open a dead job again, now. False when it is not dead. Safe, because every handler may run twice."""
    at = clock.now()
    jobs = _job_model().objects
    opened = jobs.dead().filter(pk=job_id).update(state="open", due_at=at, rung_at=at, created_at=at, crashes=0)
    if opened:
        queue = jobs.values_list("queue", flat=True).get(pk=job_id)
        transaction.on_commit(lambda: ring(job_id, queue))
    return bool(opened)


def sweep(at: datetime, limit: int = MOST_BELLS) -> int:
    """Ring for due jobs that nobody rang for lately, who waited longest for a bell first. Returns how many.

    A queue never holds more than `limit` bells of the sweep, so that a long backlog does not fill the broker, and is
    left alone while the broker does not answer. Harmless when two run: each job is held once.
    """
    _bring_back(at)
    patience = timedelta(seconds=settings.RING_AGAIN_SECONDS)
    quiet = models.Q(rung_at=None) | models.Q(rung_at__lt=at - patience) | models.Q(rung_at__lt=models.F("due_at"))
    waiting = _job_model().objects.claimable(at).filter(quiet)
    return sum(_ring_queue(queue, waiting, at, limit) for queue in sorted(set(waiting.values_list("queue", flat=True))))


def _bring_back(at: datetime) -> None:
    """What a clock that ran ahead wrote: a bell rung later than now, and a pause longer than any pause is."""
    jobs = _job_model().objects.filter(state="open")
    jobs.filter(rung_at__gt=at).update(rung_at=None)
    longest = timedelta(seconds=settings.RETRY_LONGEST_SECONDS * LONGEST_JITTER)
    jobs.filter(attempts__gt=0, due_at__gt=at + longest).update(due_at=at)


def _ring_queue(queue: str, waiting: Any, at: datetime, limit: int) -> int:
    """Ring as often as bells are missing: one that still hangs in the broker need not be hung twice."""
    unheard = _unheard(queue) if _unheard is not None else 0
    if unheard is None or unheard >= limit:
        return 0
    longest_first = waiting.filter(queue=queue).order_by(models.F("rung_at").asc(nulls_first=True), "due_at")
    quiet = list(longest_first.values_list("pk", flat=True)[:limit])
    due = quiet[: max(len(quiet) - unheard, 0)]
    _job_model().objects.filter(pk__in=due).update(rung_at=at)
    for pk in due:
        ring(str(pk), queue)
    return len(due)


def run_due(limit: int = 200) -> int:
    """Run due jobs here and now, also those that they enqueue: for tests and for seeding the demo."""
    tried: set[str] = set()
    while len(tried) < limit:
        due = _job_model().objects.claimable(clock.now()).exclude(pk__in=tried).order_by("due_at", "created_at")
        pk = due.values_list("pk", flat=True).first()
        if pk is None:
            break
        run(str(pk))
        tried.add(str(pk))
    return len(tried)


def _job_model() -> Any:
    return apps.get_model("core", "Job")
