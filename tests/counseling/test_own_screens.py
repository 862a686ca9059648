"""W17: what a participant sees and does about counselling, by forms alone."""

import gzip
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from accounts.enums import Role
from counseling.enums import RequestState, SessionState, Side
from counseling.forms.slots import moment_code
from counseling.models import CounsellingRequest, Session
from counseling.operations import booking
from counseling.operations.requests import latest_wishes
from notices.enums import Zone
from notices.models import Preference
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import (
    agreed_session,
    counsellor,
    held_session,
    jobseeking,
    open_session,
    really_asked,
    wib,
)
from tests.factories.counseling_worksheets import agree, sent_worksheet, write
from tests.factories.ipk_profile import jobseeker
from tests.factories.participants import MORNING, PersonFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOME, ASK, REGISTER = (reverse(f"counseling:{name}") for name in ("home", "ask", "register"))


@pytest.fixture
def me(client, person):
    return sign_in(client, person.user)


def answers(*wishes, **fields):
    chosen = {f"wish{n}": moment_code(moment) for n, moment in enumerate(wishes or (wib(17, 10),), 1)}
    return {"reason": "direction", "kind": "career", "channel": "chat", "story": "", **chosen, **fields}


def url(name, request):
    return reverse(f"counseling:{name}", args=[request.pk])


def main(response) -> str:
    return words(soup(response).main)


def errors(response) -> list[str]:
    return [words(item) for item in soup(response).select(".errs li")]


def test_a_signed_worksheet_is_the_first_thing_until_it_is_answered(me, person):
    session = sent_worksheet(person, starts_at=wib(16, 8), at=wib(13, 9)).session
    there = reverse("counseling:worksheet", args=[session.pk])
    with most_queries(15):
        home = soup(me.get(HOME))
    assert words(home.select_one(".now h2")) == "Hasil konseling menunggu jawaban Anda"
    assert home.select_one(".now a.sunny")["href"] == there
    assert len(home.select("a.sunny")) == 1
    result = reverse("counseling:outcome", args=[session.pk])
    with most_queries(15):
        assert soup(me.get(result)).select_one("aside a.btn")["href"] == there
    agree(session)
    assert soup(me.get(HOME)).select_one(".now") is None
    after = soup(me.get(result)).select_one("section[aria-labelledby=berkas]")
    assert words(after.p) == "Disepakati"
    assert [link["href"] for link in after.select("a")] == [there, reverse("counseling:room", args=[session.pk])]


def test_the_session_of_now_comes_before_the_worksheet_of_the_last(me, person):
    sheet = sent_worksheet(person, starts_at=wib(13, 10), at=wib(12, 9))
    agreed_session(person, starts_at=wib(16, 9), at=wib(13, 12))
    with time_machine.travel(wib(16, 9), tick=False):
        home = soup(me.get(HOME))
    assert [words(button) for button in home.select(".now a.sunny")] == ["Mulai konseling"]
    there = reverse("counseling:worksheet", args=[sheet.session.pk])
    assert home.select_one(f".note a[href='{there}']")
    with time_machine.travel(wib(13, 12), tick=False):
        before = soup(me.get(HOME))
    assert before.select_one(".now a.sunny")["href"] == there
    assert "Konseling Anda terjadwal" in words(before.select_one(".calm"))


def test_a_worksheet_that_the_counsellor_still_writes_is_not_shown(me, person):
    session = open_session(person, starts_at=wib(16, 8), at=wib(13, 9))
    write(session)
    Session.workflow.move(session, "hold", actor=session.counsellor.user, at=session.ends_at, closed_at=session.ends_at)
    assert soup(me.get(HOME)).select_one(".now") is None
    seen = soup(me.get(reverse("counseling:outcome", args=[session.pk]))).select_one("section[aria-labelledby=berkas]")
    assert "Konselor sedang menulisnya." in words(seen)
    assert len(seen.select("a")) == 1


