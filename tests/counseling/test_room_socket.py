"""The socket of a room: who comes in, what is stored, what is passed on, and what cuts it."""

import asyncio
import uuid
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import override_settings

from accounts import sessions
from accounts.enums import Role
from accounts.operations.sessions import end_all_sessions
from accounts.operations.users import set_active
from core import clock, live
from counseling import consumers, sockets
from counseling.enums import MessageKind
from counseling.models import Attendance, Message, Session
from counseling.operations import broadcast
from counseling.operations.chat import send_card, send_message
from tests.counseling.pages import Page, cookie_of, in_one_transaction, play
from tests.factories.accounts import UserFactory, officer
from tests.factories.counseling import agreed_session, held_session, key
from tests.factories.ipk_vacancies import VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_transaction():
    with in_one_transaction():
        yield


@pytest.fixture
def session():
    return agreed_session(starts_at=clock.now())


@pytest.fixture
def participant(session):
    return cookie_of(session.person.user)


@pytest.fixture
def counsellor(session):
    return cookie_of(session.counsellor.user)


@pytest.fixture
def quick(monkeypatch):
    """What happens now and then happens at once."""
    monkeypatch.setattr(sockets, "TICK", 0.05)
    monkeypatch.setattr(sockets, "LOOK_EVERY", 2)


def let_in(session, cookie, **how):
    found = []

    async def scene():
        page = Page(session, cookie, **how)
        found.append(await page.is_let_in())
        await page.leave()

    play(scene)
    return found[0]


def test_the_two_see_each_other_and_what_both_write(session, participant, counsellor):
    async def scene():
        async with Page(session, participant) as siti:
            assert siti.hello["you"] == "peserta"
            assert (siti.hello["peer"], siti.hello["ice"]) == (False, [])
            async with Page(session, counsellor) as maya:
                assert (maya.hello["you"], maya.hello["peer"]) == ("konselor", True)
                assert await siti.wait_for("peer") == {"t": "peer", "here": True}
                answer = await maya.write("Selamat pagi, Ibu Siti.")
                assert answer == {"t": "ack", "key": answer["key"], "n": 3}  # after two who came in
                for page in (siti, maya):
                    frame = await page.wait_for("msgs", that=lambda f: f["items"][0]["kind"] == "text")
                    [item] = frame["items"]
                    assert (item["n"], item["from"], item["body"]) == (3, "konselor", "Selamat pagi, Ibu Siti.")
                    assert item["key"] == answer["key"]
            assert await siti.wait_for("peer") == {"t": "peer", "here": False}

    play(scene)
    assert Message.objects.get(n=3).sender == session.counsellor.user
    assert Session.objects.get(pk=session.pk).state == "open"
    assert sorted(Attendance.objects.values_list("side", flat=True)) == ["konselor", "peserta"]


def test_a_form_in_another_process_is_heard_at_the_socket(session, participant):
    async def scene():
        async with Page(session, participant) as siti:
            maya = session.counsellor.user
            write = sync_to_async(send_message)
            await write(session, sender=maya, key=key(), body="Dari formulir", at=clock.now())
            [item] = (await siti.wait_for("msgs", that=lambda f: f["items"][0]["kind"] == "text"))["items"]
            assert (item["from"], item["body"]) == ("konselor", "Dari formulir")

    play(scene)


def test_what_was_missed_is_asked_for(session, participant):
    for n in range(3):
        send_message(session, sender=session.counsellor.user, key=key(), body=str(n), at=clock.now())

    async def scene():
        async with Page(session, participant) as siti:
            assert siti.hello["last"] == 4  # coming in was noted
            await siti.say("have", n=1)
            frame = await siti.wait_for("msgs", that=lambda f: len(f["items"]) > 1)
            assert ([item["n"] for item in frame["items"]], frame["more"]) == ([2, 3, 4], False)

    play(scene)


def test_a_message_sent_again_is_acknowledged_again_and_stored_once(session, participant):
    chosen = uuid.uuid4()

    async def scene():
        async with Page(session, participant) as siti:
            first = await siti.write("Halo", chosen)
            assert await siti.write("Halo", chosen) == first

    play(scene)
    assert Message.objects.filter(kind=MessageKind.TEXT).count() == 1


