"""Pages of a room as the server sees them: sockets with the cookie of somebody who is signed in."""

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.db import transaction
from django.test import Client

from accounts.models import User
from counseling import consumers, sockets
from counseling.models import Session
from jkp_portal.asgi import application
from tests.factories.accounts import sign_in

PATIENCE = 5.0


def cookie_of(user: User, **how: Any) -> str:
    """The Cookie header of a new session of this user."""
    client = sign_in(Client(), user, **how)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


class Page:
    """One socket. `async with` opens it and reads `hello`; frames that were skipped while waiting are in `seen`."""

    def __init__(self, session: Session, cookie: str = "", *, origin: str | None = None, path: str = "") -> None:
        headers = [(b"origin", (settings.PORTAL_BASE_URL if origin is None else origin).encode())]
        headers += [(b"cookie", cookie.encode())] if cookie else []
        where = path or f"/ws/konseling/{session.pk}/"
        scope = {"type": "websocket", "path": where, "query_string": b"", "headers": headers, "subprotocols": []}
        self.socket = ApplicationCommunicator(application, scope)
        self.seen: list[dict[str, Any]] = []
        self.hello: dict[str, Any] = {}

    async def is_let_in(self) -> bool:
        await self.socket.send_input({"type": "websocket.connect"})
        answer = await self.socket.receive_output(timeout=PATIENCE)
        return bool(answer["type"] == "websocket.accept")

    async def leave(self) -> None:
        await self.socket.send_input({"type": "websocket.disconnect", "code": 1005})
        await self.socket.wait(timeout=PATIENCE)

    async def __aenter__(self) -> "Page":
        assert await self.is_let_in()
        self.hello = await self.wait_for("hello")
        return self

    async def __aexit__(self, *what: object) -> None:
        await self.leave()

    async def say(self, kind: str, **fields: Any) -> None:
        await self.send(json.dumps({"t": kind, **fields}))

    async def send(self, data: str | bytes) -> None:
        kind = "text" if isinstance(data, str) else "bytes"
        await self.socket.send_input({"type": "websocket.receive", kind: data})

    async def write(self, body: str, key: uuid.UUID | None = None) -> dict[str, Any]:
        """Send a message and wait for its answer."""
        chosen = str(key or uuid.uuid4())
        await self.say("msg", key=chosen, body=body)
        return await self.wait_for("ack", "no", that=lambda frame: frame["key"] == chosen)

    async def wait_for(
        self, *kinds: str, that: Callable[[dict[str, Any]], bool] = lambda frame: True
    ) -> dict[str, Any]:
        """The first such frame that nobody waited for before. Others stay in `seen`."""
        for frame in self.seen:
            if frame["t"] in kinds and that(frame):
                self.seen.remove(frame)
                return frame
        while True:
            output = await self.socket.receive_output(timeout=PATIENCE)
            assert output["type"] == "websocket.send", output
            frame: dict[str, Any] = json.loads(output["text"])
            if frame["t"] in kinds and that(frame):
                return frame
            self.seen.append(frame)

    async def hears_nothing(self, *kinds: str, seconds: float = 0.3) -> bool:
        """Whether no such frame comes in this time."""
        ends = asyncio.get_running_loop().time() + seconds
        while (left := ends - asyncio.get_running_loop().time()) > 0:
            if await self.socket.receive_nothing(timeout=left, interval=0.02):
                return True
            frame = json.loads((await self.socket.receive_output(timeout=PATIENCE))["text"])
            if frame["t"] in kinds:
                return False
            self.seen.append(frame)
        return True

    async def closing(self) -> int:
        """The code with which the portal closes the socket; frames before it are in `seen`."""
        while True:
            output = await self.socket.receive_output(timeout=PATIENCE)
            if output["type"] == "websocket.close":
                return int(output["code"])
            self.seen.append(json.loads(output["text"]))


def play(scene: Callable[[], Awaitable[None]]) -> None:
    """Run what happens in a room, from beginning to end, in a loop of its own."""
    async_to_sync(scene)()


@contextmanager
def in_one_transaction() -> Iterator[None]:
    """The sockets ask the database in the test's own thread and transaction, and what follows a commit follows."""

    async def here(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await sync_to_async(call)(*args, **kwargs)

    with (
        mock.patch.object(consumers, "in_thread", here),
        mock.patch.object(sockets, "in_thread", here),
        mock.patch.object(transaction, "on_commit", lambda call, **how: call()),
    ):
        yield
