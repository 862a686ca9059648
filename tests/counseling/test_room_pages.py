"""W18 by forms alone: the room of the two in every state, and nobody else's."""

import gzip
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.middleware import PermissionsPolicyMiddleware
from counseling.enums import Channel, MessageKind, RequestState, SessionState, Side
from counseling.forms.asking import CHANNEL_HINTS
from counseling.models import Attendance, Message, Session
from counseling.operations.chat import MOST_A_MINUTE, send_card, send_message
from counseling.presentation.call_cost import video_megabytes, voice_megabytes
from counseling.selectors.room import MOST_LINES
from notices.enums import Zone
from notices.models import Preference
from tests.conftest import CheckedClient
from tests.factories import counseling as make
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.ipk_vacancies import VacancyFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
KB = 1024
MINUTE = timedelta(minutes=1)
LONG = "kata " * 4_000  # 20,000 characters
JSON = {"accept": "application/json"}


class Own(CheckedClient):
    """The browser of one of the two."""

    person: User


@pytest.fixture
def session() -> Session:
    """Agreed for tomorrow, 10.00 to 10.30 WIB."""
    return make.agreed_session()


@pytest.fixture
def siti(session: Session) -> Own:
    return browser_of(session.person.user)


@pytest.fixture
def maya(session: Session) -> Own:
    return browser_of(session.counsellor.user)


def browser_of(user: User) -> Own:
    client = Own()
    client.person = user
    sign_in(client, user)
    return client


@pytest.fixture
def at_start(session: Session) -> Iterator[None]:
    with time_machine.travel(session.starts_at + MINUTE, tick=False):
        yield


@contextmanager
def at_moment(moment: datetime, *browsers: Own) -> Iterator[None]:
    """At that moment, with people who have just signed in."""
    with time_machine.travel(moment, tick=False):
        for browser in browsers:
            sign_in(browser, browser.person)
        yield


def url(session: Session, what: str = "ruang") -> str:
    return f"/konseling/{session.pk}/{what}/"


def room(client: Client, session: Session, query: str = "") -> HttpResponse:
    """Where the participant has the room, or the counsellor."""
    answer = client.get(url(session) + query, follow=True)
    assert answer.status_code == 200
    return answer


def text(answer: HttpResponse) -> str:
    return words(soup(answer).select_one("main"))


def lines(answer: HttpResponse) -> list[str]:
    return [words(line) for line in soup(answer).select(".chat > li")][1:]  # the first says what is kept


def send(client: Client, session: Session, body: str, key: uuid.UUID | None = None, **how: object) -> HttpResponse:
    return client.post(url(session, "pesan"), {"body": body, "key": str(key or uuid.uuid4())}, **how)


def both(session: Session, *clients: Client) -> None:
    for client in clients:
        room(client, session)


# --- before the time ---------------------------------------------------------------------------------------------


def test_the_room_opens_ten_minutes_before(session: Session, siti: Own, maya: Own) -> None:
    opens = session.starts_at - timedelta(minutes=10)
    with at_moment(opens - timedelta(seconds=1), siti, maya):
        for client, opening in ((siti, "Ruang dibuka"), (maya, "Ruang dan Kertas Kerja dibuka")):
            early = room(client, session)
            assert f"{opening} pukul 09.50 WIB" in text(early)
            assert "10.00" in text(early)
            assert soup(early).select("form.send, [data-ruang]") == []
            assert soup(early).select_one("[data-buka]")["data-buka"] == "1"
    with at_moment(opens, siti, maya):
        assert soup(room(siti, session)).select_one("form.send textarea")


def test_how_long_it_still_is_stands_there_in_words(session: Session, siti: Own) -> None:
    with at_moment(session.starts_at - timedelta(hours=3), siti):
        assert "Tinggal 2 jam" in text(room(siti, session))  # until 09.50


def test_who_comes_too_early_leaves_no_trace(session: Session, siti: Own) -> None:
    with at_moment(session.starts_at - timedelta(hours=1), siti):
        room(siti, session)
        refused = send(siti, session, "Halo?")
    assert refused.status_code == 409
    assert "Halo?" in text(refused)
    assert not Attendance.objects.exists()
    assert not Message.objects.exists()