def test_a_refusal_is_told_in_the_language_of_who_wrote(session, participant):
    session.person.user.language = "en"
    session.person.user.save()

    async def scene():
        async with Page(session, participant) as siti:
            answer = await siti.write("a" * 2_001)
            assert (answer["t"], answer["code"]) == ("no", "message_too_long")

    play(scene)
    assert Message.objects.filter(kind=MessageKind.TEXT).count() == 0


def test_a_card_is_drawn_for_each_reader(session, participant):
    vacancy = VacancyFactory(title="Penjahit")

    async def scene():
        async with Page(session, participant) as siti:
            how = {"kind": MessageKind.VACANCY, "ref": vacancy.pk, "key": key(), "at": clock.now()}
            await sync_to_async(send_card)(session, sender=session.counsellor.user, **how)
            frame = await siti.wait_for("msgs", that=lambda f: any("card" in item for item in f["items"]))
            assert [item["card"]["title"] for item in frame["items"]] == ["Penjahit"]

    play(scene)


def test_signals_and_typing_reach_the_other_one_only_and_are_not_stored(session, participant, counsellor):
    async def scene():
        async with Page(session, participant) as siti, Page(session, counsellor) as maya:
            await siti.say("signal", data={"description": {"type": "offer", "sdp": "v=0"}})
            frame = await maya.wait_for("signal")
            assert frame == {"t": "signal", "data": {"description": {"type": "offer", "sdp": "v=0"}}}
            await siti.say("typing")
            assert await maya.wait_for("typing") == {"t": "typing"}
            assert await siti.hears_nothing("signal", "typing")
            await siti.say("stats", kbps=180)
            assert await maya.wait_for("peer", that=lambda f: "kbps" in f) == {"t": "peer", "here": True, "kbps": 180}

    play(scene)
    assert Message.objects.exclude(kind=MessageKind.JOINED).count() == 0


def test_rooms_do_not_hear_each_other(session, participant):
    other = agreed_session(starts_at=clock.now())

    async def scene():
        async with Page(session, participant) as siti, Page(other, cookie_other) as stranger:
            await siti.write("Hanya di sini")
            await siti.say("signal", data={})
            assert await stranger.hears_nothing("msgs", "signal", "peer")

    cookie_other = cookie_of(other.person.user)
    play(scene)


def test_the_end_of_the_session_is_told_and_closes_the_socket(session, participant):
    async def scene():
        async with Page(session, participant) as siti:
            await sync_to_async(broadcast.tell_closed)(session)
            assert await siti.closing() == consumers.CLOSED_ROOM
            assert siti.seen[-1] == {"t": "closed"}

    play(scene)


def test_a_worksheet_to_sign_is_told(session, participant):
    async def scene():
        async with Page(session, participant) as siti:
            await sync_to_async(broadcast.tell_worksheet)(session, "sent")
            assert await siti.wait_for("worksheet") == {"t": "worksheet", "state": "sent"}

    play(scene)


def test_a_second_page_of_one_person_leaves_without_the_person_leaving(session, participant, counsellor):
    async def scene():
        async with Page(session, participant) as siti, Page(session, counsellor) as maya:
            assert (await siti.wait_for("peer"))["here"]
            async with Page(session, counsellor):
                pass
            await siti.wait_for("peer", that=lambda f: not f["here"])
            assert (await siti.wait_for("peer"))["here"]
            assert maya.hello["peer"]

    play(scene)


# Who does not come in


def test_only_the_two_come_in(session, participant):
    assert let_in(session, participant)
    strangers = [
        UserFactory(),
        officer(Role.COUNSELLOR, region="3372"),
        officer(Role.AUDITOR),
        officer(Role.ADMINISTRATOR),
    ]
    for cookie in ("", "sessionid=nobody", *map(cookie_of, strangers)):
        assert not let_in(session, cookie)
    assert not Attendance.objects.exclude(user=session.person.user).exists()


def test_a_room_that_does_not_exist_and_an_address_that_is_none_are_refused(session, participant):
    assert not let_in(session, participant, path=f"/ws/konseling/{uuid.uuid4()}/")
    assert not let_in(session, participant, path="/ws/")


def test_nobody_comes_in_before_the_time_or_after_the_session():
    for session in (agreed_session(starts_at=clock.now() + timedelta(minutes=12)), held_session(starts_at=clock.now())):
        for user in (session.person.user, session.counsellor.user):
            assert not let_in(session, cookie_of(user))


