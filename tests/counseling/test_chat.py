"""What is said in a room: stored once, numbered without gaps, refused in words."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction

from core.errors import Conflict, Invalid, NotAllowed, TooMany
from counseling import wire
from counseling.enums import MessageKind, Side
from counseling.models import Attendance, Message, Session, TrainingAdvice
from counseling.operations.attendance import enter_room, mark_seen
from counseling.operations.chat import MOST_A_MINUTE, send_card, send_message, send_note
from counseling.selectors import session_for
from counseling.selectors.chat import PAGE, messages_after
from tests.factories.accounts import UserFactory
from tests.factories.counseling import agreed_session, held_session, key, open_session
from tests.factories.ipk_vacancies import VacancyFactory

pytestmark = pytest.mark.django_db


def both(session):
    return session.person.user, session.counsellor.user


def say(session, body="Selamat pagi", *, sender=None, at=None, **more):
    sender = sender or session.person.user
    return send_message(session, sender=sender, body=body, at=at or session.starts_at, **{"key": key(), **more})


def test_messages_are_numbered_from_one_whoever_writes():
    session = open_session()
    participant, counsellor = both(session)
    said = [say(session, sender=user) for user in (participant, counsellor, participant)]
    assert [message.n for message in said] == [1, 2, 3]
    assert list(Message.objects.values_list("n", flat=True)) == [1, 2, 3]
    assert Session.objects.get(pk=session.pk).messages == 3


def test_another_room_counts_for_itself():
    for session in (open_session(), open_session()):
        assert say(session).n == 1


def test_the_same_key_again_is_the_same_message():
    session = open_session()
    first = say(session, "Satu", key=(chosen := key()))
    again = say(session, "Satu", key=chosen)
    assert (again.pk, again.n) == (first.pk, 1)
    assert say(session, "Dua").n == 2


def test_what_is_returned_is_what_is_stored():
    session = open_session()
    said = say(session, "  Nama saya Siti.\r\nSaya penjahit.  ")
    stored = Message.objects.get()
    assert (stored.pk, stored.n, stored.body, stored.sender, stored.kind, stored.at) == (
        *(said.pk, said.n, "Nama saya Siti.\nSaya penjahit.", session.person.user),
        *("text", session.starts_at),
    )


@pytest.mark.parametrize("body", ["", "   \n ", "\u200b\u2060", "\x00"])
def test_nothing_visible_is_no_message(body):
    with pytest.raises(Invalid, match="message_empty"):
        say(open_session(), body)


def test_two_thousand_characters_are_a_message_and_one_more_is_not():
    session = open_session()
    assert say(session, "a" * 2_000).n == 1
    with pytest.raises(Invalid) as refused:
        say(session, "a" * 2_001)
    assert refused.value.code == "message_too_long"
    assert "2000" in refused.value.message
    assert "2001" in refused.value.message
    assert Session.objects.get(pk=session.pk).messages == 1


def test_markup_and_links_are_kept_as_the_text_they_are():
    text = '<img src=x onerror=alert(1)> javascript:alert(1) <a href="https://contoh.invalid">klik</a>'
    session = open_session()
    assert say(session, text).body == text
    [item] = wire.items(list(Message.objects.all()), session)
    assert item["body"] == text


def test_turning_text_around_invisibly_is_taken_out():
    assert say(open_session(), "gaji\u202e000.3\u202c besar\u200d").body == "gaji000.3 besar"


def test_the_hundred_and_twenty_first_message_of_a_minute_is_refused():
    session = open_session()
    participant, counsellor = both(session)
    start = session.starts_at
    for n in range(MOST_A_MINUTE):
        say(session, at=start + timedelta(milliseconds=n))
    with pytest.raises(TooMany) as refused:
        say(session, at=start + timedelta(seconds=59))
    assert refused.value.facts == {"minutes": 1}
    assert say(session, sender=counsellor, at=start + timedelta(seconds=59)).n == MOST_A_MINUTE + 1
    assert say(session, sender=participant, at=start + timedelta(seconds=60)).n == MOST_A_MINUTE + 2


def test_a_message_that_was_stored_is_not_refused_when_it_comes_again_in_a_flood():
    session = open_session()
    chosen = key()
    first = say(session, key=chosen)
    for _n in range(MOST_A_MINUTE - 1):
        say(session)
    assert say(session, key=chosen).pk == first.pk


def test_nobody_else_writes_in_a_room():
    with pytest.raises(NotAllowed, match="not_your_room"):
        say(open_session(), sender=UserFactory())


@pytest.mark.parametrize(("minutes", "is_open"), [(-11, False), (-10, True), (0, True), (29, True)])
def test_the_room_opens_ten_minutes_before(minutes, is_open):
    session = agreed_session()
    at = session.starts_at + timedelta(minutes=minutes)
    if is_open:
        assert say(session, at=at).n == 1
    else:
        with pytest.raises(Conflict, match="room_closed"):
            say(session, at=at)


def test_the_room_closes_at_the_end_of_its_day():
    session = open_session()  # at 10.00 in Jakarta
    assert say(session, at=session.starts_at + timedelta(hours=13, minutes=59)).n == 1
    with pytest.raises(Conflict, match="room_closed"):
        say(session, at=session.starts_at + timedelta(hours=14))


def test_a_room_that_was_closed_meanwhile_is_closed_for_a_page_that_still_has_it_open():
    session = held_session()
    stale = session_for(session.person.user, session.pk)
    stale.__dict__["state"] = "open"
    with pytest.raises(Conflict, match="room_closed"):
        say(stale)
    assert Message.objects.count() == 0


def test_what_was_said_before_closing_is_acknowledged_after_it():
    session = open_session()
    chosen = key()
    said = say(session, key=chosen)
    Session.workflow.move(session, "hold", actor=None, at=session.ends_at, closed_at=session.ends_at)
    assert say(session_for(session.person.user, session.pk), key=chosen).pk == said.pk


def test_a_message_is_never_changed_nor_deleted():
    said = say(open_session())
    for change in (
        lambda: Message.objects.filter(pk=said.pk).update(body="lain"),
        lambda: Message.objects.all().delete(),
    ):
        with pytest.raises(Exception, match="append_only"), transaction.atomic():
            change()


def test_an_operation_that_fails_afterwards_takes_its_note_and_its_number_back():
    session = open_session()
    with pytest.raises(ZeroDivisionError):
        end_and_fail(session)
    assert not Message.objects.exists()
    assert say(session).n == 1


@transaction.atomic
def end_and_fail(session):
    send_note(session, MessageKind.ENDED, by=session.counsellor.user, at=session.starts_at)
    assert Message.objects.get().n == 1
    raise ZeroDivisionError


def test_a_note_is_made_once_for_each_of_the_two():
    session = open_session()
    participant, counsellor = both(session)
    for user in (participant, participant, counsellor):
        send_note(session, MessageKind.JOINED, by=user, at=session.starts_at)
    said = [(item["from"], item["kind"]) for item in wire.items(list(Message.objects.all()), session)]
    assert said == [("peserta", "joined"), ("konselor", "joined")]


def test_the_portal_itself_can_say_something():
    session = open_session()
    send_note(session, MessageKind.ENDED, at=session.starts_at)
    [item] = wire.items(list(Message.objects.all()), session)
    assert (item["from"], item["kind"], item["body"]) == ("portal", "ended", "")


def test_a_vacancy_is_a_card_with_what_one_needs_to_choose():
    session = open_session()
    vacancy = VacancyFactory(title="Penjahit", company="PT Benang", wage_from=2_600_000, wage_to=3_100_000)
    how = {"kind": MessageKind.VACANCY, "ref": vacancy.pk, "key": key(), "at": session.starts_at}
    send_card(session, sender=session.counsellor.user, body="Dekat rumah Ibu.", **how)
    [item] = wire.items(list(Message.objects.all()), session)
    assert item["body"] == "Dekat rumah Ibu."
    card = item["card"]
    assert (card["ref"], card["title"], card["company"]) == (str(vacancy.pk), "Penjahit", "PT Benang")
    assert card["wage"] == "Rp2.600.000 – 3.100.000"
    assert card["href"] == f"/ipk/lowongan/{vacancy.pk}/"
    assert card["apply"] == f"/konseling/{session.pk}/lamar/{vacancy.pk}/"


def test_a_training_is_a_card_too():
    session = open_session()
    advice = TrainingAdvice.objects.create(
        session=session, recommendation=uuid.uuid4(), title="Menjahit dasar", at=session.starts_at
    )
    how = {"kind": MessageKind.TRAINING, "ref": advice.recommendation, "key": key(), "at": session.starts_at}
    send_card(session, sender=session.counsellor.user, **how)
    [item] = wire.items(list(Message.objects.all()), session)
    assert item["card"]["title"] == "Menjahit dasar"


def test_a_participant_pushes_no_cards():
    session = open_session()
    how = {"kind": MessageKind.VACANCY, "ref": uuid.uuid4(), "key": key(), "at": session.starts_at}
    with pytest.raises(NotAllowed, match="not_the_counsellor"):
        send_card(session, sender=session.person.user, **how)


def test_a_text_is_no_card():
    session = open_session()
    how = {"kind": MessageKind.TEXT, "ref": uuid.uuid4(), "key": key(), "at": session.starts_at}
    with pytest.raises(Invalid, match="not_a_card"):
        send_card(session, sender=session.counsellor.user, **how)


def test_what_was_said_after_a_number_comes_in_order_and_in_pages():
    session = open_session()
    participant, counsellor = both(session)
    for n in range(PAGE + 2):
        say(session, str(n + 1), sender=(participant, counsellor)[n % 2])
    found, more = messages_after(session, 0)
    assert ([message.n for message in found], more) == (list(range(1, PAGE + 1)), True)
    found, more = messages_after(session, PAGE)
    assert ([message.body for message in found], more) == ([str(PAGE + 1), str(PAGE + 2)], False)
    assert messages_after(session, PAGE + 2) == ([], False)


def test_a_message_costs_one_query(django_assert_num_queries):
    session = session_for((opened := open_session()).person.user, opened.pk)
    say(session)  # the connection prepares the statement
    with django_assert_num_queries(3):  # the savepoint of this test's own transaction is two
        say(session)


# Coming in


def test_the_first_who_comes_in_opens_the_session():
    session = agreed_session()
    participant, counsellor = both(session)
    at = session.starts_at - timedelta(minutes=3)
    entered = enter_room(session_for(participant, session.pk), user=participant, at=at)
    assert (entered.state, entered.opened_at) == ("open", at)
    later = enter_room(session_for(counsellor, session.pk), user=counsellor, at=session.starts_at)
    assert (later.state, later.opened_at) == ("open", at)
    assert list(Message.objects.values_list("kind", "sender")) == [
        ("joined", participant.pk),
        ("joined", counsellor.pk),
    ]
    assert session.log.get().move == "open"


def test_coming_in_again_only_moves_when_one_was_seen_last():
    session = open_session()
    participant = session.person.user
    for minutes in (0, 5, 3):
        enter_room(session, user=participant, at=session.starts_at + timedelta(minutes=minutes))
    seen = Attendance.objects.get()
    assert (seen.side, seen.first_at, seen.last_at) == (
        *(Side.PARTICIPANT, session.starts_at),
        session.starts_at + timedelta(minutes=5),
    )
    assert Message.objects.count() == 1


def test_nobody_comes_in_too_early_too_late_or_as_somebody_else():
    session, over = agreed_session(), held_session()
    tries = [
        (session, session.person.user, session.starts_at - timedelta(minutes=11)),
        (session, session.person.user, session.starts_at + timedelta(hours=14)),
        (session, UserFactory(), session.starts_at),
        (over, over.person.user, over.starts_at),
    ]
    for room, user, at in tries:
        with pytest.raises(Conflict, match="room_closed"):
            enter_room(room, user=user, at=at)
    assert not Attendance.objects.exists()


def test_a_session_that_was_cancelled_meanwhile_is_not_opened():
    session = agreed_session()
    stale = session_for(session.person.user, session.pk)
    Session.workflow.move(session, "cancel", actor=None, at=session.booked_at, cancelled_by=Side.COUNSELLOR)
    with pytest.raises(Conflict, match="room_closed"):
        enter_room(stale, user=stale.person.user, at=session.starts_at)
    assert not Message.objects.exists()


def test_who_was_seen_less_than_fifty_seconds_ago_is_here():
    session = open_session()
    participant, counsellor = both(session)
    first = mark_seen(session, user=counsellor, at=session.starts_at)
    assert (first.is_first, first.other_is_here) == (True, False)
    for seconds, here in ((49, True), (50, False)):
        seen = mark_seen(session, user=participant, at=session.starts_at + timedelta(seconds=seconds))
        assert seen.other_is_here is here
    assert not seen.is_first


def test_nobody_is_seen_in_a_room_that_was_closed_meanwhile():
    session = open_session()
    stale = session_for(session.person.user, session.pk)
    Session.workflow.move(session, "hold", actor=None, at=session.ends_at, closed_at=session.ends_at)
    with pytest.raises(Conflict, match="room_closed"):
        mark_seen(stale, user=stale.person.user, at=session.ends_at)
    assert not Attendance.objects.exists()


# At the same time


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_get_numbers_without_gaps_and_one_key_is_one_message():
    session = open_session()
    shared = [key() for _n in range(10)]
    start = threading.Barrier(4)

    def write(user):
        mine = session_for(user, session.pk)
        start.wait()
        for chosen in shared:
            say(mine, sender=user, key=chosen)
            say(mine, sender=user)
        connection.close()

    writers = [threading.Thread(target=write, args=(user,)) for user in (*both(session), *both(session))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    numbers = list(Message.objects.order_by("n").values_list("n", flat=True))
    assert numbers == list(range(1, 51))
    assert Message.objects.filter(key__in=shared).count() == 10
    assert Session.objects.get(pk=session.pk).messages == 50
