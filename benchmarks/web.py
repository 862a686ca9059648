"""The signed-in dashboard and a public page against a bare WSGI answer, on the same gunicorn in the same run.

What is compared is the work of a request: processor time of the web process and of its database sessions together.
That is what sets the pages a second of a machine that does nothing else, whoever asks, so a slow client (this one is
Python) does not flatter a page. Requests a second as this client saw them are shown beside it.
"""

import http.client
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.lib import Figure, main, processor_seconds
from devkit.paths import ROOT
from devkit.portal import Portal, addresses, answers
from devkit.processes import Child, Family, free_port, wait_until

ROUNDS, CONNECTIONS = 3, 4
WARM_UP = 40  # requests of each page that are not counted, so that every thread has its connection and templates
PUBLIC, DASHBOARD = "/bantuan/", "/dasbor/"
PERSON = "siti@contoh.invalid"


@dataclass(frozen=True, slots=True)
class Target:
    """One page: where, with which cookie, and how many requests make a round."""

    name: str
    port: int
    path: str
    requests: int
    web: Child
    cookie: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Per request: processor seconds of everything on our side, and requests a second as the client saw them."""

    cost: float
    rate: float


def run() -> list[Figure]:
    with portal_and_bare() as (portal, bare, port, bare_port):
        cookie, queries = signed_in()
        targets = [
            Target("bare WSGI answer", bare_port, "/", 6000, bare),
            Target("public page", port, PUBLIC, 1500, portal),
            Target("dashboard, signed in", port, DASHBOARD, 300, portal, cookie),
        ]
        for target in targets:
            load(target, WARM_UP)
        rounds = [[measure(target) for target in targets] for _round in range(ROUNDS)]
    plain, public, dashboard = (
        Measured(median(each.cost for each in column), median(each.rate for each in column))
        for column in zip(*rounds, strict=True)
    )
    return [
        *(
            figure
            for target, found in zip(targets, (plain, public, dashboard), strict=True)
            for figure in (
                Figure(f"{target.name}, processor time", found.cost * 1000, "ms"),
                Figure(f"{target.name}, as this client asks", found.rate, "/s"),
            )
        ),
        Figure("public page / bare answer", plain.cost / public.cost, "x", limit=0.15, goal=0.2, at_least=True),
        Figure("dashboard / bare answer", plain.cost / dashboard.cost, "x", limit=0.02, goal=0.04, at_least=True),
        Figure("dashboard / public page", public.cost / dashboard.cost, "x", limit=0.10, goal=0.12, at_least=True),
        Figure("queries of the dashboard", queries, "", limit=15, goal=12),
    ]


@contextmanager
def portal_and_bare() -> Iterator[tuple[Child, Child, int, int]]:
    """Both behind the same gunicorn, one process with eight threads each; the portal with the demo's people in it."""
    with TemporaryDirectory(prefix="jkp-web-") as name:
        folder, family = Path(name), Family()
        port, bare_port = free_port(), free_port()
        environ = addresses(folder, web=port, sandbox=free_port(), mail=free_port())
        portal = Portal(family, environ | {"DEMO_MODE": "true"}, folder)
        try:
            portal.sandbox()
            portal.prepare(["migrate", "seed"], ["static"])
            os.environ.update(environ)
            served = Portal(family, environ | {"DEMO_MODE": "false"}, folder)  # as in production: no movable clock
            web = served.web()
            served.wait_for_web()
            yield web, bare_server(family, served, folder, bare_port), port, bare_port
        finally:
            if apps.ready:
                connection.close()
            family.stop()


def bare_server(family: Family, portal: Portal, folder: Path, port: int) -> Child:
    command = [sys.executable, "-m", "gunicorn", "benchmarks.bare:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--keep-alive", "30"]
    child = family.start(
        "bare", [*command, "--no-control-socket"], env=portal.environ, cwd=ROOT, log=folder / "bare.log"
    )
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/"), child, seconds=30, what="the bare answer")
    return child


def signed_in() -> tuple[str, int]:
    """The cookie of a session of the paid participant, and how many queries her dashboard asks."""
    os.environ["DEMO_MODE"] = "false"
    django.setup()
    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(get_user_model().objects.get(email=PERSON))
    client.get(DASHBOARD)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(DASHBOARD)
    if response.status_code != 200:
        raise RuntimeError(f"{DASHBOARD} answers {response.status_code}")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}", len(captured)


def measure(target: Target) -> Measured:
    before = used(target.web)
    started = perf_counter()
    load(target, target.requests)
    elapsed = perf_counter() - started
    return Measured((used(target.web) - before) / target.requests, target.requests / elapsed)


def load(target: Target, requests: int) -> None:
    """Ask `requests` times over a few connections that are kept; every answer must be a 200."""
    errors: list[Exception] = []
    share = requests // CONNECTIONS
    threads = [threading.Thread(target=_ask, args=(target, share, errors)) for _connection in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def _ask(target: Target, requests: int, errors: list[Exception]) -> None:
    client = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    headers = {"Cookie": target.cookie} if target.cookie else {}
    try:
        for _request in range(requests):
            client.request("GET", target.path, headers=headers)
            answer = client.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{target.path} answers {answer.status}")
    except Exception as error:  # told by load()
        errors.append(error)
    finally:
        client.close()


def used(web: Child) -> float:
    """What the web process, its workers and their database sessions have used so far."""
    return processor_seconds([web.process.pid, *children_of(web.process.pid), *database_sessions()])


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def database_sessions() -> list[int]:
    """The server's processes for our database; they are on this machine, where the services run."""
    if urlsplit(os.environ["DATABASE_URL"]).hostname not in ("127.0.0.1", "localhost"):
        raise RuntimeError("This benchmark reads the processor time of PostgreSQL, which must be on this machine.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [pid for (pid,) in cursor.fetchall()]


if __name__ == "__main__":
    main("web", run)
