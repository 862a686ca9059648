"""Is it alive, and is it ready: for load balancers, the demo and the status page."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from redis import Redis
from redis.exceptions import RedisError

from core import clock
from core.models import Heartbeat, Job

BEAT_MAY_BE_SILENT = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    healthy: bool
    detail: str = ""


def database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Check("database", healthy=False)
    return Check("database", healthy=True)


def broker() -> Check:
    try:
        Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1).ping()
    except RedisError:
        return Check("redis", healthy=False)
    return Check("redis", healthy=True)


def beat() -> Check:
    last = Heartbeat.objects.filter(name="beat").values_list("at", flat=True).first()
    alive = last is not None and clock.now() - last < BEAT_MAY_BE_SILENT
    return Check("beat", healthy=alive, detail=last.isoformat() if last else "")


def backlog() -> Check:
    """Open jobs that are due, and dead ones: numbers, never a reason to take the site out."""
    open_jobs = Job.objects.claimable(clock.now()).count()
    return Check("jobs", healthy=True, detail=f"due={open_jobs} dead={Job.objects.dead().count()}")


def readiness() -> list[Check]:
    """Every check in the order in which a cause shows first."""
    first = database()
    if not first.healthy:
        return [first]
    return [first, broker(), beat(), backlog()]
