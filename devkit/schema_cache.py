"""A migrated database in a second instead of a dozen: migrate once per state of the migrations, keep the dump.

The dump lies in .local/schema and is named after everything that decides what the migrations produce, so a changed
migration always means migrating from empty again. Used for throwaway services only.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from devkit.paths import LOCAL, ROOT
from devkit.postgres import find_binaries, major

CACHE = LOCAL / "schema"
KEPT = 5
TEMPLATE = "jkp_template"
BUILD = "jkp_build"
# Migrations, what they read, and the packages whose migrations run too; below each folder of the checkout.
SOURCES = (
    "migrations/**/*.py",
    "**/*.csv",
    "data/**/*.json",
    "titles.py",
    "holiday_rows.py",
    "dev.txt",
    "schema_cache.py",
)


class MigrationsFailed(Exception):
    """The migrations do not run from empty; the text is what they said."""


def ensure_template() -> str:
    """Make the template database in the running throwaway server, once for all processes; return its name."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _exists(TEMPLATE):
            dump = CACHE / f"{fingerprint()}.sql"
            if not dump.exists():
                _build(dump)
            _restore(dump)
            dump.touch()  # the least recently used ones go first
            _forget_old()
    return TEMPLATE


def fingerprint() -> str:
    """Hash of the migrations, of what they read, and of the server's major version."""
    digest = hashlib.sha256(str(major(find_binaries())).encode())
    for top in sorted(top for top in ROOT.iterdir() if top.is_dir() and top.name[0] != "."):
        for path in sorted({found for pattern in SOURCES for found in top.glob(pattern)}):
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def _build(dump: Path) -> None:
    _create(BUILD)
    environ = {**os.environ, "DATABASE_URL": _url(BUILD)}
    made = subprocess.run(
        [sys.executable, "-m", "devkit.prepare", "migrate"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        _drop(BUILD)
        raise MigrationsFailed(made.stderr[-3000:])
    unfinished = dump.with_suffix(f".{os.getpid()}")
    _client("pg_dump", BUILD, "--no-comments", "--file", str(unfinished))
    unfinished.rename(dump)
    _drop(BUILD)


def _restore(dump: Path) -> None:
    """Under another name first: a template that is there is whole."""
    _drop(BUILD)
    _create(BUILD)
    _client(
        "psql",
        BUILD,
        "--quiet",
        "--no-psqlrc",
        "--set",
        "ON_ERROR_STOP=1",
        "--output",
        "/dev/null",
        "--file",
        str(dump),
    )
    _execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(BUILD), sql.Identifier(TEMPLATE)))


def _forget_old() -> None:
    dumps = sorted(CACHE.glob("*.sql"), key=lambda path: path.stat().st_mtime, reverse=True)
    for dump in dumps[KEPT:]:
        dump.unlink()


def _client(program: str, database: str, *arguments: str) -> None:
    parts = urlsplit(os.environ["DATABASE_URL"])
    connection = ["--host", str(parts.hostname), "--port", str(parts.port), "--username", str(parts.username)]
    environ = {"PGPASSWORD": str(parts.password), "PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    command = [str(find_binaries() / program), *connection, "--dbname", database, *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{program} failed: {done.stderr[-2000:]}")


def _url(database: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))


def _execute(statement: sql.Composable) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True  # databases are not made inside transactions
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def _exists(database: str) -> bool:
    return bool(_execute(sql.SQL("SELECT 1 FROM pg_database WHERE datname = {}").format(sql.Literal(database))))


def _create(database: str) -> None:
    _execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))


def _drop(database: str) -> None:
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database))
    try:
        _execute(drop + sql.SQL(" WITH (FORCE)"))
    except psycopg2.errors.InsufficientPrivilege:  # autovacuum is in there, and leaves for a plain one only
        _execute(drop)
