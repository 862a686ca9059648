"""A thousand browsers in one process: they connect, write now and then, and note how long each message took."""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

OPENING_AT_ONCE = 20
HAVE_EVERY = 15.0
LAST_NEWS = 3.0  # seconds in which the last messages arrive
WORDS = "Selamat pagi, Ibu. Saya sudah membaca hasil asesmen Ibu dan ada tiga lowongan yang dekat dari rumah."


@dataclass(slots=True)
class Times:
    """Seconds: until a socket greeted, until a message was acknowledged to its sender, until the other side had it."""

    greeted: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    delivered: list[float] = field(default_factory=list)


class Browser:
    """One socket. `sent` is shared by the two of a room: when each key was sent."""

    def __init__(self, socket: ClientConnection, sent: dict[str, float], times: Times) -> None:
        self.socket, self.sent, self.times = socket, sent, times
        self.known: set[str] = set()
        self.last = 0

    async def write(self) -> None:
        key = str(uuid4())
        self.known.add(key)
        self.sent[key] = perf_counter()
        await self.socket.send(json.dumps({"t": "msg", "key": key, "body": WORDS}))

    async def listen(self) -> None:
        async for text in self.socket:
            now, frame = perf_counter(), json.loads(text)
            match frame["t"]:
                case "ack":
                    self.times.acknowledged.append(now - self.sent[frame["key"]])
                case "msgs":
                    self._note(frame["items"], now)
                case "msg":  # the echo
                    self.times.delivered.append(now - self.sent[frame["key"]])
                case "no":
                    raise RuntimeError(f"refused: {frame}")

    def _note(self, items: list[dict[str, object]], now: float) -> None:
        for item in items:
            key = str(item["key"])
            self.last = max(self.last, int(str(item["n"])))
            if key in self.sent and key not in self.known:
                self.known.add(key)
                self.times.delivered.append(now - self.sent[key])

    async def ask(self) -> None:
        """What a page says every fifteen seconds."""
        await asyncio.sleep(random.random() * HAVE_EVERY)
        while True:
            await self.socket.send(json.dumps({"t": "have", "n": self.last}))
            await asyncio.sleep(HAVE_EVERY)


async def talk(
    rooms: Sequence[tuple[str, str, str]], *, origin: str, rate: float, seconds: float, settle: float, asks: bool
) -> Times:
    """Open two sockets a room (address, two cookies), write `rate` messages a second for `seconds`, and close them.

    Moments are random (exponential gaps), and so are the writers; both sides of a comparison get the same ones.
    """
    times, gate = Times(), asyncio.Semaphore(OPENING_AT_ONCE)

    async def opened(address: str, cookie: str, sent: dict[str, float]) -> Browser:
        async with gate:
            return await open_one(address, cookie, sent, times, origin=origin, asks=asks)

    opening = []
    for address, *cookies in rooms:
        sent: dict[str, float] = {}
        opening += [opened(address, cookie, sent) for cookie in cookies]
    browsers = await asyncio.gather(*opening)
    tasks = [asyncio.create_task(browser.listen()) for browser in browsers]
    tasks += [asyncio.create_task(browser.ask()) for browser in browsers if asks]
    await asyncio.sleep(settle)
    count = await write_for(seconds, browsers, rate)
    await asyncio.sleep(LAST_NEWS)
    for task in tasks:
        if task.done():
            task.result()
        task.cancel()
    await asyncio.gather(*(browser.socket.close() for browser in browsers))
    if len(times.delivered) != count:
        raise RuntimeError(f"{count} messages were written and {len(times.delivered)} delivered")
    return times


async def open_one(
    address: str, cookie: str, sent: dict[str, float], times: Times, *, origin: str, asks: bool
) -> Browser:
    began = perf_counter()
    how: dict[str, Any] = {"origin": origin, "compression": None, "ping_interval": None, "open_timeout": 60}
    socket = await connect(address, additional_headers={"Cookie": cookie} if cookie else {}, **how)
    if asks and json.loads(await socket.recv())["t"] != "hello":
        raise RuntimeError("a room begins with hello")
    times.greeted.append(perf_counter() - began)
    return Browser(socket, sent, times)


async def write_for(seconds: float, browsers: Sequence[Browser], rate: float) -> int:
    chance, count, moment = random.Random(7), 0, perf_counter()
    ends = moment + seconds
    while moment < ends:
        await asyncio.sleep(max(0.0, moment - perf_counter()))
        await chance.choice(browsers).write()
        count += 1
        moment += chance.expovariate(rate)
    return count
