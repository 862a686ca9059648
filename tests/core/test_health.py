"""Alive, ready, and honest about what is not."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from core import clock, health
from core.jobs import enqueue
from core.models import Heartbeat, Job

pytestmark = pytest.mark.django_db


def broken(*args, **kwargs):
    raise DatabaseError("away")


def named(checks) -> dict[str, bool]:
    return {check.name: check.healthy for check in checks}


def test_a_process_is_alive_without_asking_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("given", "said"), [("", None), ("5f3a", "5f3a")])
def test_a_process_that_was_given_a_name_says_it(client, settings, given, said):
    settings.PROCESS_NAME = given
    assert client.get("/healthz").headers.get("X-Process") == said


def test_all_is_well(client, noon):
    Heartbeat.objects.create(name="beat", at=clock.now())
    response = client.get("/readyz")
    assert response.status_code == 200
    assert named(health.readiness()) == {"database": True, "redis": True, "beat": True, "jobs": True}
    assert response.json()["redis"] == {"healthy": True, "detail": ""}


def test_without_the_database_nothing_works_and_nothing_else_is_asked(client, monkeypatch):
    monkeypatch.setattr(health.connection, "cursor", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": {"healthy": False, "detail": ""}}


def test_without_redis_work_is_late_but_the_site_is_up(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["redis"]["healthy"] is False


def test_a_beat_that_never_came_or_is_silent_for_three_minutes_is_missed(noon):
    assert named(health.readiness())["beat"] is False
    Heartbeat.objects.create(name="beat", at=clock.now())
    noon.shift(timedelta(minutes=2, seconds=59))
    assert health.beat().healthy
    noon.shift(timedelta(seconds=1))
    assert not health.beat().healthy


def test_the_backlog_is_counted_and_closes_nothing(noon, handle):
    handle("test.count")
    enqueue("test.count")
    enqueue("test.count", due_at=clock.now() + timedelta(days=1))
    enqueue("test.count")
    Job.objects.filter(pk=Job.objects.order_by("pk").values("pk")[:1]).update(state="dead")
    check = health.backlog()
    assert check.healthy
    assert "dead=1" in check.detail


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client, path):
    assert client.post(path).status_code == 405