def test_a_counsellor_without_the_second_factor_does_not_come_in(session):
    assert not let_in(session, cookie_of(session.counsellor.user, second_factor=False))
    assert let_in(session, cookie_of(session.counsellor.user, second_factor=True))


@pytest.mark.parametrize(
    "origin",
    ["", "null", "https://jahat.example", "http://127.0.0.1.jahat.example:{port}", "http://127.0.0.1:1", "https://127.0.0.1:{port}",
     "http://127.0.0.1:99999999"],
)  # fmt: skip
def test_another_site_opens_no_socket_with_our_cookies(session, participant, origin):
    port = settings.PORTAL_BASE_URL.rpartition(":")[2]
    assert not let_in(session, participant, origin=origin.format(port=port))


@override_settings(PORTAL_BASE_URL="https://jkp.example", ALLOWED_HOSTS=["jkp.example"])
def test_the_portal_at_its_usual_port_is_our_own_site(session, participant):
    assert let_in(session, participant, origin="https://jkp.example")
    assert not let_in(session, participant, origin="http://jkp.example")


def test_more_pages_than_anybody_opens_are_refused(session, participant, monkeypatch):
    monkeypatch.setattr(consumers, "MOST_SOCKETS", 2)

    async def scene():
        async with Page(session, participant), Page(session, participant):
            third = Page(session, participant)
            assert not await third.is_let_in()
        async with Page(session, participant):
            pass

    play(scene)
    assert not consumers._sockets


# What cuts it


def test_who_signs_out_is_cut(session, participant, quick):
    async def scene():
        async with Page(session, participant) as siti:
            await sync_to_async(sign_out)(participant)
            assert await siti.closing() == consumers.SIGNED_OUT

    play(scene)


def sign_out(cookie):
    SessionStore(cookie.partition("=")[2]).delete()


def test_everywhere_signed_out_is_signed_out_here(session, participant, quick):
    async def scene():
        async with Page(session, participant) as siti:
            await sync_to_async(end_all_sessions)(session.person.user)
            assert await siti.closing() == consumers.SIGNED_OUT

    play(scene)


def test_an_account_that_is_switched_off_is_cut(session, participant, quick):
    async def scene():
        async with Page(session, participant) as siti:
            await sync_to_async(set_active)(session.person.user, active=False, actor=administrator, at=clock.now())
            assert await siti.closing() == consumers.SIGNED_OUT

    administrator = officer(Role.ADMINISTRATOR)
    play(scene)


def test_a_session_that_lasted_too_long_is_cut_even_while_its_person_writes(session, participant, quick, monkeypatch):
    async def scene():
        async with Page(session, participant) as siti:
            await siti.write("Masih di sini")
            monkeypatch.setattr("accounts.middleware.LONGEST", {False: 0, True: 0})
            assert await siti.closing() == consumers.SIGNED_OUT

    play(scene)


def test_a_session_that_ended_meanwhile_closes_the_room(session, participant, quick):
    async def scene():
        async with Page(session, participant) as siti:
            await sync_to_async(_hold)(session)
            assert await siti.closing() == consumers.CLOSED_ROOM
            assert siti.seen[-1] == {"t": "closed"}

    play(scene)


def _hold(session):
    Session.workflow.move(session, "hold", actor=session.counsellor.user, at=clock.now(), closed_at=clock.now())


def test_a_look_that_fails_cuts_and_lets_the_page_try_again(session, participant, quick, monkeypatch):
    def away(*what, **how):
        raise OperationalError("away")

    async def scene():
        async with Page(session, participant) as siti:
            monkeypatch.setattr("counseling.rooms.look", away)
            assert await siti.closing() == consumers.TRY_AGAIN

    play(scene)


@pytest.mark.parametrize(
    "text",
    ["", "nein", "[]", "17", '{"n":1}', '{"t":["msg"]}', '{"t":"msg","key":"1","body":"a"}', '{"t":"have","n":-1}',
     '{"t":"have","n":"1"}', '{"t":"signal","data":"x"}', '{"t":"msg","key":null,"body":"a"}', "[" * 9_000,
     '{"t":"typing","x":"' + "ä" * 8_200 + '"}'],
)  # fmt: skip
def test_what_is_no_frame_cuts(session, participant, text):
    async def scene():
        async with Page(session, participant) as siti:
            await siti.send(text)
            assert await siti.closing() == consumers.MALFORMED

    play(scene)