def test_somebody_in_the_east_reads_the_own_clock_too(session: Session, siti: Own) -> None:
    Preference.objects.create(user=session.person.user, zone=Zone.WIT)
    with at_moment(session.starts_at, siti):
        send(siti, session, "Selamat siang")
        shown = room(siti, session)
    assert "Selasa, 17 November 2026, 10.00–10.30 WIB (12.00–12.30 WIT)" in text(shown)
    assert lines(shown)[1] == "Selamat siang Anda, 12.00"


# --- open --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_start")
def test_opening_the_page_is_coming_in_and_is_noted_once(session: Session, siti: Own, maya: Own) -> None:
    siti.head(url(session))
    assert not Attendance.objects.exists()
    for _ in range(2):
        alone = room(siti, session)
    session.refresh_from_db()
    assert session.state == SessionState.OPEN
    assert "Maya belum ada di sini." in text(alone)
    assert lines(alone) == ["Anda masuk ruang, 10.01"]
    two = room(maya, session)
    assert "Pekerja ada di sini." in text(two)
    assert lines(two) == ["Pekerja masuk ruang, 10.01", "Anda masuk ruang, 10.01"]


@pytest.mark.parametrize(("minutes", "late"), [(9, False), (10, True)])
def test_a_counsellor_is_late_after_ten_minutes(session: Session, siti: Own, minutes: int, late: bool) -> None:
    with at_moment(session.starts_at + minutes * MINUTE, siti):
        note = soup(room(siti, session)).select_one("[data-late]")
    assert note.has_attr("hidden") is not late
    assert note["data-late"] == ("0" if late else "60")
    assert "Keterlambatan ini bukan kesalahan Anda" in words(note)
    assert [words(button) for button in note.select("button")] == ["Minta ditelepon"]


def test_a_counsellor_who_came_and_went_is_not_late(session: Session, siti: Own, maya: Own) -> None:
    with at_moment(session.starts_at, siti, maya):
        room(maya, session)
    with at_moment(session.starts_at + 20 * MINUTE, siti, maya):
        assert soup(room(siti, session)).select("[data-late]") == []


@pytest.mark.usefixtures("at_start")
def test_a_message_sent_twice_is_one(session: Session, siti: Own, maya: Own) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        sent = send(siti, session, "Selamat pagi,\r\nBu.", key)
        assert (sent.status_code, sent["Location"]) == (302, url(session) + "#akhir")
    shown = room(maya, session)
    assert lines(shown)[1:2] == ["Selamat pagi, Bu. Pekerja, 10.01"]
    assert Message.objects.filter(kind=MessageKind.TEXT).count() == 1


@pytest.mark.usefixtures("at_start")
def test_an_empty_message_is_asked_for(session: Session, siti: Own) -> None:
    refused = send(siti, session, " \n ")
    assert refused.status_code == 422
    assert words(soup(refused).select_one(".msg")) == "Tulis pesan lebih dulu."
    assert soup(refused).title.text.strip().startswith("Galat:")


@pytest.mark.usefixtures("at_start")
def test_a_message_of_twenty_thousand_characters_is_refused_and_kept(session: Session, siti: Own) -> None:
    """B26."""
    refused = send(siti, session, LONG)
    assert refused.status_code == 422
    assert "paling panjang 2000 karakter; pesan Anda 19999" in words(soup(refused).select_one(".msg"))
    assert soup(refused).select_one("textarea").text.strip() == LONG.strip()
    assert not Message.objects.filter(kind=MessageKind.TEXT).exists()


@pytest.mark.usefixtures("at_start")
@pytest.mark.parametrize("nasty", ["<img src=x onerror=alert(1)>", "javascript:alert(1)", "https://contoh.invalid/a"])
def test_a_message_is_text_whatever_it_contains(session: Session, siti: Own, maya: Own, nasty: str) -> None:
    """B26: shown as it was typed; nothing of it is markup, and no address in it can be pressed."""
    send(siti, session, nasty)
    said = soup(room(maya, session)).select_one(".chat .say")
    assert said.text == nasty
    assert soup(room(maya, session)).select(".chat img, .chat a") == []


@pytest.mark.usefixtures("at_start")
def test_who_writes_too_much_is_told_to_wait_and_keeps_the_text(session: Session, siti: Own) -> None:
    """B26."""
    for n in range(MOST_A_MINUTE):
        send_message(session, sender=session.person.user, key=uuid.uuid4(), body=str(n), at=session.starts_at + MINUTE)
    refused = send(siti, session, "satu lagi")
    assert refused.status_code == 429
    assert "Coba lagi dalam 1 menit" in words(soup(refused).select_one(".msg"))
    assert soup(refused).select_one("textarea").text.strip() == "satu lagi"


