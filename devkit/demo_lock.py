"""Who is on the demo's data: one demo, or one command while no demo runs."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator

from devkit.paths import DEMO, DEMO_LOCK

ENVIRON = DEMO / "environ.json"


class DemoRuns(Exception):
    """Somebody else holds the demo's data."""


@contextlib.contextmanager
def demo_lock() -> Iterator[None]:
    """Hold the demo's data, or raise `DemoRuns`."""
    DEMO_LOCK.parent.mkdir(parents=True, exist_ok=True)
    with DEMO_LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DemoRuns from error
        yield


def publish(environ: dict[str, str]) -> None:
    """Leave the running demo's variables for `./jkp manage`; they hold passwords, so for the owner only."""
    descriptor = os.open(ENVIRON, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(environ, file)


def published() -> dict[str, str]:
    """The running demo's variables; empty while it is still starting."""
    try:
        return dict(json.loads(ENVIRON.read_text()))
    except (OSError, ValueError):
        return {}


def unpublish() -> None:
    ENVIRON.unlink(missing_ok=True)