def test_who_is_not_registered_is_led_through_the_registration(client):
    counsellor()
    person = PersonFactory()
    sign_in(client, person.user)
    assert soup(client.get(HOME)).select_one(f"a.sunny[href='{REGISTER}']")
    assert client.get(ASK)["Location"] == REGISTER
    onward = soup(client.get(REGISTER)).select_one("a.sunny")["href"]
    assert onward == f"{reverse('ipk:jobseeker_register')}?lanjut={ASK}"
    hidden = soup(client.get(onward)).select_one("input[name=lanjut]")
    assert hidden["value"] == ASK
    sent = {"job": "Kasir", "occupation": "52", "condition": "none", "places": ["3372"], "lanjut": ASK}
    sent |= {"ready_on_day": "20", "ready_on_month": "11", "ready_on_year": "2026"}
    assert client.post(reverse("ipk:jobseeker_register"), sent)["Location"] == ASK


@pytest.mark.parametrize("elsewhere", ["https://contoh.invalid/", "//contoh.invalid/", "javascript:alert(1)"])
def test_the_registration_leads_to_no_other_site(client, elsewhere):
    person = PersonFactory()
    sign_in(client, person.user)
    page = client.get(reverse("ipk:jobseeker_register"), {"lanjut": elsewhere})
    assert soup(page).select_one("input[name=lanjut]") is None


def test_who_is_registered_skips_it(me):
    counsellor()
    assert me.get(REGISTER)["Location"] == ASK
    assert soup(me.get(HOME)).select_one(f"a.sunny[href='{ASK}']")


def test_times_stand_by_day_as_radio_buttons(me):
    counsellor()
    page = soup(me.get(ASK))
    days = page.select("fieldset:has(input[name=wish1]) details.day")
    assert [words(day.summary) for day in days[:2]] == [
        "Senin, 16 November 2026 10 waktu",
        "Selasa, 17 November 2026 16 waktu",
    ]
    assert [day.has_attr("open") for day in days[:2]] == [True, False]
    assert [words(label) for label in days[1].select("label")[:3]] == ["08.00", "08.30", "09.00"]
    ids = [tag["id"] for tag in page.select("input[type=radio]")]
    assert len(ids) == len(set(ids)) > 400


def test_the_page_with_all_its_times_is_small(me):
    for _ in range(3):
        counsellor("3578")
    counsellor()
    with most_queries(15):
        page = me.get(ASK)
    assert len(gzip.compress(page.content, 6)) < 14 * 1024


def test_asking_leads_to_the_request(me, person):
    one = counsellor()
    sent = me.post(ASK, answers(wib(17, 10), wib(18, 9), wib(19, 9), story="Saya bingung"))
    made = CounsellingRequest.objects.get()
    assert sent["Location"] == url("detail", made)
    assert (made.person, made.counsellor, made.story) == (person, one, "Saya bingung")
    assert latest_wishes(made) == [wib(17, 10), wib(18, 9), wib(19, 9)]
    text = main(me.get(url("detail", made)))
    assert "Selasa, 17 November 2026, 10.00 WIB" in text
    assert "Kamis, 19 November 2026, 23.59 WIB" in text
    assert me.post(ASK, answers(wib(20, 10)))["Location"] == url("detail", made)
    assert CounsellingRequest.objects.count() == 1
    assert me.get(ASK)["Location"] == url("detail", made)


def test_the_languages_of_the_counsellors_can_be_asked_for(me):
    counsellor(languages=["Indonesia"])
    assert soup(me.get(ASK)).select_one("[name=language]") is None
    sundanese = counsellor("3374", languages=["Indonesia", "Sunda"])
    counsellor("1271", languages=["Batak"], certified_until=date(2026, 1, 2))
    offered = soup(me.get(ASK)).select("[name=language] option")
    assert [words(option) for option in offered] == ["Tidak perlu, bahasa Indonesia saja", "Sunda"]
    assert me.post(ASK, answers(language="Klingon")).status_code == 422
    assert not CounsellingRequest.objects.exists()
    me.post(ASK, answers(language="Sunda"))
    made = CounsellingRequest.objects.get()
    assert made.counsellor == sundanese
    assert "Sunda" in main(me.get(url("detail", made)))