@pytest.mark.usefixtures("at_start")
def test_a_vacancy_is_a_card_to_apply_from_for_the_participant_only(session: Session, siti: Own, maya: Own) -> None:
    vacancy = VacancyFactory(title="Operator jahit garmen")
    both(session, siti, maya)
    send_card(
        session,
        sender=session.counsellor.user,
        kind=MessageKind.VACANCY,
        ref=vacancy.pk,
        body="Dekat rumah Ibu.",
        key=uuid.uuid4(),
        at=session.starts_at + MINUTE,
    )
    card = soup(room(siti, session)).select_one(".chat .rec")
    assert [(words(link), link["href"]) for link in card.select("a")] == [
        ("Lamar sekarang: Operator jahit garmen", f"/konseling/{session.pk}/lamar/{vacancy.pk}/"),
        ("Lihat dulu: Operator jahit garmen", reverse("ipk:vacancy", args=[vacancy.pk])),
    ]
    assert words(card).startswith("Lowongan dari konselor Operator jahit garmen")
    assert "Dekat rumah Ibu." in words(card)
    own = soup(room(maya, session)).select_one(".chat .rec")
    assert [words(link) for link in own.select("a")] == ["Lihat dulu: Operator jahit garmen"]


@pytest.mark.usefixtures("at_start")
def test_without_scripts_the_page_loads_itself_again_only_when_asked_to(session: Session, siti: Own) -> None:
    plain = soup(room(siti, session))
    assert plain.select("meta[http-equiv]") == []
    assert {words(link): link["href"] for link in plain.select("[data-plain] a")} == {
        "Muat pesan baru": url(session, "pesan"),
        "Muat sendiri tiap 20 detik": url(session) + "?segarkan=1",
    }
    reloading = soup(room(siti, session, "?segarkan=1"))
    assert reloading.select_one("noscript meta[http-equiv=refresh]")["content"] == "20"
    assert reloading.select_one("a[data-plain]")["href"] == url(session)
    assert siti.get(url(session, "pesan"))["Location"] == url(session) + "#akhir"


@pytest.mark.usefixtures("at_start")
def test_only_the_room_may_ask_for_camera_and_microphone(session: Session, siti: Own) -> None:
    name = PermissionsPolicyMiddleware.HEADER
    assert room(siti, session)[name] == PermissionsPolicyMiddleware.CAMERA
    assert siti.get("/bantuan/")[name] == PermissionsPolicyMiddleware.NOBODY


@pytest.mark.usefixtures("at_start")
def test_the_counsellor_has_the_room_beside_the_worksheet(session: Session, siti: Own, maya: Own) -> None:
    beside = maya.get(f"/konselor/sesi/{session.pk}/")
    assert beside[PermissionsPolicyMiddleware.HEADER] == PermissionsPolicyMiddleware.CAMERA
    assert soup(beside).select_one("[data-ruang] form.send")
    ids = [tag["id"] for tag in soup(beside).select("[id]")]
    assert sorted(set(ids)) == sorted(ids)
    assert send(maya, session, "Selamat pagi")["Location"] == f"/konselor/sesi/{session.pk}/#akhir"
    assert "Selamat pagi" in text(room(siti, session))
    reloading = maya.get(f"/konselor/sesi/{session.pk}/?segarkan=1")
    assert soup(reloading).select_one("noscript meta[http-equiv=refresh]")["content"] == "20"


@pytest.mark.usefixtures("at_start")
@pytest.mark.parametrize("query", ["", "?sebelum=40", "?segarkan=1&sebelum=%F0%9F%98%80"])
def test_the_participants_address_leads_the_counsellor_to_the_own_one(session: Session, maya: Own, query: str) -> None:
    led = maya.get(url(session) + query)
    assert (led.status_code, led["Location"]) == (302, f"/konselor/sesi/{session.pk}/{query}")
    assert maya.get(f"/en{url(session)}")["Location"] == f"/en/konselor/sesi/{session.pk}/"
    assert not Attendance.objects.exists()  # who is led on has not come yet


