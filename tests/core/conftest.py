"""Jobs of the tests' own, and hands on the queue."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from kombu import Connection

from core import jobs
from jkp_portal.celery import app

NOON = datetime(2026, 12, 14, 5, 0, tzinfo=UTC)  # Monday, 12.00 WIB


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """The clock stands still at noon until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, str]]]:
    """Register a job for this test; returns the list of what its handler was called with."""
    monkeypatch.setattr(jobs, "_registry", dict(jobs._registry))
    monkeypatch.setattr(jobs, "_unheard", lambda queue: 0)  # whatever other tests left in Redis

    def register(name: str, does: Callable[..., object] = lambda **_: None, **options: Any) -> list[dict[str, str]]:
        calls: list[dict[str, str]] = []

        def handler(**ids: str) -> None:
            calls.append(ids)
            does(**ids)

        jobs.job(name, **options)(handler)
        return calls

    return register


class Broker:
    """What waits in Redis, by queue."""

    def __init__(self, connection: Connection) -> None:
        self._channel = connection.default_channel

    def take(self, queue: str = "default") -> list[str]:
        """Job ids of the waiting messages; they are taken out."""
        taken = []
        while (message := self._channel.basic_get(queue, no_ack=True)) is not None:
            taken.append(message.decode()[0][0])
        return taken

    def flush(self) -> None:
        """Everything in this Redis is gone."""
        self._channel.client.flushdb()


@pytest.fixture
def broker() -> Iterator[Broker]:
    with app.connection_for_write() as connection:
        hands = Broker(connection)
        hands.flush()
        yield hands
        hands.flush()