def test_a_wish_that_has_passed_is_said_to_be_over(me, person):
    counsellor()
    me.post(ASK, answers(wib(16, 15), wib(17, 10)))
    with time_machine.travel(wib(16, 15, 30), tick=False):
        first, second = soup(sign_in(me, person.user).get(HOME)).select("section[aria-labelledby=waktu] li")
    assert words(first).endswith("15.00 WIB (sudah lewat)")
    assert words(second).endswith("10.00 WIB")


def test_a_second_and_third_wish_may_be_left_out(me):
    counsellor()
    me.post(ASK, answers(wib(17, 10), wish3=moment_code(wib(19, 9))))
    assert latest_wishes(CounsellingRequest.objects.get()) == [wib(17, 10), wib(19, 9)]


def test_a_time_that_was_just_taken_is_said_beside_it_and_what_was_typed_stays(me):
    """B25."""
    counsellor()
    really_asked(jobseeking(), wib(18, 9))
    page = me.post(ASK, answers(wib(17, 10), wib(18, 9), story="Saya bingung", channel="phone"))
    assert page.status_code == 409
    assert errors(page) == ["Waktu ini baru saja terisi. Pilih waktu lain."]
    form = soup(page)
    assert words(form.select_one("fieldset.err legend")).startswith("Pilihan kedua")
    assert form.select_one("textarea[name=story]").text.strip() == "Saya bingung"
    assert form.select_one("input[name=channel][value=phone]").has_attr("checked")
    assert form.select_one("input[name=wish1]:checked, input[name=wish1][checked]")["value"] == moment_code(wib(17, 10))
    assert form.select_one(f"input[name=wish2][value='{moment_code(wib(18, 9))}']") is None


@pytest.mark.parametrize("moment", [wib(16, 8), wib(17, 2), wib(21, 10), wib(17, 10, 10)])
def test_a_time_posted_by_hand_is_refused(me, moment):
    counsellor()
    page = me.post(ASK, answers(moment))
    assert page.status_code == 409
    assert errors(page) == ["Waktu ini tidak dapat dipilih. Pilih dari daftar."]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"wish1": ""}, "Pilih paling sedikit satu waktu."),
        ({"wish1": "kemarin"}, "Pilih waktu dari daftar."),
        ({"wish2": moment_code(wib(17, 10))}, "Waktu ini sudah Anda pilih. Pilih waktu lain."),
        ({"reason": ""}, "Pilih satu jawaban."),
        ({"channel": "surat"}, "Pilih satu dari daftar."),
        ({"story": "a" * 1_001}, "Ceritakan paling panjang 1000 huruf."),
    ],
)
def test_what_is_missing_is_said(me, fields, said):
    counsellor()
    page = me.post(ASK, answers(**fields))
    assert page.status_code == 422
    assert errors(page) == [said]
    assert not CounsellingRequest.objects.exists()


def test_with_nobody_near_the_page_says_who_serves(me):
    counsellor("3374")
    assert "Belum ada waktu kosong pada konselor di" in main(me.get(ASK))
    CounsellingRequest.objects.all()
    counsellor("3372")
    assert "Belum ada waktu kosong" not in main(me.get(ASK))


def test_with_nobody_in_the_province_it_is_another_region(me):
    counsellor("3578")
    assert "Konselor di provinsi Anda sedang penuh" in main(me.get(ASK))


def test_with_nobody_at_all_there_is_a_way_on(me):
    assert "Belum ada waktu kosong dua minggu ini" in main(me.get(ASK))


def test_the_times_are_those_of_the_persons_clock(me, person):
    Preference.objects.create(user=person.user, zone=Zone.WIT)
    counsellor()
    page = soup(me.get(ASK))
    assert "Jam menurut WIT" in words(page.main)
    label = page.select_one(f"input[name=wish1][value='{moment_code(wib(17, 10))}'] + label")
    assert words(label) == "12.00"


