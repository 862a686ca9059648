"""The bell, the sweep and the heartbeat."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from core import clock, jobs
from core.models import Heartbeat

log = logging.getLogger(__name__)


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
    try:
        run_job.apply_async((job_id,), queue=queue, ignore_result=True)
    except (OperationalError, OSError):
        log.warning("broker is away; the sweep will find the job", extra={"job_id": job_id})


jobs.bell(ring)
