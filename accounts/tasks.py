"""Housekeeping by the clock."""

from celery import shared_task

from accounts.operations import housekeeping
from core import clock


@shared_task(name="accounts.clear_old")
def clear_old() -> None:
    housekeeping.clear_old(clock.now())