def test_a_proposal_is_agreed_on_its_page(me, person):
    one = counsellor()
    request = really_asked(person)
    booking.propose_time(request, starts_at=wib(18, 13), by=one, actor=one.user, at=MORNING, note="Pagi saya rapat")
    home = soup(me.get(HOME))
    assert home.select_one("a.sunny")["href"] == url("answer", request)
    assert "Rabu, 18 November 2026, 13.00 WIB" in words(home.main)
    assert "Pagi saya rapat" in main(me.get(url("answer", request)))
    assert me.post(url("answer", request), {"answer": "ya"})["Location"] == url("detail", request)
    assert Session.objects.get().state == SessionState.AGREED
    agreed = main(me.get(url("detail", request)))
    assert "Waktu disepakatiRabu, 18 November 2026, 13.00 WIB" in agreed
    assert "Pagi saya rapat" not in agreed  # why another time was offered, not why this one was agreed
    assert me.post(url("answer", request), {"answer": "ya"})["Location"] == url("detail", request)


def test_a_proposal_is_declined_and_other_times_are_chosen(me, person):
    one = counsellor()
    request = really_asked(person)
    booking.propose_time(request, starts_at=wib(18, 13), by=one, actor=one.user, at=MORNING)
    sent = me.post(url("answer", request), {"answer": "tidak", "reason": "Jaga anak"})
    assert sent["Location"] == url("move", request)
    assert Session.objects.get().note == "Jaga anak"
    assert me.post(url("move", request), {"wish1": moment_code(wib(20, 9))})["Location"] == url("detail", request)
    assert latest_wishes(request) == [wib(20, 9)]


def test_nobody_answers_without_saying_what(me, person):
    one = counsellor()
    request = really_asked(person)
    booking.propose_time(request, starts_at=wib(18, 13), by=one, actor=one.user, at=MORNING)
    page = me.post(url("answer", request), {})
    assert (page.status_code, errors(page)) == (422, ["Pilih satu jawaban."])


