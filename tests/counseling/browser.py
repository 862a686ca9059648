"""A page's script in Python: it keeps what is not acknowledged, connects again, asks for what is missing."""

import asyncio
import json
import uuid
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

PAUSES = (0.05, 0.1, 0.2, 0.4)  # seconds before connecting again; a page takes twenty times as long
HAVE_EVERY = 0.5


class Browser:
    """One of the two: `write` hands over, `run` brings everything there and back until it is cancelled."""

    def __init__(self, address: str, *, cookie: str, origin: str) -> None:
        self.address, self.cookie, self.origin = address, cookie, origin
        self.unsent: dict[str, str] = {}
        self.had: dict[int, dict[str, Any]] = {}
        self.connections = 0
        self.twice = 0  # news of what was there already: harmless, but counted
        self._socket: ClientConnection | None = None

    async def write(self, body: str) -> None:
        key = str(uuid.uuid4())
        self.unsent[key] = body
        await self._send({"t": "msg", "key": key, "body": body})

    async def run(self) -> None:
        tries = 0
        while True:
            try:
                async with connect(
                    self.address, origin=self.origin, additional_headers={"Cookie": self.cookie}, compression=None
                ) as socket:
                    self._socket, tries = socket, 0
                    self.connections += 1
                    await self._talk(socket)
            except (OSError, WebSocketException, InvalidHandshake):
                pass
            finally:
                self._socket = None
            await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1

    async def _talk(self, socket: ClientConnection) -> None:
        await self._have()
        for key, body in list(self.unsent.items()):
            await self._send({"t": "msg", "key": key, "body": body})
        asking = asyncio.create_task(self._ask())
        try:
            async for text in socket:
                await self._take(json.loads(text))
        finally:
            asking.cancel()

    async def _take(self, frame: dict[str, Any]) -> None:
        if frame["t"] == "ack":
            self.unsent.pop(frame["key"], None)
        elif frame["t"] == "no":
            raise AssertionError(f"refused: {frame}")
        elif frame["t"] == "msgs":
            for item in frame["items"]:
                known = self.had.setdefault(item["n"], item)
                assert known["key"] == item["key"], "two messages have one number"
                self.twice += known is not item
            if frame["more"] or self.complete < max(self.had):
                await self._have()

    @property
    def complete(self) -> int:
        """Up to this number nothing is missing."""
        n = 0
        while n + 1 in self.had:
            n += 1
        return n

    async def _ask(self) -> None:
        while True:
            await asyncio.sleep(HAVE_EVERY)
            await self._have()

    async def _have(self) -> None:
        await self._send({"t": "have", "n": self.complete})

    async def _send(self, frame: dict[str, Any]) -> None:
        if self._socket is not None:
            with suppress(WebSocketException):  # it stays among what is not acknowledged
                await self._socket.send(json.dumps(frame))
