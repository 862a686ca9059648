"""A world of its own for a drill: PostgreSQL, Redis, partners, web, workers and beats, gone afterwards."""

import contextlib
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

from devkit import static_files
from devkit.portal import Portal, addresses, answers
from devkit.postgres import Postgres
from devkit.processes import Child, Family, free_port, wait_until
from integrations.sandbox.control import Control
from payments.management.drill.places import own_database, own_redis, this_process_at

# Everything that a worker waits for happens every few seconds here; the portal's own pace is in the settings.
PACE = {
    "SWEEP_SECONDS": "1",
    "RING_AGAIN_SECONDS": "1",
    "RETRY_LONGEST_SECONDS": "5",
    "PARTNER_REST": "1",
    "RUN_MONTHS_SECONDS": "2",
    "PAYOUT_INQUIRY_SECONDS": "1",
    "PAYOUT_BELIEVE_UNKNOWN_KEY_AFTER": "5",
    "PARTNER_TIMEOUT": "1",
    "SANDBOX_SETTLE_SECONDS": "0.3",
}
WEB_PROCESSES, WEB_THREADS = 2, 4
POOLS, WORKERS_A_POOL = 4, 3  # several pools: one alone cannot replace its dead as fast as they are killed
PAYOUTS, EVERYTHING_ELSE = "payouts", "interactive,notices,batch,default"  # apart, as in production


class World:
    """What runs, and the hands that break it."""

    def __init__(self, family: Family, folder: Path, environ: Mapping[str, str], server: Postgres) -> None:
        self.folder = folder
        self.environ = dict(environ)
        self.kills = 0
        self._family = family
        self._server = server
        self._store = redis.Redis.from_url(self.environ["REDIS_URL"])
        self._workers: list[Child] = []
        self._beats: list[Child] = []
        self.bank = Control(self.environ["PARTNER_BASE_URL"], settings.PARTNER_API_KEY)

    def open(self) -> None:
        """Start what every scenario shares."""
        portal = self._portal()
        portal.sandbox()
        portal.prepare(["migrate"], *([] if static_files.are_current() else [["static"]]))
        self._web = portal.web(workers=WEB_PROCESSES, threads=WEB_THREADS)
        portal.ws()
        portal.wait_for_web()
        portal.wait_for_ws()

    def start_workers(self, *, failpoint: str = "", beats: int = 1) -> None:
        portal = self._portal(FAILPOINT=failpoint)
        queues = [PAYOUTS] * (POOLS - 1) + [EVERYTHING_ELSE]
        self._workers = [
            portal.worker(queues=served, concurrency=WORKERS_A_POOL, name=f"worker-{number}")
            for number, served in enumerate(queues)
        ]
        wait_until(self._pools_are_up, self._family, seconds=300, what="the workers")
        self.start_beats(beats)

    def start_beats(self, beats: int = 1) -> None:
        portal = self._portal()
        started = [portal.beat(self.folder / f"beat-{len(self._beats) + number}") for number in range(beats)]
        self._beats = [*self._beats, *started]

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

    @property
    def url(self) -> str:
        return self.environ["PORTAL_BASE_URL"]

    def web_processes(self) -> list[int]:
        """The processes that answer requests, below the one that starts them."""
        return _children_of(self._web.process.pid)

    def kill_web(self) -> int:
        """SIGKILL to every process that answers requests. Returns how many; others are started in their place."""
        killed = sum(_kill(pid) for pid in self.web_processes())
        self.kills += killed
        return killed

    def pages_that_broke(self) -> int:
        """How often the web processes answered 500 so far: an exception that nobody foresaw."""
        log = self._web.log
        return log.read_text(errors="replace").count('"Internal Server Error: ') if log else 0

    def wait_for_web(self, *, seconds: float = 120) -> None:
        """Until a request is answered, however."""
        wait_until(lambda: answers(self.url + "/healthz", only_ok=True), self._family, seconds=seconds, what="the web")

    def stop_database(self, *, crash: bool = False) -> None:
        """End the server in peace, or at once, whatever it was in the middle of."""
        connection.close()
        self._server.stop(signal.SIGQUIT if crash else signal.SIGINT)

    def start_database(self) -> None:
        """On the same port and files; after a crash it repeats its log first."""
        self._server.start_again()
        connection.close()

    def deaths(self) -> int:
        """How many worker processes died by SIGKILL since the workers were started, whoever sent it."""
        logs = [pool.log.read_text(errors="replace") for pool in self._workers if pool.log]
        return sum(log.count("exited with 'signal 9") for log in logs)

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
def world_of_its_own() -> Iterator[World]:
    """Make the world, let this process live in it, and take it away again."""
    with tempfile.TemporaryDirectory(prefix="jkp-drill-") as name:
        folder = Path(name)
        family = Family(remove=[folder])
        try:
            server, url = own_database(family, folder)
            environ = {**os.environ, **PACE, "DATABASE_URL": url, "REDIS_URL": own_redis(family, folder)}
            environ |= addresses(folder, web=free_port(), ws=free_port(), sandbox=free_port(), mail=free_port())
            environ["DEMO_MODE"] = "true"  # the drills move the clock of everybody, or of nobody
            world = World(family, folder, environ, server)
            with this_process_at(environ):
                world.open()
                yield world
        finally:
            family.stop()


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