@pytest.mark.usefixtures("at_start")
def test_the_counsellors_address_is_not_the_participants(session: Session, siti: Own) -> None:
    assert siti.get(f"/konselor/sesi/{session.pk}/").status_code == 403


# --- for the script ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_start")
def test_the_script_gets_what_came_after_a_number(session: Session, siti: Own, maya: Own) -> None:
    both(session, siti, maya)
    sent = send(siti, session, "satu", headers=JSON).json()
    news = maya.get(url(session, "pesan"), {"after": sent["n"] - 1}, headers=JSON).json()
    assert [(item["n"], item["from"], item["body"]) for item in news["items"]] == [(3, "peserta", "satu")]
    assert (news["more"], news["peer"], news["closed"]) == (False, True, False)


@pytest.mark.usefixtures("at_start")
@pytest.mark.parametrize("after", ["", "-1", "x", "99999999999999999999", "٣"])
def test_a_number_that_is_none_is_the_beginning_or_the_end(session: Session, siti: Own, after: str) -> None:
    assert siti.get(url(session, "pesan"), {"after": after}, headers=JSON).status_code == 200
    assert siti.get(url(session), {"sebelum": after}).status_code == 200


@pytest.mark.usefixtures("at_start")
def test_the_script_is_told_why_a_message_is_refused(session: Session, siti: Own) -> None:
    refused = send(siti, session, LONG, headers=JSON)
    assert (refused.status_code, refused.json()["code"]) == (422, "message_too_long")


def test_the_script_is_told_that_the_room_is_closed(session: Session, siti: Own, maya: Own) -> None:
    with at_moment(session.starts_at, siti, maya):
        both(session, siti, maya)
        maya.post(url(session, "akhiri"))
        assert siti.get(url(session, "pesan"), {"after": "2"}, headers=JSON).json()["closed"] is True
        assert send(siti, session, "Masih?", headers=JSON).json()["code"] == "room_closed"


# --- earlier messages, and how much a page holds -----------------------------------------------------------------


def fill(session: Session, count: int, body: str) -> None:
    moment = session.starts_at + MINUTE
    for n in range(count):
        who = (session.person.user, session.counsellor.user)[n % 2]
        send_message(session, sender=who, key=uuid.uuid4(), body=f"{n} {body}", at=moment)


@pytest.mark.usefixtures("at_start")
def test_a_page_holds_the_last_fifty_and_leads_to_the_earlier_ones(session: Session, siti: Own) -> None:
    room(siti, session)
    fill(session, 69, "halo")
    last = soup(room(siti, session))
    assert len(last.select(".chat > li")) == MOST_LINES
    assert last.select_one("[data-ruang]")["data-last"] == "70"
    earlier = last.select_one("a[href*=sebelum]")["href"]
    assert earlier == url(session) + "?sebelum=21"
    before = soup(siti.get(earlier))
    assert [line["data-n"] for line in before.select(".chat > li")] == [str(n) for n in range(21)]
    assert before.select("form.send, [data-ruang]") == []
    assert before.select_one(f'a[href="{url(session)}"]')


@pytest.mark.usefixtures("at_start")
def test_a_page_of_long_messages_holds_fewer(session: Session, siti: Own) -> None:
    fill(session, 12, "panjang sekali " * 130)
    assert len(soup(room(siti, session)).select(".chat > li")) == 7  # six of 1,950 characters, and who came in


@pytest.mark.usefixtures("at_start")
@pytest.mark.parametrize("who", ["siti", "maya"])
def test_a_full_room_opens_with_fifteen_kilobytes(
    session: Session, siti: Own, maya: Own, request: pytest.FixtureRequest, who: str
) -> None:
    """HTML and the script of the conversation, compressed: what chat needs to open."""
    both(session, siti, maya)
    fill(session, 60, "Saya mencari kerja di dekat rumah, boleh jahit atau gudang.")
    opened = room(request.getfixturevalue(who), session)
    page, script = len(gzip.compress(opened.content, 6)), compressed("ruang.js")
    assert script <= 5 * KB
    assert compressed("panggilan.js") <= 5 * KB
    assert page + script <= 15 * KB
    beside = {"/static/js/kertas-kerja.js"} if who == "maya" else set()
    loaded = {tag["src"] for tag in soup(opened).select("script[src]")}
    assert loaded == {"/static/js/jkp.js", "/static/js/ruang.js"} | beside


