"""What a lower floor publishes reaches every listener, with the change and not without it."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from core import events
from core.events import Event, publish, subscribe, subscribed
from core.jobs import UnknownJob, registered_names, run_due
from core.models import Job
from jkp_portal.subscriptions import SUBSCRIPTIONS

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class DoorOpened(Event):
    door_id: str


@pytest.fixture(autouse=True)
def own_table(monkeypatch):
    monkeypatch.setattr(events, "_subscriptions", {})


def test_every_listener_gets_the_fields(handle):
    first, second = handle("test.first"), handle("test.second")
    subscribe({DoorOpened: ("test.first", "test.second")})
    publish(DoorOpened(door_id="7"))
    run_due()
    assert first == second == [{"door_id": "7"}]


def test_an_event_that_nobody_hears_is_no_error():
    publish(DoorOpened(door_id="7"))
    assert not Job.objects.exists()


def test_with_a_key_a_repeated_event_reaches_each_listener_once(handle):
    calls = handle("test.first")
    subscribe({DoorOpened: ("test.first",)})
    for _ in range(3):
        publish(DoorOpened(door_id="7"), key="7")
    run_due()
    publish(DoorOpened(door_id="7"), key="7")
    run_due()
    assert len(calls) == 1


def test_without_a_key_each_time_counts(handle):
    calls = handle("test.first")
    subscribe({DoorOpened: ("test.first",)})
    publish(DoorOpened(door_id="7"))
    publish(DoorOpened(door_id="7"))
    run_due()
    assert len(calls) == 2


def test_what_was_rolled_back_was_never_told(handle):
    handle("test.first")
    subscribe({DoorOpened: ("test.first",)})
    with transaction.atomic():
        publish(DoorOpened(door_id="7"))
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_listener_without_a_job_is_found_at_the_first_event():
    subscribe({DoorOpened: ("test.nobody",)})
    with pytest.raises(UnknownJob):
        publish(DoorOpened(door_id="7"))


def test_every_listener_of_the_portal_has_its_job():
    heard = {name for names in SUBSCRIPTIONS.values() for name in names}
    assert heard - set(registered_names()) == set()
    subscribe(SUBSCRIPTIONS)
    assert subscribed() == SUBSCRIPTIONS