def test_an_agreed_session_offers_the_calendar_and_from_ten_minutes_before_the_room(me, person):
    session = agreed_session(person, starts_at=wib(17, 10))
    text = main(me.get(HOME))
    assert "Konseling Anda besok" in text
    assert "Ruang dibuka 09.50 WIB" in text
    assert "Mulai konseling" not in text
    with time_machine.travel(wib(17, 9, 50), tick=False):
        sign_in(me, person.user)
        assert "Konseling Anda hari ini" in main(me.get(HOME))
    file = me.get(reverse("counseling:calendar_file", args=[session.pk]))
    assert file["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (session.starts_at, session.ends_at)
    assert str(event["uid"]) == f"{session.pk}@jkp"
    assert str(event["url"]).endswith(url("detail", session.request))
    assert person.full_name not in file.content.decode()
    assert all(len(line) <= 75 for line in file.content.split(b"\r\n"))


def test_an_agreed_time_is_moved(me, person):
    session = agreed_session(person, starts_at=wib(17, 10))
    sent = me.post(url("move", session.request), {"wish1": moment_code(wib(19, 9)), "reason": "Sakit"})
    assert sent["Location"] == url("detail", session.request)
    session.refresh_from_db()
    assert (session.state, session.note) == (SessionState.MOVED, "Sakit")
    assert "Permohonan Anda menunggu konselor" in main(me.get(HOME))


def test_what_has_begun_is_not_cancelled_and_within_the_grace_not_moved(me, person):
    session = agreed_session(person, starts_at=wib(16, 9), at=wib(13, 9))
    page = me.post(url("move", session.request), {"wish1": moment_code(wib(19, 9)), "reason": ""})
    assert page.status_code == 409
    assert errors(page) == ["Tunggu sampai waktu tunggu lewat sebelum mencatat tidak hadir."]
    page = me.post(url("cancel", session.request), {"reason": ""})
    assert page.status_code == 409
    assert errors(page) == ["Waktu konseling ini sudah mulai. Masuk ke ruang, atau minta ditelepon."]
    session.refresh_from_db()
    assert session.state == SessionState.AGREED


def test_who_waited_for_the_counsellor_in_vain_chooses_other_times(me, person):
    session = agreed_session(person, starts_at=wib(16, 8, 30), at=wib(13, 9))
    sent = me.post(url("move", session.request), {"wish1": moment_code(wib(19, 9)), "reason": "Saya menunggu"})
    assert sent["Location"] == url("detail", session.request)
    session.refresh_from_db()
    assert (session.state, session.absent) == (SessionState.MISSED, Side.COUNSELLOR)
    assert latest_wishes(session.request) == [wib(19, 9)]
    assert "Konselor tidak hadir; itu tanggung jawab kami" in words(soup(me.get(url("detail", session.request))).main)


def test_cancelling_asks_first_and_happens_once(me, person):
    session = agreed_session(person, starts_at=wib(17, 10))
    page = me.get(url("cancel", session.request))
    assert "Selasa, 17 November 2026, 10.00 WIB" in main(page)
    assert me.post(url("cancel", session.request), {"reason": "Sudah bekerja"})["Location"] == HOME
    assert me.post(url("cancel", session.request), {"reason": "lain"}).status_code == 302
    request = CounsellingRequest.objects.get()
    assert (request.state, request.cancel_reason) == (RequestState.CANCELLED, "Sudah bekerja")
    assert "Sudah bekerja" in main(me.get(url("detail", request)))


def test_what_was_stands_in_the_history_with_a_way_to_ask_again(me, person):
    held_session(person, starts_at=wib(3, 10), at=wib(2, 9))
    missed = agreed_session(person, starts_at=wib(4, 10), at=wib(2, 9))
    Session.workflow.move(missed, "miss", actor=None, at=wib(4, 11), absent=Side.PARTICIPANT)
    CounsellingRequest.workflow.move(missed.request, "finish", actor=None, at=wib(4, 11))
    rows = soup(me.get(HOME)).select(".tasks li")
    assert [words(row.a) for row in rows] == ["Rabu, 4 November 2026", "Selasa, 3 November 2026"]
    assert "Anda tidak hadir" in words(rows[0])
    page = me.get(url("detail", missed.request))
    assert "Tidak apa-apa. Manfaat Anda tidak berkurang" in main(page)
    assert soup(page).select_one(f"a.sunny[href='{ASK}']")


def test_a_late_answer_is_said_to_be_ours(me, person):
    counsellor()
    really_asked(person, wib(30, 10))
    with time_machine.travel(wib(20, 9), tick=False):
        sign_in(me, person.user)
        assert "Keterlambatan itu tanggung jawab kami." in main(me.get(HOME))


def test_the_id_of_a_session_leads_to_its_request(me, person):
    session = agreed_session(person)
    assert me.get(reverse("counseling:detail", args=[session.pk]))["Location"] == url("detail", session.request)


def test_somebody_elses_request_is_not_found(client):
    counsellor()
    request = really_asked()
    other = PersonFactory()
    jobseeker(other)
    sign_in(client, other.user)
    for name in ("detail", "answer", "move", "cancel"):
        assert client.get(url(name, request)).status_code == 404
        assert client.post(url(name, request)).status_code in (404, 405)


def test_only_the_two_people_get_the_calendar_file(client):
    session = agreed_session()
    address = reverse("counseling:calendar_file", args=[session.pk])
    for user, status in (
        (session.counsellor.user, 200),
        (counsellor().user, 404),
        (officer(Role.COUNSELLOR_COORDINATOR, region="33"), 404),
        (PersonFactory().user, 404),
    ):
        assert sign_in(client, user).get(address).status_code == status


def test_a_cancelled_session_has_no_calendar_file(me, person):
    session = agreed_session(person)
    booking.hand_back(session, reason="Sakit", actor=session.counsellor.user, at=MORNING)
    assert me.get(reverse("counseling:calendar_file", args=[session.pk])).status_code == 404


@pytest.mark.parametrize("name", ["home", "ask", "register"])
def test_officers_have_no_counselling_of_their_own_here(client, name):
    sign_in(client, counsellor().user)
    assert client.get(reverse(f"counseling:{name}")).status_code == 403
