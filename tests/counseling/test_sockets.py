"""A thousand sockets ask little: each is looked at in turn, and who asks in the same moment is answered together."""

import asyncio
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import OperationalError

from core import clock
from counseling import rooms, sockets
from counseling.operations.chat import send_message
from counseling.sockets import Asks, Round
from tests.factories.counseling import agreed_session, key
from tests.loops import played


class Fake:
    """A socket that writes down what it hears."""

    def __init__(self, name=""):
        self.name, self.heard, self.silences, self.active = name, [], 0, False
        self.guest = SimpleNamespace(session=SimpleNamespace(pk=uuid4()), name=name)

    def was_active(self):
        return self.active

    def notice_silence(self):
        self.silences += 1

    def hear(self, event):
        self.heard.append(event)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    async def here(call, *args):
        return call(*args)

    monkeypatch.setattr(sockets, "TICK", 0.01)
    monkeypatch.setattr(sockets, "LOOK_EVERY", 4)
    monkeypatch.setattr(sockets, "MOMENT", 0.01)
    monkeypatch.setattr(sockets, "in_thread", here)


@pytest.fixture
def visits(monkeypatch):
    """The visits of looks to the database, each with its guests; `fail` is raised by the next one."""
    made = SimpleNamespace(all=[], fail=None)

    def look(guests):
        if made.fail is not None:
            error, made.fail = made.fail, None
            raise error
        made.all.append([(guest.name, active) for guest, active in guests])
        return [{"type": "room.look", "name": guest.name} for guest, _active in guests]

    monkeypatch.setattr(rooms, "look", look)
    return made


def after_visits(round_, visits, count):
    async def scene():
        for socket in round_.sockets:
            round_.join(socket)
        while len(visits.all) < count:
            await asyncio.sleep(0.005)

    played(scene(), seconds=5)


class Filled(Round):
    """With sockets to begin with."""

    def __init__(self, names):
        super().__init__()
        self.sockets = [Fake(name) for name in names]


def test_everybody_is_looked_at_in_turn_and_as_many_at_every_tick(visits):
    after_visits(Filled("abcdefgh"), visits, 4)
    assert sorted(len(visit) for visit in visits.all[:4]) == [2, 2, 2, 2]
    assert sorted(name for visit in visits.all[:4] for name, _active in visit) == list("abcdefgh")


def test_the_look_is_told_to_its_socket_with_whether_they_were_active(visits):
    round_ = Filled("ab")
    round_.sockets[1].active = True
    after_visits(round_, visits, 2)
    assert sorted(name for visit in visits.all[:2] for name in visit) == [("a", False), ("b", True)]
    for socket in round_.sockets:
        assert socket.heard[0] == {"type": "room.look", "name": socket.name}
        assert socket.silences > 0


@pytest.mark.parametrize("error", [OperationalError("away"), ValueError("a mistake of ours")])
def test_a_look_that_fails_cuts_who_was_not_seen_and_the_round_goes_on(visits, error):
    round_ = Filled("ab")
    visits.fail = error
    after_visits(round_, visits, 2)
    events = [socket.heard[0]["type"] for socket in round_.sockets]
    assert sorted(events) == ["room.look", "room.unreachable"]


def test_who_has_left_is_not_looked_at(visits):
    round_ = Filled("ab")

    async def scene():
        for socket in round_.sockets:
            round_.join(socket)
        round_.leave(round_.sockets[0])
        round_.leave(round_.sockets[0])
        await asyncio.sleep(0.1)

    played(scene())
    assert {name for visit in visits.all for name, _active in visit} == {"b"}


def test_the_round_begins_again_in_another_loop(visits):
    round_ = Filled("a")
    after_visits(round_, visits, 1)
    after_visits(round_, visits, 2)


# Who asks


def asked(asks, *questions):
    async def scene():
        for socket, n in questions:
            asks.add(socket, n)
        while not all(socket.heard for socket, _n in questions):
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.05)

    played(scene(), seconds=5)


def test_those_who_ask_in_one_moment_are_one_question(monkeypatch):
    calls = []
    monkeypatch.setattr(rooms, "news_since", lambda questions: calls.append(questions) or [{"type": "x"}] * 2)
    one, other = Fake(), Fake()
    asked(Asks(), (one, 5), (other, 2), (one, 3))
    assert calls == [[(one.guest.session.pk, 3), (other.guest.session.pk, 2)]]
    assert (one.heard, other.heard) == ([{"type": "x"}], [{"type": "x"}])


def test_a_question_that_fails_cuts_those_who_asked_and_the_next_one_is_answered(monkeypatch):
    def away(questions):
        raise OperationalError("away")

    asks, one, other = Asks(), Fake(), Fake()
    monkeypatch.setattr(rooms, "news_since", away)
    asked(asks, (one, 5))
    assert one.heard == [{"type": "room.unreachable"}]
    monkeypatch.setattr(rooms, "news_since", lambda questions: [{"type": "x"}])
    asked(asks, (other, 5))
    assert other.heard == [{"type": "x"}]


@pytest.mark.django_db
def test_only_who_missed_something_is_told_to_read_it(django_assert_num_queries):
    busy, quiet = agreed_session(starts_at=clock.now()), agreed_session(starts_at=clock.now())
    for n in range(2):
        send_message(busy, sender=busy.counsellor.user, key=key(), body=str(n), at=clock.now())
    with django_assert_num_queries(1):
        answers = rooms.news_since([(busy.pk, 1), (busy.pk, 2), (quiet.pk, 0)])
    assert answers == [{"type": "room.missed", "n": 1}, rooms.NOTHING_NEW, rooms.NOTHING_NEW]
    assert rooms.NOTHING_NEW == {"type": "room.frame", "text": '{"t":"msgs","items":[],"more":false}'}
