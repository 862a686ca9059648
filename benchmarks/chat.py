"""The counselling room: 500 rooms, 1,000 sockets, against a bare Channels echo with as many sockets and messages.

Both run on uvicorn with the same options, one process each, in turns on the same machine in the same run; the browsers
are one more process beside them. The echo sends a message back to its sender; the room stores it first, and it counts
when the other person of the room has it. Pages of a room ask every fifteen seconds what they missed, as real ones do.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import django
import uvloop
from django.apps import apps
from django.db import connection

from benchmarks.chat_load import Times, talk
from benchmarks.lib import Figure, main, percentile, processor_seconds
from devkit.paths import ROOT
from devkit.portal import Portal, addresses, answers, sockets_command
from devkit.processes import Child, Family, free_port, wait_until

ROOMS, SECONDS, ROUNDS, SETTLE = 500, 20.0, 5, 3.0
RATE = 50.0  # messages a second: each room one in ten seconds


def run() -> list[Figure]:
    with rooms_and_echo() as (ws, echo, environ, echo_port):
        from benchmarks.chat_rooms import make_rooms

        where = environ["WS_BASE_URL"]
        rooms = [(f"{where}/ws/konseling/{pk}/", *cookies) for pk, *cookies in make_rooms(ROOMS)]
        connection.close()
        bare = [(f"ws://127.0.0.1:{echo_port}/", "", "")] * ROOMS
        origin = environ["PORTAL_BASE_URL"]
        rounds = [
            (measure(echo, bare, origin, asks=False), measure(ws, rooms, origin, asks=True)) for _round in range(ROUNDS)
        ]
    echoed, told = joined([a for a, _b in rounds]), joined([b for _a, b in rounds])
    plain, delivered = percentile(echoed.delivered, 0.95), percentile(told.delivered, 0.95)
    # The median of the rounds: one in which the machine did something else, for either side, decides nothing.
    ratio = median(percentile(b.delivered, 0.95) / percentile(a.delivered, 0.95) for a, b in rounds)
    return [
        Figure("bare echo, median", percentile(echoed.delivered, 0.5) * 1000, "ms"),
        Figure("bare echo, p95", plain * 1000, "ms"),
        Figure("delivered, median", percentile(told.delivered, 0.5) * 1000, "ms"),
        Figure("delivered, p95", delivered * 1000, "ms"),
        Figure("acknowledged, p95", percentile(told.acknowledged, 0.95) * 1000, "ms"),
        Figure("a socket greets, p95", percentile(told.greeted, 0.95) * 1000, "ms"),
        Figure("messages delivered", len(told.delivered), ""),
        Figure("delivered / echo, p95, median of the rounds", ratio, "x", limit=5, goal=3),
    ]


def measure(child: Child, rooms: list[tuple[str, str, str]], origin: str, *, asks: bool) -> Times:
    before = processor_seconds([child.process.pid])
    times = uvloop.run(talk(rooms, origin=origin, rate=RATE, seconds=SECONDS, settle=SETTLE, asks=asks))
    child.check()
    used = processor_seconds([child.process.pid]) - before
    p95 = percentile(times.delivered, 0.95) * 1000
    print(f"{child.name}: p95 {p95:.2f} ms of {len(times.delivered)}, {used:.1f} s of processor", file=sys.stderr)
    return times


def joined(parts: list[Times]) -> Times:
    """All rounds as one."""
    whole = Times()
    for part in parts:
        whole.greeted += part.greeted
        whole.acknowledged += part.acknowledged
        whole.delivered += part.delivered
    return whole


@contextmanager
def rooms_and_echo() -> Iterator[tuple[Child, Child, dict[str, str], int]]:
    with TemporaryDirectory(prefix="jkp-chat-") as name:
        folder, family = Path(name), Family()
        echo_port = free_port()
        environ = addresses(folder, web=free_port(), ws=free_port(), sandbox=free_port(), mail=free_port())
        environ["DEMO_MODE"] = "false"  # as in production: no movable clock
        portal = Portal(family, environ, folder)
        try:
            portal.prepare(["migrate"])
            os.environ.update(environ)
            django.setup()
            ws, echo = portal.ws(), bare_echo(family, portal, folder, echo_port)
            portal.wait_for_ws()
            yield ws, echo, environ, echo_port
        finally:
            if apps.ready:
                connection.close()
            family.stop()


def bare_echo(family: Family, portal: Portal, folder: Path, port: int) -> Child:
    command = sockets_command("benchmarks.echo:application", port)
    child = family.start("echo", command, env=portal.environ, cwd=ROOT, log=folder / "echo.log")
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/"), child, seconds=30, what="the bare echo")
    return child


if __name__ == "__main__":
    main("chat", run)
