"""What the sockets of a process ask the database together, so that a thousand of them are few questions.

Each is looked at in turn, and what many ask in the same moment is asked once. The answers are events for each socket
(`hear`), so one whose browser does not read holds up nobody.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, Protocol, TypeVar

from django.db import DatabaseError, InterfaceError

from core.live import in_thread
from counseling import rooms

Q = TypeVar("Q")

log = logging.getLogger(__name__)

TICK = 1.0  # seconds
LOOK_EVERY = 40  # ticks
MOMENT = 0.1  # seconds; who asks within one is answered with the others


class Socket(Protocol):
    """A socket whose guest was let in."""

    guest: rooms.Guest

    def was_active(self) -> bool:
        """Whether the person did something since this was last asked."""

    def notice_silence(self) -> None:
        """Called at every tick."""

    def hear(self, event: dict[str, Any]) -> None:
        """An event, at once and without waiting."""


class _Together:
    """A task that runs as long as there is something to do, in the loop of whoever brought it."""

    _task: "asyncio.Task[None] | None" = None

    def _begin(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        raise NotImplementedError


class Round(_Together):
    """Looks at each socket once in LOOK_EVERY ticks: whether its person may stay, whether the room is still open.

    Turns are given out one after another, so that at every tick as many are looked at, in one visit.
    """

    def __init__(self) -> None:
        self._turns: dict[Socket, int] = {}
        self._next = count()

    def join(self, socket: Socket) -> None:
        self._turns[socket] = next(self._next)
        self._begin()

    def leave(self, socket: Socket) -> None:
        self._turns.pop(socket, None)

    async def _run(self) -> None:
        loop, tick = asyncio.get_running_loop(), 0
        began = loop.time()
        while self._turns:
            await asyncio.sleep(max(0.0, began + TICK - loop.time()))
            began, tick = loop.time(), tick + 1
            for socket in list(self._turns):
                socket.notice_silence()
            await self._look([socket for socket, turn in self._turns.items() if (tick - turn) % LOOK_EVERY == 0])

    async def _look(self, sockets: Sequence[Socket]) -> None:
        if sockets:
            questions = [(socket.guest, socket.was_active()) for socket in sockets]
            await _tell(sockets, rooms.look, questions)


class Asks(_Together):
    """Pages that ask what they missed. Most missed nothing: one statement finds those who did."""

    def __init__(self) -> None:
        self._waiting: dict[Socket, int] = {}

    def add(self, socket: Socket, n: int) -> None:
        """A page has all up to message `n`. Who asks twice in a moment is answered once."""
        self._waiting[socket] = min(n, self._waiting.get(socket, n))
        self._begin()

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(MOMENT)
            asked, self._waiting = self._waiting, {}
            questions = [(socket.guest.session.pk, n) for socket, n in asked.items()]
            await _tell(list(asked), rooms.news_since, questions)


async def _tell(
    sockets: Sequence[Socket], ask: Callable[[Sequence[Q]], Sequence[dict[str, Any]]], questions: Sequence[Q]
) -> None:
    """Ask, and give each socket its answer. Without one it is cut, and its page tries again: nobody stays unseen."""
    try:
        answers = await in_thread(ask, questions)
    except Exception as error:
        known = isinstance(error, DatabaseError | InterfaceError)
        log.warning("rooms cannot reach the database", exc_info=not known)
        answers = [{"type": "room.unreachable"}] * len(sockets)
    for socket, answer in zip(sockets, answers, strict=True):
        socket.hear(answer)
