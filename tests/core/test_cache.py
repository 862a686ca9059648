"""A cache that is away is no cache, and no error."""

import pytest

from core.cache import ForgivingRedisCache


@pytest.fixture
def here(settings):
    return ForgivingRedisCache(settings.CACHES["default"]["LOCATION"], {"KEY_PREFIX": "test-cache"})


@pytest.fixture
def away():
    return ForgivingRedisCache("redis://127.0.0.1:1/0", {})


def test_with_redis_it_is_a_cache(here):
    here.set("k", 1, 60)
    assert here.get("k") == 1
    assert here.incr("k") == 2
    assert here.add("k", 9) is False
    assert here.delete("k") is True
    assert here.get("k", "nothing") == "nothing"


def test_without_redis_nothing_is_remembered_and_nobody_fails(away):
    away.set("k", 1, 60)
    assert away.get("k") is None
    assert away.get("k", "nothing") == "nothing"
    assert away.delete("k") is False


def test_without_redis_a_count_starts_anew_each_time(away):
    assert away.add("k", 0) is True
    assert [away.incr("k"), away.incr("k", 5)] == [1, 5]