def compressed(script: str) -> int:
    return len(gzip.compress((settings.BASE_DIR / "static/js" / script).read_bytes(), 6))


@pytest.mark.usefixtures("at_start")
def test_the_room_asks_the_database_little(session: Session, siti: Own, maya: Own) -> None:
    both(session, siti, maya)
    fill(session, 60, "halo")
    with most_queries(15):
        room(siti, session)
    with most_queries(12):
        siti.get(url(session, "pesan"), {"after": 40}, headers=JSON)


@pytest.mark.parametrize(("minutes", "voice", "video"), [(30, 7, 75), (60, 14, 150)])
def test_a_step_up_says_what_it_costs(minutes: int, voice: int, video: int) -> None:
    length = timedelta(minutes=minutes)
    assert (voice_megabytes(length), video_megabytes(length)) == (voice, video)


# --- the telephone -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_start")
def test_asking_to_be_phoned_tells_the_counsellor_the_number_once(session: Session, siti: Own, maya: Own) -> None:
    number = session.person.user.phone
    both(session, siti, maya)
    assert number.encode() not in room(maya, session).content
    assert maya.get(url(session, "pesan"), headers=JSON).json()["dial"] == ""
    for _ in range(2):
        assert siti.post(url(session, "telepon")).status_code == 302
    asked = room(siti, session)
    assert "sudah kami beri tahu dan menelepon 0812 ••••" in text(asked)
    assert number not in text(asked)
    assert soup(asked).select(f'form[action="{url(session, "telepon")}"]') == []
    shown = soup(room(maya, session))
    assert shown.select_one("a[href^=tel]:not(.help a)")["href"] == f"tel:{number}"
    assert maya.get(url(session, "pesan"), headers=JSON).json()["dial"] == number
    assert siti.get(url(session, "pesan"), headers=JSON).json()["dial"] == ""
    assert Message.objects.filter(kind=MessageKind.PHONE).count() == 1


@pytest.mark.usefixtures("at_start")
def test_who_chose_the_telephone_is_phoned_without_coming_in(session: Session, siti: Own, maya: Own) -> None:
    Session.objects.filter(pk=session.pk).update(channel=Channel.PHONE)
    assert soup(room(maya, session)).select_one("[data-dial] a")["href"] == f"tel:{session.person.user.phone}"
    own = room(siti, session)
    assert "Maya menelepon 0812 ••••" in text(own)
    assert soup(own).select(f'form[action="{url(session, "telepon")}"]') == []


@pytest.mark.usefixtures("at_start")
def test_somebody_who_went_is_told_apart_from_somebody_who_never_came(session: Session, siti: Own, maya: Own) -> None:
    both(session, siti, maya)
    with at_moment(session.starts_at + 5 * MINUTE, siti):
        assert "Maya sedang tidak di sini." in text(room(siti, session))


def test_what_a_call_costs_is_said_alike_when_asking_and_in_the_room() -> None:
    half_an_hour = timedelta(minutes=30)
    assert f"sekitar {voice_megabytes(half_an_hour)} MB" in str(CHANNEL_HINTS[Channel.VOICE])
    assert f"sekitar {video_megabytes(half_an_hour)} MB" in str(CHANNEL_HINTS[Channel.VIDEO])


@pytest.mark.usefixtures("at_start")
def test_who_has_no_number_is_led_to_add_one(session: Session, siti: Own) -> None:
    User.objects.filter(pk=session.person.user_id).update(phone_sealed=b"", phone_index=None)
    assert soup(room(siti, session)).select_one(f'aside a[href="{reverse("accounts:change_phone")}"]')
    assert siti.post(url(session, "telepon")).status_code == 422


@pytest.mark.usefixtures("at_start")
def test_only_the_participant_asks_to_be_phoned(session: Session, maya: Own) -> None:
    assert maya.post(url(session, "telepon")).status_code == 403


def test_nobody_is_phoned_before_the_room_is_open(session: Session, siti: Own) -> None:
    assert siti.post(url(session, "telepon")).status_code == 409
    assert not Message.objects.exists()


