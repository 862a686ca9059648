"""PostgreSQL and Redis for one run: started when DATABASE_URL or REDIS_URL are unset, gone with us.

Two kinds. Throwaway services (tests, benchmarks, fault drills) live in a folder of their own and leave nothing, so
any number of runs can go on side by side. The demo's services keep their data in .local/demo.
"""

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from devkit.paths import DEMO, LOGS, ROOT
from devkit.postgres import Postgres, choose_identity
from devkit.processes import Family, remove
from devkit.redis_server import RedisServer

# A Unix socket's path may have 107 bytes; PostgreSQL needs some of them.
LONGEST_FOLDER = 60


class Services:
    """What runs, and the variables that lead to it."""

    def __init__(self, family: Family, folder: Path, environ: dict[str, str]) -> None:
        self.family = family
        self.folder = folder  # private to this run, removed at its end
        self.environ = environ


@contextlib.contextmanager
def throwaway_services() -> Iterator[Services]:
    """Services that keep nothing; their variables are set in os.environ while they run."""
    with _private_folder() as folder:
        family = Family(remove=[folder])
        with _running(family, folder, folder / "postgres", folder / "redis", folder, throwaway=True) as services:
            yield services


@contextlib.contextmanager
def demo_services() -> Iterator[Services]:
    """Services on the demo's data. The caller holds the demo's lock, so nobody else is on it."""
    DEMO.mkdir(mode=0o700, parents=True, exist_ok=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    with _private_folder() as folder:
        family = Family(remove=[folder])
        data = demo_database_folder()
        with _running(family, folder, data, DEMO / "redis", LOGS, throwaway=False) as services:
            yield services


def demo_database_folder() -> Path:
    """Where the demo's database lies: in the checkout, unless the server runs as a user who may not look there."""
    if choose_identity().user is None:
        return DEMO / "postgres"
    checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"jkp-demo-{checkout}" / "postgres"  # noqa: S108 - made 0711 below, data 0700


@contextlib.contextmanager
def _private_folder() -> Iterator[Path]:
    parent = tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix="jkp-", dir=parent if len(parent) < LONGEST_FOLDER else "/tmp"))  # noqa: S108
    try:
        yield folder
    finally:
        remove(folder)


@contextlib.contextmanager
def _running(
    family: Family, folder: Path, data: Path, queue: Path, logs: Path, *, throwaway: bool
) -> Iterator[Services]:
    sockets = folder / "s"
    sockets.mkdir(mode=0o700)
    environ: dict[str, str] = {}
    try:
        if not os.environ.get("DATABASE_URL"):
            _open_the_way(data)
            database = Postgres(family, data, sockets, logs / "postgres.log", throwaway=throwaway)
            environ["DATABASE_URL"] = database.start()
        if not os.environ.get("REDIS_URL"):
            environ["REDIS_URL"] = RedisServer(family, queue, logs / "redis.log", throwaway=throwaway).start()
        if environ:
            environ["JKP_EMBEDDED"] = "1"
        with _set(environ):
            yield Services(family, folder, environ)
    finally:
        family.stop()


def _open_the_way(data: Path) -> None:
    """Let a server that runs as another user reach its folder; it can list nothing above it."""
    data.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    if choose_identity().user is not None:
        data.parent.chmod(0o711)


@contextlib.contextmanager
def _set(environ: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in environ}
    os.environ.update(environ)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def say(text: str) -> None:
    """Tell a person at the terminal; standard error, so that nothing mixes with a command's own output."""
    print(text, file=sys.stderr, flush=True)
