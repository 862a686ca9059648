"""The bell, the sweep and the heartbeat."""

import logging
from datetime import timedelta
from typing import Any

from celery import current_app, shared_task
from kombu.exceptions import OperationalError

from core import clock, jobs
from core.models import Heartbeat

log = logging.getLogger(__name__)
TO_END = timedelta(seconds=30)  # after the soft limit, for a job to give up what it holds


@shared_task(name="core.run_job")
def run_job(job_id: str) -> None:
    jobs.run(job_id)


@shared_task(name="core.sweep")
def sweep() -> None:
    jobs.sweep(clock.now())


@shared_task(name="core.heartbeat")
def heartbeat() -> None:
    Heartbeat.objects.update_or_create(name="beat", defaults={"at": clock.now()})


def ring(job_id: str, queue: str) -> None:
    """Send the message; when the broker is away the sweep will."""
    limits: dict[str, Any] = {}
    if (limit := jobs.LIMITS.get(queue)) is not None:
        limits = {"soft_time_limit": limit.total_seconds(), "time_limit": (limit + TO_END).total_seconds()}
    try:
        run_job.apply_async((job_id,), queue=queue, ignore_result=True, **limits)
    except (OperationalError, OSError):
        log.warning("broker is away; the sweep will find the job", extra={"job_id": job_id})


def unheard(queue: str) -> int | None:
    """How many bells wait in a queue of the broker; None when it does not answer."""
    try:
        with current_app.connection_for_write() as connection:
            channel: Any = connection.default_channel
            return int(channel.queue_declare(queue).message_count)
    except (OperationalError, OSError):
        log.warning("broker is away; the next sweep rings", extra={"queue": queue})
        return None


jobs.bell(ring, unheard)
