"""The socket of a room: lets the two in, stores what they write, relays what only concerns this moment.

docs/counselling-room.md describes the frames. A message is answered by `ack` or `no`; a frame without either is sent
again by the page, with the same key. Whatever this process forgets when it dies is in the database or worth nothing.
"""

import asyncio
import json
import logging
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import parse_cookie

from core.live import ForgivingLayer, in_thread, layer
from counseling import rooms, wire
from counseling.sockets import Asks, Round

log = logging.getLogger(__name__)

MOST_BYTES = 16 * 1024
MOST_A_SECOND = 50
MOST_SOCKETS = 8  # of one person, in this process
HERE_FOR, PERHAPS_HERE_FOR = 70.0, 7.0  # seconds until silence means that the other one has left
TYPING_EVERY = 1.0
# Why we close: the page that is told 4401 goes to sign in, 4408 leaves the room; all others connect again.
MALFORMED, SIGNED_OUT, CLOSED_ROOM, TOO_MUCH, TRY_AGAIN = 4400, 4401, 4408, 4429, 1013

_sockets: Counter[UUID] = Counter()
_round, _asks = Round(), Asks()


class RoomConsumer(AsyncWebsocketConsumer):
    """One socket of one of the two."""

    guest: rooms.Guest
    news: ForgivingLayer
    counted = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.joined = False
        self.active = False
        self.peer_until = self.typed_at = 0.0
        self.kbps = 0
        self.recent: deque[float] = deque(maxlen=MOST_A_SECOND)
        self.over = False
        self.scope, self.base_send, self.news = scope, send, layer()
        self.channel_name = await self.news.new_channel()
        hearing = asyncio.create_task(self._hear())
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            pass
        finally:
            hearing.cancel()
            await self._leave()

    async def _hear(self) -> None:
        """What is told to the room, beside what the browser sends: neither waits for the other."""
        while True:
            event = await self.news.receive(self.channel_name)
            try:
                await self.dispatch(event)
            except (DatabaseError, InterfaceError):
                await self.close(TRY_AGAIN)

    async def send(self, text_data: str | None = None, bytes_data: bytes | None = None, close: bool = False) -> None:
        """Nothing any more once it is closed, by us or by a browser that has just gone."""
        if not self.over:
            try:
                await super().send(text_data, bytes_data, close)
            except OSError:
                self.over = True

    async def close(self, code: int | None = None, reason: str | None = None) -> None:
        if not self.over:
            self.over = True
            with suppress(OSError):
                await super().close(code, reason)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Channels' own, without its visit to the database before each frame: `in_thread` minds its connections."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """The same."""
        raise StopConsumer

    # From the browser

    async def connect(self) -> None:
        pk = self.scope["url_route"]["kwargs"]["pk"]
        try:
            found = await in_thread(rooms.admit, pk, _session_key(self.scope))
        except (DatabaseError, InterfaceError):
            found = None
        if found is None or _sockets[found[0].user.pk] >= MOST_SOCKETS:
            await self.close()  # before it is accepted: the handshake is answered with 403
            return
        self.guest, hello = found
        self.group = wire.room_of(pk)
        _sockets[self.guest.user.pk] += 1
        self.counted = True
        await self.accept()
        if '"peer":true' in hello:
            self.peer_until = time.monotonic() + PERHAPS_HERE_FOR
        await self.send(hello)  # before any news; the first `have` is read after joining, so nothing falls between
        self.joined = await self.news.join(self.group, self.channel_name)
        await self._announce(ask=True)
        _round.join(self)

    async def _leave(self) -> None:
        self.over = True
        if self.counted:
            _round.leave(self)
            _sockets[self.guest.user.pk] -= 1
            if not _sockets[self.guest.user.pk]:
                del _sockets[self.guest.user.pk]
            await self.news.leave(self.group, self.channel_name)
            await self._tell({"type": "room.gone", "side": str(self.guest.side)})

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.over:
            return
        if not self._is_measured():
            await self.close(TOO_MUCH)
            return
        frame = _read(text_data)
        if frame is None:
            await self.close(MALFORMED)
            return
        handle = self.FRAMES.get(frame.get("t"))
        if handle is not None:
            try:
                await handle(self, frame)
            except (DatabaseError, InterfaceError):
                log.warning("a room cannot reach the database")
                await self.close(TRY_AGAIN)

    async def on_msg(self, frame: dict[str, Any]) -> None:
        key, body = _uuid(frame.get("key")), frame.get("body")
        if key is None or not isinstance(body, str):
            await self.close(MALFORMED)
            return
        self.active = True
        await self.send(await in_thread(rooms.say, self.guest, key, body))

    async def on_have(self, frame: dict[str, Any]) -> None:
        n = frame.get("n")
        if not isinstance(n, int) or not 0 <= n < 2**31:
            await self.close(MALFORMED)
            return
        _asks.add(self, n)

    async def on_typing(self, frame: dict[str, Any]) -> None:
        self.active = True
        now = time.monotonic()
        if now - self.typed_at >= TYPING_EVERY:
            self.typed_at = now
            await self._relay(wire.frame("typing"))

    async def on_signal(self, frame: dict[str, Any]) -> None:
        if not isinstance(frame.get("data"), dict):
            await self.close(MALFORMED)
            return
        self.active = True
        await self._relay(wire.frame("signal", data=frame["data"]))

    async def on_stats(self, frame: dict[str, Any]) -> None:
        kbps = frame.get("kbps")
        if isinstance(kbps, int | float) and 0 <= kbps < 10**7:
            self.active, self.kbps = True, round(kbps)
            await self._announce()

    FRAMES: dict[Any, Callable[["RoomConsumer", dict[str, Any]], Awaitable[None]]] = {
        "msg": on_msg,
        "have": on_have,
        "typing": on_typing,
        "signal": on_signal,
        "stats": on_stats,
    }

    # From the room

    async def room_frame(self, event: dict[str, Any]) -> None:
        if event.get("to") in (None, str(self.guest.side)):
            await self.send(event["text"])

    async def room_card(self, event: dict[str, Any]) -> None:
        await self.room_missed({"n": event["n"] - 1})

    async def room_here(self, event: dict[str, Any]) -> None:
        if event["side"] == self.guest.side:
            return
        was_here, self.peer_until = self._peer_is_here(), time.monotonic() + HERE_FOR
        if not was_here or event["kbps"]:
            await self._show_peer(event["kbps"])
        if event["ask"]:
            await self._announce()

    async def room_gone(self, event: dict[str, Any]) -> None:
        if event["side"] == self.guest.side:
            await self._announce()  # another page of the same person was closed; this one is still here
        elif self._peer_is_here():
            self.peer_until = 0.0
            await self._show_peer()

    async def room_closed(self, event: dict[str, Any]) -> None:
        await self.send(wire.frame("closed"))
        await self.close(CLOSED_ROOM)

    async def room_missed(self, event: dict[str, Any]) -> None:
        """The page asked, and there is something after its message `n`."""
        await self.send(await in_thread(rooms.read, self.guest, event["n"]))

    async def room_look(self, event: dict[str, Any]) -> None:
        """How things stand: asked for each socket in turn. Who stays is announced again."""
        if not event["welcome"]:
            await self.close(SIGNED_OUT)
        elif not event["is_open"]:
            await self.room_closed({})
        else:
            if event["other_is_here"] and not self.joined:
                was_here, self.peer_until = self._peer_is_here(), time.monotonic() + HERE_FOR
                if not was_here:
                    await self._show_peer()
            self.joined = self.joined or await self.news.join(self.group, self.channel_name)
            await self._announce()

    async def room_unreachable(self, event: dict[str, Any]) -> None:
        await self.close(TRY_AGAIN)

    async def room_silent(self, event: dict[str, Any]) -> None:
        if not self._peer_is_here():
            await self._show_peer()

    # From `counseling.sockets`

    def was_active(self) -> bool:
        active, self.active = self.active, False
        return active

    def notice_silence(self) -> None:
        if 0 < self.peer_until <= time.monotonic():
            self.peer_until = 0.0
            self.hear({"type": "room.silent"})

    def hear(self, event: dict[str, Any]) -> None:
        self.news.whisper(self.channel_name, event)

    def _peer_is_here(self) -> bool:
        return self.peer_until > time.monotonic()

    async def _show_peer(self, kbps: int = 0) -> None:
        here = self._peer_is_here()
        await self.send(wire.frame("peer", here=here, **({"kbps": kbps} if kbps else {})))

    async def _announce(self, *, ask: bool = False) -> None:
        await self._tell({"type": "room.here", "side": str(self.guest.side), "ask": ask, "kbps": self.kbps})

    async def _relay(self, text: str) -> None:
        """To the other one only, and never stored."""
        await self._tell({"type": "room.frame", "to": str(self.guest.other), "text": text})

    async def _tell(self, event: dict[str, Any]) -> None:
        self.news.publish(self.group, event)

    def _is_measured(self) -> bool:
        """At most so many frames in any second."""
        now = time.monotonic()
        too_many = len(self.recent) == MOST_A_SECOND and now - self.recent[0] < 1
        self.recent.append(now)
        return not too_many


def _read(text: str | None) -> dict[str, Any] | None:
    """A frame, or None for what is none: no text, too long, no JSON, no object."""
    if text is None or len(text) > MOST_BYTES or len(text.encode()) > MOST_BYTES:
        return None
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return frame if isinstance(frame, dict) and isinstance(frame.get("t"), str) else None


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _session_key(scope: Any) -> str:
    cookies = parse_cookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    return cookies.get(settings.SESSION_COOKIE_NAME, "")
