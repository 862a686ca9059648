"""The night: the seal on the audit trail, and whether everything still holds. The morning: the officers' digest."""

import logging
from datetime import date

from celery import shared_task
from django.conf import settings

from core import clock
from core.invariants import NIGHTLY, look
from core.jobs import enqueue, job
from core.seals import seal_audit
from jkp_portal import digest
from jkp_portal.demo import classes, market, sessions
from jkp_portal.invariants import INVARIANTS

log = logging.getLogger(__name__)


class InvariantsBroken(RuntimeError):
    """Something that must always hold does not: the job is dead and stands on the operations page."""


@job(NIGHTLY, queue="batch")
def check_invariants(day: str) -> None:
    broken = [found for found in look(INVARIANTS, at=clock.now()) if found.offenders]
    for found in broken:
        log.error("invariant broken", extra={"invariant": found.invariant.code, "offenders": found.offenders[:100]})
    if broken:
        raise InvariantsBroken("; ".join(f"{found.invariant.code}: {', '.join(found.offenders)}" for found in broken))


@job(market.JOB, queue="batch")
def grow_market(seed: str) -> None:
    if settings.DEMO_MODE:  # a database that was a demo's and is none any more gets no more inventions
        market.grow_market(int(seed), at=clock.now())


@job(sessions.JOB, queue="batch")
def hold_sessions(seed: str, day: str) -> None:
    if settings.DEMO_MODE:
        sessions.hold_sessions(int(seed), today=date.fromisoformat(day))


@job(classes.JOB, queue="batch")
def hold_classes(day: str) -> None:
    if settings.DEMO_MODE:
        classes.hold_classes(today=date.fromisoformat(day))


@shared_task(name="jkp_portal.look_after_the_night")
def look_after_the_night() -> None:
    seal_audit(at=clock.now())
    today = clock.today().isoformat()
    enqueue(NIGHTLY, dedupe=f"{NIGHTLY}:{today}", day=today)


@shared_task(name="jkp_portal.tell_officers")
def tell_officers() -> None:
    digest.tell_officers(at=clock.now())