# --- the end -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_start")
@pytest.mark.parametrize("who", ["siti", "maya"])
def test_either_ends_what_both_came_to(
    session: Session, siti: Own, maya: Own, request: pytest.FixtureRequest, who: str
) -> None:
    both(session, siti, maya)
    client = request.getfixturevalue(who)
    assert "Ruang ditutup untuk Anda berdua" in text(client.get(url(session, "akhiri")))
    for _ in range(2):
        assert client.post(url(session, "akhiri")).status_code == 302
    session.refresh_from_db()
    assert (session.state, session.closed_at) == (SessionState.HELD, session.starts_at + MINUTE)
    assert session.request.state == RequestState.DONE
    assert Message.objects.filter(kind=MessageKind.ENDED).count() == 1
    ended = room(siti, session)
    assert "Konseling selesai." in text(ended)
    assert "Anda diberi tahu begitu siap dibaca" in text(ended)
    assert soup(ended).select_one(f"a[href='{reverse('counseling:worksheet', args=[session.pk])}']") is None
    assert soup(ended).select("form.send, [data-ruang]") == []
    assert lines(ended)[0] == "Anda masuk ruang, 10.01"


@pytest.mark.usefixtures("at_start")
def test_who_was_alone_has_nothing_to_end(session: Session, siti: Own) -> None:
    room(siti, session)
    assert "Maya belum masuk" in text(siti.get(url(session, "akhiri")))
    assert siti.post(url(session, "akhiri")).status_code == 409
    session.refresh_from_db()
    assert session.state == SessionState.OPEN


@pytest.mark.usefixtures("at_start")
def test_a_message_that_comes_after_the_end_is_shown_to_who_wrote_it(session: Session, siti: Own, maya: Own) -> None:
    both(session, siti, maya)
    maya.post(url(session, "akhiri"))
    refused = send(siti, session, "Nomor saya ganti.")
    assert refused.status_code == 409
    assert "Nomor saya ganti." in text(refused)
    assert "Pesan tidak terkirim" in text(refused)
    assert Message.objects.latest("n").kind == MessageKind.ENDED


def test_the_day_after_the_room_is_read_only(session: Session, siti: Own, maya: Own) -> None:
    with at_moment(session.starts_at, siti, maya):
        both(session, siti, maya)
        send(siti, session, "Terima kasih")
    with at_moment(session.starts_at + timedelta(days=1), siti, maya):
        passed = room(siti, session)
        assert "Hari konseling ini sudah lewat" in text(passed)
        assert lines(passed)[2] == "Terima kasih Anda, 10.00"
        assert siti.get(url(session, "akhiri"))["Location"] == url(session)


@pytest.mark.parametrize(
    ("move", "fields", "sentence"),
    [
        ("cancel", {"cancelled_by": Side.COUNSELLOR}, "dibatalkan"),
        ("move", {}, "dipindahkan ke waktu lain"),
        ("miss", {"absent": Side.COUNSELLOR}, "tidak terlaksana karena Maya tidak masuk"),
        ("miss", {"absent": Side.PARTICIPANT}, "tidak terlaksana karena Anda tidak masuk"),
    ],
)
def test_a_session_that_does_not_take_place_says_so(
    session: Session, siti: Own, move: str, fields: dict[str, object], sentence: str
) -> None:
    Session.workflow.move(session, move, actor=session.counsellor.user, at=session.booked_at, **fields)
    shown = room(siti, session)
    assert sentence in text(shown)
    assert soup(shown).select("form.send, [data-ruang]") == []
    assert send(siti, session, "Halo").status_code == 409


# --- everybody else ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_start")
@pytest.mark.parametrize(
    "stranger",
    [
        UserFactory,
        lambda: make.counsellor("3578").user,
        lambda: make.coordinator(None),
        lambda: officer(Role.AUDITOR),
        lambda: officer(Role.BPJS_VERIFIER),
    ],
    ids=["participant", "counsellor", "coordinator", "auditor", "verifier"],
)
def test_the_room_is_for_its_two_people_only(session: Session, siti: Own, client: Client, stranger) -> None:
    room(siti, session)
    sign_in(client, stranger())
    for what in ("ruang", "pesan", "akhiri"):
        assert client.get(url(session, what)).status_code == 404
    for what in ("pesan", "telepon", "akhiri"):
        assert client.post(url(session, what), {"body": "Halo", "key": str(uuid.uuid4())}).status_code == 404
    assert client.get(url(session, "pesan"), headers=JSON).status_code == 404
    assert Message.objects.count() == 1
