"""The portal as its users meet it: gunicorn, uvicorn, worker, beat and partner sandbox, with the demo's people told.

PostgreSQL is that of the run; the database, Redis and the folder are its own.
"""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from celery import Celery
from django.conf import settings
from psycopg2 import sql

from core import clock
from devkit.paths import ROOT
from devkit.portal import Portal, addresses
from devkit.processes import Family, free_port
from devkit.redis_server import RedisServer
from devkit.schema_cache import ensure_template
from integrations.sandbox.control import Control

# Of the settings for development, which the processes run with.
PARTNER_KEY = "development-partner-key"
DAY_IS_KNOWN_AFTER = 2.5  # seconds: a program may move the day, and a process remembers it for two (core.clock)
CALLBACK_SECRET = "development-callback-secret"


class Sockets:
    """The process that carries the sockets, which a test may take away for a while."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.child = portal.ws()

    def restart(self, *, meanwhile: Callable[[], None]) -> None:
        """End the process, do something, and start it again."""
        self._portal.family.forget(self.child)
        meanwhile()
        self.child = self._portal.ws()
        self._portal.wait_for_ws()


@dataclass(frozen=True, slots=True)
class Running:
    """A portal that answers. `told` is the name of a database that holds the stories as they were told, untouched."""

    url: str
    partners: Control
    environ: dict[str, str]
    told: str
    sockets: Sockets
    redis: RedisServer

    def next_sms(self, number: str) -> Callable[[], str]:
        """What gives the six digits of the next SMS to `number`, and raises LookupError until it is there."""
        before = len(self.partners.messages(number, "sms")) if number else 0

        def look() -> str:
            messages = self.partners.messages(number, "sms")
            code = re.search(r"\b\d{6}\b", str(messages[0]["text"])) if len(messages) > before else None
            if code is None:
                raise LookupError(f"no new code for {number}")
            return code[0]

        return look

    def ring(self, task: str, queue: str = "default") -> None:
        """What beat does at its hour: the worker is asked to run a periodic task now."""
        with Celery(broker=self.environ["REDIS_URL"], set_as_current=False) as celery:
            celery.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
            celery.send_task(task, queue=queue)

    def heartbeat(self) -> datetime | None:
        """The last one that beat asked for and the worker wrote; None before the first."""
        found = self.asks("SELECT at FROM core_heartbeat WHERE name = 'beat'")
        return found[0] if found else None

    def workers_day(self) -> date:
        """The worker's legal date, as its last heartbeat wrote it."""
        [at] = self.asks("SELECT at FROM core_heartbeat WHERE name = 'beat'")
        return clock.legal_date(at)

    def asks(self, question: str, *facts: object) -> tuple[Any, ...]:
        """The first row that the portal's database answers."""
        with contextlib.closing(psycopg2.connect(self.environ["DATABASE_URL"])) as base, base.cursor() as cursor:
            cursor.execute(question, facts)
            return cursor.fetchone()

    def tell(self, program: str) -> None:
        """Run some Python of the portal beside it, with another queue: what it enqueues, it has to run itself."""
        tell(self.environ | {"REDIS_URL": os.environ["REDIS_URL"]}, program)
        time.sleep(DAY_IS_KNOWN_AFTER)


@contextlib.contextmanager
def running_portal(folder: Path) -> Iterator[Running]:
    """Start everything in `folder`, tell the stories, and stop it all at the end. One per process: its names are."""
    names = [f"{name}{os.environ.get('PYTEST_XDIST_WORKER', '')}" for name in ("jkp_told", "jkp_portal")]
    family = Family()
    try:
        redis = RedisServer(family, folder / "redis", folder / "redis.log", throwaway=True)
        environ = _environ(folder, names[1], redis.start())
        portal = Portal(family, environ, folder)
        _make(names[1], template=ensure_template() if os.environ.get("JKP_EMBEDDED") else "template0")
        children = [portal.sandbox()]
        portal.prepare(["migrate", "seed"], ["static"])
        tell(environ, "from tests.e2e.further import tell_further; tell_further()")
        _make(names[0], template=names[1])
        sockets = Sockets(portal)
        children += [portal.web(), portal.worker(pool="threads", concurrency=4), portal.beat(folder / "beat-schedule")]
        portal.wait_for_web()
        portal.wait_for_ws()
        partners = Control(environ["PARTNER_BASE_URL"], PARTNER_KEY)
        yield Running(environ["PORTAL_BASE_URL"], partners, environ, names[0], sockets, redis)
        family.forget(*children, sockets.child)  # all are asked at once
    finally:
        family.stop()
        _drop(*names)


def tell(environ: dict[str, str], program: str) -> None:
    """Run some Python of the portal in a process of its own. Raises RuntimeError with the end of what it complained."""
    told = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {program}"],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode != 0:
        raise RuntimeError(told.stderr[-4000:])


def _environ(folder: Path, database: str, queue: str) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    return addresses(folder, web=free_port(), ws=free_port(), sandbox=free_port(), mail=free_port()) | {
        "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
        "DEMO_MODE": "true",
        "DATABASE_URL": _url(database),
        "REDIS_URL": queue,
        "E2E_STATIC_ROOT": str(folder / "static"),
        "PARTNER_API_KEY": PARTNER_KEY,
        "BANK_CALLBACK_SECRET": CALLBACK_SECRET,
    }


def _url(database: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))


def _make(name: str, *, template: str = "template0") -> None:
    _drop(name)
    _administer("CREATE DATABASE {} TEMPLATE {}", name, template)


def _drop(*names: str) -> None:
    for name in names:
        _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _administer(statement: str, *names: str) -> None:
    with contextlib.closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
