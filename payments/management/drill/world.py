"""A world of its own for a drill: database, Redis database, bank, web, workers and beats, gone afterwards."""

import contextlib
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from devkit.portal import Portal, addresses
from devkit.processes import Child, Family, free_port, wait_until
from integrations.sandbox.control import Control

# Everything that a worker waits for happens every few seconds here; the portal's own pace is in the settings.
PACE = {
    "SWEEP_SECONDS": "1",
    "RING_AGAIN_SECONDS": "1",
    "RETRY_LONGEST_SECONDS": "5",
    "PARTNER_REST": "1",
    "PAYOUT_INQUIRY_SECONDS": "1",
    "PAYOUT_BELIEVE_UNKNOWN_KEY_AFTER": "5",
    "PARTNER_TIMEOUT": "1",
    "SANDBOX_SETTLE_SECONDS": "0.3",
}
POOLS, WORKERS_A_POOL = 4, 3  # several pools: one alone cannot replace its dead as fast as they are killed
PAYOUTS, EVERYTHING_ELSE = "payouts", "interactive,notices,batch,default"  # apart, as in production


class World:
    """What runs, and the hands that break it."""

    def __init__(self, family: Family, folder: Path, environ: Mapping[str, str]) -> None:
        self.folder = folder
        self.environ = dict(environ)
        self.kills = 0
        self._family = family
        self._store = redis.Redis.from_url(self.environ["REDIS_URL"])
        self._workers: list[Child] = []
        self._beats: list[Child] = []
        self.bank = Control(self.environ["PARTNER_BASE_URL"], settings.PARTNER_API_KEY)

    def open(self) -> None:
        """Start what every scenario shares."""
        portal = self._portal()
        portal.sandbox()
        portal.web(threads=4)
        portal.wait_for_web()

    def start_workers(self, *, failpoint: str = "", beats: int = 1) -> None:
        portal = self._portal(FAILPOINT=failpoint)
        queues = [PAYOUTS] * (POOLS - 1) + [EVERYTHING_ELSE]
        self._workers = [
            portal.worker(queues=served, concurrency=WORKERS_A_POOL, name=f"worker-{number}")
            for number, served in enumerate(queues)
        ]
        wait_until(self._pools_are_up, self._family, seconds=120, what="the workers")
        self._beats = [portal.beat(self.folder / f"beat-{number}") for number in range(beats)]

    def stop_workers(self) -> None:
        """End them the hard way, as a power cut would, and empty the broker: the next scenario starts from rows."""
        stopped = [*self._beats, *self._workers]
        for child in stopped:
            for pid in _children_of(child.process.pid):
                _kill(pid)
            child.process.kill()
        self._family.forget(*stopped)
        self._workers, self._beats = [], []
        self.flush_redis()

    def kill_one_worker(self) -> None:
        """SIGKILL to the process that has worked longest, wherever it is just now."""
        pids = [pid for worker in self._workers for pid in _children_of(worker.process.pid)]
        if pids and _kill(min(pids, key=_started)):
            self.kills += 1

    def flush_redis(self) -> None:
        """Everything that the portal keeps in Redis is in this database."""
        self._store.flushdb()

    def silence_redis(self, *, seconds: float) -> None:
        """The server takes commands and answers none."""
        self._store.client_pause(round(seconds * 1000))

    def check(self) -> None:
        self._family.check()

    def _pools_are_up(self) -> bool:
        """A pool that is killed while it starts gives up; a service manager would start it again, here nobody does."""
        return all(pool.log and " ready." in pool.log.read_text(errors="replace") for pool in self._workers)

    def _portal(self, **more: str) -> Portal:
        return Portal(self._family, self.environ | more, self.folder)


@contextlib.contextmanager
def world_of_its_own(redis_database: int) -> Iterator[World]:
    """Make the world, and take it away again. Raises CommandError when the Redis database holds something."""
    with tempfile.TemporaryDirectory(prefix="jkp-drill-") as name, _database_of_its_own() as database:
        folder = Path(name)
        environ = {**os.environ, **PACE, "DATABASE_URL": _at_path(os.environ["DATABASE_URL"], database)}
        environ["REDIS_URL"] = _empty_redis(redis_database)
        environ |= addresses(folder, web=free_port(), sandbox=free_port(), mail=free_port())
        family = Family(remove=[folder])
        try:
            world = World(family, folder, environ)
            world.open()
            yield world
        finally:
            family.stop()
            redis.Redis.from_url(environ["REDIS_URL"]).flushdb()


@contextlib.contextmanager
def _database_of_its_own() -> Iterator[str]:
    """Create and migrate a database beside the configured one; this process uses it too until it is dropped."""
    if not os.environ.get("DATABASE_URL"):
        raise CommandError("Set DATABASE_URL, or run it as ./jkp manage faults payouts.")
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"jkp_faults_{os.getpid()}"
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.close()


def _empty_redis(number: int) -> str:
    url = _at_path(settings.REDIS_URL, str(number))
    held = redis.Redis.from_url(url).dbsize()
    if held:
        raise CommandError(f"Redis database {number} holds {held} keys; name an empty one with --redis-database.")
    return url


def _at_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


def _children_of(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return []


def _started(pid: int) -> int:
    """When a process began, in ticks since the machine did."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except OSError:
        return 0


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
