"""News for those who are looking just now: through Redis, at most once, and never awaited by anything that matters.

    tell("room.5f…", {"type": "room.frame", "text": "…"})   # from any process, after the commit
    await layer().join("room.5f…", channel)                   # False while Redis is away: ask again later

What must not be lost is a row; who missed the news asks for the rows (ADR 17).
"""

import asyncio
import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from channels.layers import get_channel_layer
from channels_redis.core import BoundedQueue
from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer, RedisSingleShardConnection
from channels_redis.utils import _wrap_close, create_pool
from django.db import InterfaceError, OperationalError, connection
from redis import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry as PlainRetry

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)

CONNECT_SECONDS, ANSWER_SECONDS = 1.0, 2.0
REST_SECONDS = 2.0  # so long nobody tries Redis again after it did not answer
OUTBOX = 1_000
WAITING_NEWS = 100  # what a listener that does not read may leave lying; the oldest go first
THREADS = 12
MARK = 16
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
_rest_until = 0.0


class _Shard(RedisSingleShardConnection):
    """The connection to Redis: what this process told is not heard a second time from there."""

    def _receive_message(self, message: dict[str, Any] | None) -> None:
        if message is not None and not message["data"].startswith(_ourselves(os.getpid())):
            super()._receive_message(message | {"data": message["data"][MARK:]})


class _LoopLayer(RedisPubSubLoopLayer):
    """What one loop listens to."""

    def __init__(self, **config: Any) -> None:
        super().__init__(**config)
        self._shards = [_Shard(host, self) for host in config["hosts"]]
        self._outbox: BoundedQueue = BoundedQueue(OUTBOX)
        self._own = create_pool(config["hosts"][0])
        self._postman: asyncio.Task[None] | None = None

    def tell(self, group: str, data: bytes) -> None:
        """In the loop: to those of this process now, to the others as soon as Redis takes it."""
        name = self._get_group_channel_name(group)
        for channel in self.groups.get(name, ()):
            if channel in self.channels:
                self.channels[channel].put_nowait(data)
        if not _is_resting():
            self._outbox.put_nowait(("PUBLISH", name, _ourselves(os.getpid()) + data))
            if self._postman is None:
                self._postman = asyncio.get_running_loop().create_task(self._carry())

    async def _carry(self) -> None:
        """Bring what was told to Redis, all that waits at once. What Redis does not take is not told again."""
        connection, ourselves = self._own.make_connection(), asyncio.current_task()
        # Asked, because asyncio.wait_for of Python 3.11, which redis waits with, may swallow a cancellation.
        while ourselves is not None and not ourselves.cancelling():
            waiting = [await self._outbox.get()]
            while not self._outbox.empty():
                waiting.append(self._outbox.get_nowait())
            try:
                await connection.send_packed_command(connection.pack_commands(waiting))
                for _command in waiting:
                    await connection.read_response()
            except (RedisError, OSError):
                _rest()
                await connection.disconnect(nowait=True)

    async def flush(self) -> None:
        if self._postman is not None:
            self._postman.cancel()
            self._postman = None
        await self._own.disconnect()
        await super().flush()


class ForgivingLayer(RedisPubSubChannelLayer):
    """Channels' groups over PUBLISH and SUBSCRIBE, for a Redis that may vanish and come back.

    Who listens in this process is told at once and without Redis, which brings the news to the other processes. Only
    `whisper` tells one channel alone, so a channel is a queue of this process and costs Redis nothing.
    """

    def __init__(self, url: str) -> None:
        host = {"address": url, "socket_connect_timeout": CONNECT_SECONDS, "socket_timeout": ANSWER_SECONDS}
        super().__init__(hosts=[host | {"retry": Retry(NoBackoff(), 0)}], prefix=prefix_of(url))
        self._url = url

    def _get_layer(self) -> _LoopLayer:
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            self._layers[loop] = _LoopLayer(**self._kwargs, channel_layer=self)
            _wrap_close(self, loop)
        return self._layers[loop]

    async def new_channel(self, prefix: str = "specific.") -> str:
        known = self._get_layer()
        name = f"{known.prefix}{prefix}{uuid4().hex}"
        known.channels[name] = BoundedQueue(WAITING_NEWS)
        return name

    async def join(self, group: str, channel: str) -> bool:
        """Hear what is told to `group`. False when Redis is away; joining again does no harm."""
        try:
            await self.group_add(group, channel)
        except (RedisError, OSError):
            return False
        return True

    async def leave(self, group: str, channel: str) -> None:
        with suppress(RedisError, OSError):
            await self.group_discard(group, channel)

    def whisper(self, channel: str, message: dict[str, Any]) -> None:
        """Tell one listener of this process and loop, if it is still there."""
        queue = self._get_layer().channels.get(channel)
        if queue is not None:
            queue.put_nowait(self.serialize(message))

    def publish(self, group: str, message: dict[str, Any]) -> None:
        """Tell the group, from a loop, from a thread beside one, or where there is none.

        Raises RedisError in the last case, when Redis is away.
        """
        data = self.serialize(message)
        for loop, known in list(self._layers.items()):
            with suppress(RuntimeError):  # a loop that is closing
                loop.call_soon_threadsafe(known.tell, group, data)
        if not self._layers and not _is_resting():
            _redis(self._url).publish(f"{prefix_of(self._url)}__group__{group}", _ourselves(os.getpid()) + data)


def layer() -> ForgivingLayer:
    """The layer of the settings."""
    return get_channel_layer()


def tell(group: str, message: dict[str, Any]) -> None:
    """Tell whoever listens to `group`, and never fail: other processes do not hear it while Redis is away."""
    try:
        layer().publish(group, message)
    except (RedisError, OSError):
        _rest()


def _is_resting() -> bool:
    return time.monotonic() < _rest_until


def _rest() -> None:
    global _rest_until
    _rest_until = time.monotonic() + REST_SECONDS
    log.warning("live news are not told: Redis is away")


async def in_thread(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run something that asks the database, away from the loop, on a connection that is kept.

    It is called once more when its connection turns out to be broken, so it must bear being done twice.
    """
    return await asyncio.get_running_loop().run_in_executor(_pool, lambda: _with_connection(call, *args, **kwargs))


def _with_connection(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return call(*args, **kwargs)
    except (OperationalError, InterfaceError):
        if connection.is_usable():
            raise
        connection.close()
        return call(*args, **kwargs)
    finally:
        if connection.close_at is not None and time.monotonic() >= connection.close_at:
            connection.close()


def prefix_of(url: str) -> str:
    """Of the names in Redis: PUBLISH knows no databases, so the number of ours is part of every name."""
    return f"jkp-live-{urlsplit(url).path.strip('/') or '0'}-"


@cache
def _ourselves(pid: int) -> bytes:
    """Begins what this process publishes; a fork is another process."""
    return uuid4().bytes


@cache
def _redis(url: str) -> Redis:
    retry = PlainRetry(NoBackoff(), 0)
    return Redis.from_url(
        url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=ANSWER_SECONDS, retry=retry, protocol=2
    )
