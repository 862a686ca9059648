"""News for those who look just now: heard once, from this process and from others, with and without Redis."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError

from core import live
from core.live import MARK, WAITING_NEWS, ForgivingLayer, in_thread, prefix_of
from tests.loops import played

NOWHERE = "redis://127.0.0.1:1/0"
GROUP = "test.live"


@pytest.fixture(autouse=True)
def _awake(monkeypatch):
    """A Redis that was away in one test is asked again in the next."""
    monkeypatch.setattr(live, "_rest_until", 0.0)


@asynccontextmanager
async def layer_at(url):
    layer = ForgivingLayer(url)
    try:
        yield layer
    finally:
        await layer.flush()


async def nothing_comes(layer, channel):
    try:
        await asyncio.wait_for(layer.receive(channel), 0.2)
    except TimeoutError:
        return True
    return False


async def soon(layer, channel):
    return await asyncio.wait_for(layer.receive(channel), 5)


def other_process_says(group, message):
    layer = ForgivingLayer(settings.REDIS_URL)
    name = f"{prefix_of(settings.REDIS_URL)}__group__{group}"
    live._redis(settings.REDIS_URL).publish(name, b"o" * MARK + layer.serialize(message))


def test_who_joined_hears_what_is_told_here_once():
    async def scene():
        async with layer_at(settings.REDIS_URL) as layer:
            ours, deaf = await layer.new_channel(), await layer.new_channel()
            assert await layer.join(GROUP, ours)
            layer.publish(GROUP, {"type": "a"})
            assert await soon(layer, ours) == {"type": "a"}
            assert await nothing_comes(layer, ours)  # Redis brings it back, and it is left alone
            assert await nothing_comes(layer, deaf)
            await layer.leave(GROUP, ours)
            layer.publish(GROUP, {"type": "b"})
            assert await nothing_comes(layer, ours)

    played(scene())


def test_what_another_process_tells_is_heard():
    async def scene():
        async with layer_at(settings.REDIS_URL) as layer:
            channel = await layer.new_channel()
            assert await layer.join(GROUP, channel)
            await asyncio.to_thread(other_process_says, GROUP, {"type": "from afar"})
            assert await soon(layer, channel) == {"type": "from afar"}

    played(scene())


def test_a_whisper_reaches_one_and_nobody_who_is_gone():
    async def scene():
        async with layer_at(NOWHERE) as layer:
            one, other = await layer.new_channel(), await layer.new_channel()
            layer.whisper(one, {"type": "psst"})
            layer.whisper("gone", {"type": "psst"})
            assert await soon(layer, one) == {"type": "psst"}
            assert await nothing_comes(layer, other)

    played(scene())


def test_who_does_not_read_loses_the_oldest_news():
    async def scene():
        async with layer_at(NOWHERE) as layer:
            channel = await layer.new_channel()
            for n in range(WAITING_NEWS + 3):
                layer.whisper(channel, {"n": n})
            heard = [(await soon(layer, channel))["n"] for _n in range(WAITING_NEWS)]
            assert heard == list(range(3, WAITING_NEWS + 3))
            assert await nothing_comes(layer, channel)

    played(scene())


def test_without_redis_joining_says_so_and_this_process_hears_itself():
    async def scene():
        async with layer_at(NOWHERE) as layer:
            channel = await layer.new_channel()
            assert await layer.join(GROUP, channel) is False
            layer.publish(GROUP, {"type": "a"})
            assert await soon(layer, channel) == {"type": "a"}

    played(scene())


def test_telling_without_redis_fails_nobody_and_is_not_tried_at_once_again(monkeypatch):
    lonely, tries = ForgivingLayer(NOWHERE), []
    redis_of = live._redis
    monkeypatch.setattr(live, "layer", lambda: lonely)
    monkeypatch.setattr(live, "_redis", lambda url: tries.append(url) or redis_of(url))
    live.tell(GROUP, {"type": "a"})
    live.tell(GROUP, {"type": "b"})
    assert tries == [NOWHERE]


def test_the_number_of_the_database_is_part_of_the_name():
    assert prefix_of("redis://host:6379/3") == "jkp-live-3-"
    assert prefix_of("redis://host:6379") == "jkp-live-0-"


# The way to the database


def test_an_answer_comes_from_another_thread():
    assert played(in_thread("{} {last}".format, "a", last="b")) == "a b"


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize(("usable", "calls"), [(False, 2), (True, 1)])
def test_a_question_is_asked_again_once_when_its_connection_is_broken(monkeypatch, error, usable, calls):
    asked = []

    def ask():
        asked.append(1)
        raise error("gone")

    closed = []
    kept = SimpleNamespace(close_at=None, is_usable=lambda: usable, close=lambda: closed.append(1))
    monkeypatch.setattr(live, "connection", kept)
    with pytest.raises(error):
        live._with_connection(ask)
    assert (len(asked), len(closed)) == (calls, calls - 1)


def test_a_connection_that_is_old_is_closed_after_the_answer(monkeypatch):
    closed = []
    for close_at, times in ((None, 0), (float("inf"), 0), (0.0, 1)):
        kept = SimpleNamespace(close_at=close_at, close=lambda: closed.append(1))
        monkeypatch.setattr(live, "connection", kept)
        assert live._with_connection(lambda: 7) == 7
        assert len(closed) == times
