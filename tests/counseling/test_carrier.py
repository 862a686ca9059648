"""The process that carries the sockets dies every second, and a thousand messages arrive once each, in order."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from core import clock
from counseling.enums import MessageKind
from counseling.models import Message, Session
from devkit.portal import answers
from devkit.processes import free_port
from tests.counseling.browser import Browser
from tests.counseling.pages import cookie_of
from tests.devkit.processes import eventually
from tests.factories.counseling import agreed_session
from tests.loops import played

pytestmark = [pytest.mark.workers, pytest.mark.django_db(transaction=True)]

ROOMS, EACH = 10, 50  # two people a room, so many messages of each: a thousand in all
SPREAD = 10.0  # seconds over which they are written
PATIENCE = 45.0


class Carrier:
    """The parent of the process that is killed; the child's id is the last line it said."""

    def __init__(self, port: int) -> None:
        self.kills = 0
        environ = os.environ | {"DATABASE_URL": this_database(), "DJANGO_SETTINGS_MODULE": "jkp_portal.settings.test"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.counseling.carrier", str(port)],
            cwd=settings.BASE_DIR,
            env=environ,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.child = self._next()

    def _next(self) -> int:
        return int(self.process.stdout.readline())

    def kill(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        self.kills += 1
        self.child = self._next()

    def stop(self) -> None:
        self.process.terminate()
        with suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)
        self.process.wait(10)
        self.process.stdout.close()


def this_database() -> str:
    name = connection.settings_dict["NAME"]
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def carrier():
    port = free_port()
    running = Carrier(port)
    try:
        assert eventually(lambda: answers(f"http://127.0.0.1:{port}/healthz", only_ok=True), 60)
        yield running, port
    finally:
        running.stop()


def test_nothing_is_lost_and_nothing_is_doubled_when_the_carrier_dies_every_second():
    rooms = [agreed_session(starts_at=clock.now()) for _n in range(ROOMS)]
    cookies = [(cookie_of(room.person.user), cookie_of(room.counsellor.user)) for room in rooms]
    with carrier() as (running, port):
        pairs = [[browser(port, room, cookie) for cookie in both] for room, both in zip(rooms, cookies, strict=True)]
        played(everybody_writes(running, pairs), seconds=300)
    assert running.kills >= SPREAD - 2
    assert Message.objects.filter(kind=MessageKind.TEXT).count() == ROOMS * EACH * 2
    for room, pair in zip(rooms, pairs, strict=True):
        stored = list(Message.objects.filter(session=room).order_by("n").values_list("n", "key", "body"))
        assert [n for n, _key, _body in stored] == list(range(1, EACH * 2 + 3))  # two came in
        assert Session.objects.get(pk=room.pk).messages == len(stored)
        for page in pair:
            assert page.unsent == {}
            had = [(n, said["key"], said["body"]) for n, said in sorted(page.had.items())]
            assert had == [(n, str(key), body) for n, key, body in stored]
            own = [body for _n, _key, body in had if body.startswith(page.cookie)]
            assert sorted(own) == sorted(f"{page.cookie} {n}" for n in range(EACH))
            assert page.connections >= running.kills / 3


def browser(port: int, room: Session, cookie: str) -> Browser:
    return Browser(f"ws://127.0.0.1:{port}/ws/konseling/{room.pk}/", cookie=cookie, origin=settings.PORTAL_BASE_URL)


async def everybody_writes(running: Carrier, pairs: list[list[Browser]]) -> None:
    pages = [page for pair in pairs for page in pair]
    lines = [asyncio.create_task(page.run()) for page in pages]
    killing = asyncio.create_task(kill_every_second(running))
    await asyncio.gather(*(write_now_and_then(page) for page in pages))
    killing.cancel()
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while not all(everything_there(pair) for pair in pairs) and asyncio.get_running_loop().time() < deadline:
        for line in lines:
            if line.done():
                line.result()
        await asyncio.sleep(0.1)
    for line in lines:
        line.cancel()
    await asyncio.gather(*lines, return_exceptions=True)


async def write_now_and_then(page: Browser) -> None:
    for n in range(EACH):
        await asyncio.sleep(random.uniform(0, 2 * SPREAD / EACH))
        await page.write(f"{page.cookie} {n}")


async def kill_every_second(running: Carrier) -> None:
    while True:
        await asyncio.sleep(1)
        await asyncio.to_thread(running.kill)


def everything_there(pair: list[Browser]) -> bool:
    return all(not page.unsent and page.complete == EACH * 2 + 2 for page in pair)