def test_bytes_cut(session, participant):
    async def scene():
        async with Page(session, participant) as siti:
            await siti.send(b"{}")
            assert await siti.closing() == consumers.MALFORMED

    play(scene)


def test_a_frame_of_a_later_protocol_is_left_alone(session, participant):
    async def scene():
        async with Page(session, participant) as siti:
            await siti.say("wave")
            assert (await siti.write("Halo"))["t"] == "ack"

    play(scene)


def test_a_flood_of_signals_cuts(session, participant, counsellor):
    async def scene():
        async with Page(session, participant) as siti, Page(session, counsellor) as maya:
            for n in range(consumers.MOST_A_SECOND + 1):
                await siti.say("signal", data={"n": n})
            assert await siti.closing() == consumers.TOO_MUCH
            last = consumers.MOST_A_SECOND - 1
            await maya.wait_for("signal", that=lambda f: f["data"]["n"] == last)
            assert await maya.hears_nothing("signal")

    play(scene)


def test_a_flood_of_messages_is_refused_in_words(session, participant, monkeypatch):
    monkeypatch.setattr("counseling.operations.chat.MOST_A_MINUTE", 4)  # coming in was one

    async def scene():
        async with Page(session, participant) as siti:
            answers = [await siti.write(str(n)) for n in range(4)]
            assert [answer["t"] for answer in answers[-2:]] == ["ack", "no"]
            assert answers[-1]["code"] == "too_many"

    play(scene)


# Redis away


def test_without_redis_messages_are_stored_and_arrive_when_asked_for(
    session, participant, counsellor, monkeypatch, quick
):
    nowhere = {"default": {"BACKEND": "core.live.ForgivingLayer", "CONFIG": {"url": "redis://127.0.0.1:1/0"}}}

    async def scene():
        async with Page(session, participant) as siti, Page(session, counsellor) as maya:
            assert (await maya.write("Tanpa Redis"))["t"] == "ack"
            await siti.say("have", n=0)
            frame = await siti.wait_for("msgs", that=lambda f: len(f["items"]) == 3)
            assert [item["body"] for item in frame["items"]] == ["", "", "Tanpa Redis"]
            here = {"t": "peer", "here": True}  # known from the database
            assert here in siti.seen or await siti.wait_for("peer") == here

    monkeypatch.setattr(live._LoopLayer, "tell", lambda *news: None)  # the other one's socket is in another process
    monkeypatch.setattr(live, "_rest_until", 0.0)  # and is forgotten afterwards
    with override_settings(CHANNEL_LAYERS=nowhere):
        play(scene)


def test_two_in_one_process_hear_each_other_while_redis_is_away(session, participant, counsellor, monkeypatch):
    nowhere = {"default": {"BACKEND": "core.live.ForgivingLayer", "CONFIG": {"url": "redis://127.0.0.1:1/0"}}}

    async def scene():
        async with Page(session, participant) as siti, Page(session, counsellor) as maya:
            await maya.write("Tanpa Redis")
            [item] = (await siti.wait_for("msgs", that=lambda f: f["items"][0]["kind"] == "text"))["items"]
            assert item["body"] == "Tanpa Redis"

    monkeypatch.setattr(live, "_rest_until", 0.0)
    with override_settings(CHANNEL_LAYERS=nowhere):
        play(scene)


def test_idle_time_goes_on_for_who_only_looks(session, participant, quick):
    def stored():
        return SessionStore(participant.partition("=")[2])

    def make_old():
        store = stored()
        store[sessions.SEEN] -= 600
        store.save()
        return store[sessions.SEEN]

    async def scene():
        async with Page(session, participant) as siti:
            old = await sync_to_async(make_old)()
            await asyncio.sleep(0.5)
            await siti.say("have", n=0)
            assert await sync_to_async(lambda: stored()[sessions.SEEN])() == old
            await siti.write("Saya masih di sini")
            await asyncio.sleep(0.5)
            assert await sync_to_async(lambda: stored()[sessions.SEEN])() >= old + 600

    play(scene)
