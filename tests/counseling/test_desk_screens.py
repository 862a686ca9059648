"""K1 and K2: the day, the queue, one request, the week, leave, and calls, as counsellors and coordinators use them."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from core.models import AccessLog
from counseling.enums import RequestState, SessionState, Side
from counseling.forms.slots import moment_code
from counseling.models import CounsellingRequest, Leave, OfficeCall, Session
from counseling.operations import booking, closing
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import (
    agreed_session,
    asked,
    coordinator,
    counsellor,
    held_session,
    jobseeking,
    open_session,
    really_asked,
    wib,
)
from tests.factories.counseling_worksheets import write
from tests.factories.participants import MORNING, PersonFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
DESK, QUEUE, HOURS, LEAVE = (reverse(f"counseling:{name}") for name in ("desk", "queue", "hours", "leave"))


@pytest.fixture
def one():
    return counsellor()


@pytest.fixture
def me(client, one):
    return sign_in(client, one.user)


def url(request):
    return reverse("counseling:queue_request", args=[request.pk])


def main(response) -> str:
    return words(soup(response).main)


def errors(response) -> list[str]:
    return [words(item) for item in soup(response).select(".errs li")]


def rows(response) -> list[str]:
    return [words(row) for row in soup(response).select("tbody tr")]


def kpi(response) -> list[str]:
    return [words(item) for item in soup(response).select(".kpi dd")]


def named(name: str, *wishes, **how):
    return really_asked(jobseeking(full_name=name), *wishes, **how)


# --- K1 ------------------------------------------------------------------------------------------------------------


def test_the_next_session_is_on_top_of_the_day(me, one):
    agreed_session(jobseeking(full_name="Siti Rahmawati"), by=one, starts_at=wib(16, 10), at=wib(13, 9))
    agreed_session(jobseeking(full_name="Budi Santoso"), by=one, starts_at=wib(16, 14), at=wib(13, 9))
    page = me.get(DESK)
    assert words(soup(page).select_one("section.warm h2")) == "Sesi berikutnya: 10.00 bersama Siti R."
    assert "Ruang dibuka 09.50 WIB" in main(page)
    assert [row[:11] for row in rows(page)] == ["10.00–10.30", "14.00–14.30"]
    assert kpi(page)[0] == "2"


def test_a_day_without_sessions_leads_to_the_queue(me):
    named("Siti Rahmawati")
    page = me.get(DESK)
    assert "Tidak ada sesi hari ini." in main(page)
    assert soup(page).select_one(f"section.warm a.btn[href='{QUEUE}']")
    assert kpi(page)[1] == "1"


def test_a_session_that_is_over_leads_to_its_worksheet(me, one):
    """From the list of today, from what is not signed yet, and from its request."""
    session = open_session(jobseeking(full_name="Siti Rahmawati"), by=one, starts_at=wib(16, 8), at=wib(13, 9))
    write(session)
    Session.workflow.move(session, "hold", actor=one.user, at=session.ends_at, closed_at=session.ends_at)
    there = reverse("counseling:session", args=[session.pk])
    desk = soup(me.get(DESK))
    assert desk.select_one("tbody th a")["href"] == there
    waits = desk.select_one("section[aria-labelledby=kertas] li")
    assert (words(waits), waits.a["href"]) == (
        "Siti Rahmawati · Senin, 16 November 2026 · belum Anda tanda tangani",
        there,
    )
    assert desk.select_one("section.warm a.btn")["href"] == there
    assert soup(me.get(url(session.request))).select_one("aside a.btn")["href"] == there


def test_a_session_whose_counsellor_wrote_nothing_waits_too(me, one):
    held_session(jobseeking(full_name="Siti Rahmawati"), by=one, starts_at=wib(13, 10), at=wib(12, 9))
    assert "Siti Rahmawati · Jumat, 13 November 2026 · belum ditulis" in main(me.get(DESK))


def test_an_empty_day_is_calm(me):
    page = me.get(DESK)
    assert "Tidak ada permohonan yang menunggu." in main(page)
    assert soup(page).select_one("section.warm") is None


def test_what_is_late_is_said_in_red_and_in_words(me, one):
    asked(jobseeking(full_name="Siti Rahmawati"), to=one, at=wib(9, 9))
    page = me.get(DESK)
    assert kpi(page)[2] == "1"
    assert words(soup(page).select_one("aside .t-bad")) == "Lewat 4 hari"
    assert "Siti R., menunggu 7 hari" in main(page)


def test_leave_with_sessions_in_it_is_shown_on_the_day(me, one):
    agreed_session(jobseeking(), by=one, starts_at=wib(17, 10))
    me.post(LEAVE, leave_form(17, 17))
    assert soup(me.get(DESK)).select_one(
        f"a[href='{reverse('counseling:leave_detail', args=[Leave.objects.get().pk])}']"
    )


def test_an_officer_who_is_no_counsellor_yet_reads_what_to_do(client):
    sign_in(client, officer(Role.COUNSELLOR, region="3372"))
    for address in (DESK, HOURS, LEAVE):
        assert "Data konselor Anda belum ada" in main(client.get(address))


# --- K2 ------------------------------------------------------------------------------------------------------------


def test_ones_own_come_first_then_the_region_then_any_region_after_a_working_day(me, one):
    far = counsellor("3578")
    asked(jobseeking("3578", full_name="Jauh Lama"), to=far, at=wib(12, 9))
    asked(jobseeking("3578", full_name="Jauh Baru"), to=far, at=wib(13, 9))
    asked(jobseeking(full_name="Dekat Tanpa"), at=wib(13, 9))
    asked(jobseeking(full_name="Untuk Saya"), to=one, at=wib(16, 8))
    page = me.get(QUEUE)
    assert [words(row.th) for row in soup(page).select("tbody tr")] == ["Untuk S.", "Dekat T.", "Jauh L."]
    assert [words(row.select("td")[-1]) for row in soup(page).select("tbody tr")] == [
        "Untuk Anda",
        "Wilayah Anda",
        "Wilayah lain",
    ]
    assert kpi(page) == ["0", "0", "1", "3"]


def test_after_the_working_day_everybody_sees_it(me):
    request = asked(jobseeking("3578"), to=counsellor("3578"), at=wib(13, 9))  # Friday
    assert me.get(url(request)).status_code == 404
    with time_machine.travel(wib(17, 9), tick=False):  # Monday was the working day
        sign_in(me, counsellor("1171").user)
        assert me.get(url(request)).status_code == 200


def test_the_queue_is_searched_and_narrowed(me, one):
    really_asked(jobseeking(full_name="Siti Rahmawati"), channel="phone")
    named("Budi Santoso", wib(17, 11))
    assert len(rows(me.get(QUEUE))) == 2
    assert [row for row in rows(me.get(QUEUE, {"q": "siti"})) if "Siti R." in row]
    assert len(rows(me.get(QUEUE, {"q": "surakarta"}))) == 2
    assert len(rows(me.get(QUEUE, {"cara": "phone"}))) == 1
    assert len(rows(me.get(QUEUE, {"untuk": "0"}))) == 2
    assert "Tidak ada permohonan yang cocok" in main(me.get(QUEUE, {"untuk": "2"}))
    assert "Tidak ada permohonan yang cocok" in main(me.get(QUEUE, {"q": "tidak ada"}))


def test_an_empty_queue_is_calm(me):
    assert "Antrian kosong" in main(me.get(QUEUE))


def test_the_queue_has_pages_and_asks_as_much_for_many(me, one):
    for number in range(21):
        asked(jobseeking(full_name=f"Peserta {chr(65 + number)}"), to=one)
    with most_queries(18):
        assert len(rows(me.get(QUEUE))) == 20
    assert len(rows(me.get(QUEUE, {"page": 2}))) == 1


def test_a_coordinator_reads_the_queue_of_the_region(client):
    counsellor()
    named("Siti Rahmawati")
    sign_in(client, coordinator("33"))
    assert len(rows(client.get(QUEUE))) == 1
    sign_in(client, coordinator("35"))
    assert rows(client.get(QUEUE)) == []


# --- one request ---------------------------------------------------------------------------------------------------


def test_a_wish_is_accepted(me, one):
    request = named("Siti Rahmawati")
    page = me.get(url(request))
    assert soup(page).select_one("input[name=wish][checked]")["value"] == moment_code(wib(17, 10))
    sent = me.post(url(request), {"do": "accept", "wish": moment_code(wib(17, 10))})
    assert sent["Location"] == QUEUE
    session = Session.objects.get()
    assert (session.state, session.counsellor) == (SessionState.AGREED, one)
    text = main(me.get(url(request)))
    assert "Selasa, 17 November 2026, 10.00 WIB" in text
    assert "Setujui dan jadwalkan" not in text


def test_wishes_that_cannot_be_taken_say_why(me, one):
    request = really_asked(jobseeking(), wib(17, 10), wib(18, 9), wib(19, 9))
    agreed_session(jobseeking(), by=one, starts_at=wib(17, 10))
    Leave.objects.create(
        counsellor=one,
        first=date(2026, 11, 18),
        last=date(2026, 11, 18),
        reason="sick",
        recorded_by=one.user,
        recorded_at=MORNING,
    )
    page = me.get(url(request))
    text = main(page)
    assert "Anda ada sesi lain" in text
    assert "Anda cuti pada hari itu" in text
    assert [tag["value"] for tag in soup(page).select("input[name=wish]")] == [moment_code(wib(19, 9))]


def test_a_time_that_was_taken_meanwhile_is_said_beside_it(me, one):
    request = named("Siti Rahmawati")
    agreed_session(jobseeking(), by=one, starts_at=wib(17, 10))
    page = me.post(url(request), {"do": "accept", "wish": moment_code(wib(17, 10))})
    assert (page.status_code, errors(page)) == (409, ["Waktu ini baru saja terisi. Pilih waktu lain."])


def test_who_comes_second_is_told_on_the_queue(me, one):
    request = named("Siti Rahmawati")
    other = counsellor()
    booking.accept_wish(request, starts_at=wib(17, 10), by=other, actor=other.user, at=MORNING)
    sent = me.post(url(request), {"do": "accept", "wish": moment_code(wib(17, 10))}, follow=True)
    assert "Pilih satu waktu" not in main(sent)
    assert Session.objects.count() == 1


def test_another_time_is_proposed_with_a_word(me):
    request = named("Siti Rahmawati")
    sent = {"do": "propose", "time": moment_code(wib(18, 13)), "note": "Pagi saya rapat"}
    assert me.post(url(request), sent)["Location"] == QUEUE
    session = Session.objects.get()
    assert (session.state, session.starts_at, session.note) == (SessionState.PROPOSED, wib(18, 13), "Pagi saya rapat")
    page = me.post(url(named("Budi Santoso")), {"do": "propose", "time": ""})
    assert (page.status_code, errors(page)) == (422, ["Pilih satu waktu."])


@pytest.mark.parametrize("moment", [wib(17, 2), wib(21, 10), wib(16, 9)])
def test_no_time_is_proposed_by_hand_that_is_not_free(me, moment):
    page = me.post(url(named("Siti Rahmawati")), {"do": "propose", "time": moment_code(moment)})
    assert page.status_code == 409
    assert not Session.objects.exists()


def test_a_request_is_passed_on(me, one):
    request, other = named("Siti Rahmawati"), counsellor("3374")
    assert me.post(url(request), {"do": "pass"})["Location"] == QUEUE
    request.refresh_from_db()
    assert request.counsellor == other
    again = me.post(url(request), {"do": "pass"}, follow=True)
    assert "Permohonan ini bukan untuk Anda." in main(again)


def test_an_agreed_session_is_moved_or_handed_back(me, one):
    session = agreed_session(jobseeking(), by=one, starts_at=wib(17, 10))
    address = url(session.request)
    page = me.post(address, {"do": "back", "reason": ""})
    assert (page.status_code, errors(page)) == (422, ["Isi jawabannya."])
    me.post(address, {"do": "propose", "time": moment_code(wib(18, 13)), "note": "Rapat"})
    session.refresh_from_db()
    new = Session.objects.get(state=SessionState.PROPOSED)
    assert (session.state, new.starts_at) == (SessionState.MOVED, wib(18, 13))
    me.post(address, {"do": "back", "reason": "Sakit"})
    new.refresh_from_db()
    assert (new.state, new.cancelled_by) == (SessionState.CANCELLED, Side.COUNSELLOR)
    assert CounsellingRequest.objects.get().state == RequestState.WAITING


def test_every_reading_is_written_down_for_the_participant(me, one):
    request = named("Siti Rahmawati")
    me.get(url(request))
    seen = AccessLog.objects.get()
    assert (seen.person_id, seen.purpose) == (request.person_id, "menyiapkan konseling")


def test_a_coordinator_reads_but_does_not_answer(client, one):
    request = named("Siti Rahmawati")
    sign_in(client, coordinator("33"))
    assert "Setujui dan jadwalkan" not in main(client.get(url(request)))
    sent = client.post(url(request), {"do": "accept", "wish": moment_code(wib(17, 10))})
    assert sent.status_code == 403


def test_a_counsellor_elsewhere_does_not_find_it(client):
    counsellor()
    request = named("Siti Rahmawati")
    sign_in(client, counsellor("3578").user)
    assert client.get(url(request)).status_code == 404
    assert client.post(url(request), {"do": "accept"}).status_code == 404


def test_an_uncertified_counsellor_cannot_accept(client):
    counsellor()
    request = named("Siti Rahmawati")
    sign_in(client, counsellor(uncertified=True).user)
    assert "sertifikat Anda tidak berlaku" in main(client.get(url(request)))
    page = client.post(url(request), {"do": "accept", "wish": moment_code(wib(17, 10))})
    assert page.status_code == 403
    assert not Session.objects.exists()


# --- week and hours ------------------------------------------------------------------------------------------------


def hours_form(**fields):
    form = {"weekly_capacity": "20"}
    for day in range(5):
        form |= {f"d{day}_pagi_from": "08:00", f"d{day}_pagi_to": "12:00"}
    return form | fields


def test_the_week_shows_sessions_free_times_and_leave(me, one):
    agreed_session(jobseeking(full_name="Siti Rahmawati"), by=one, starts_at=wib(17, 10))
    me.post(LEAVE, leave_form(18, 18))
    week = rows(me.get(HOURS))[:5]
    assert week[0].startswith("Senin, 16 November 2026hari ini")
    assert "10.00 Siti R." in week[1]
    assert "15 waktu kosong" in week[1]
    assert "Cuti" in week[2]
    assert "Tidak ada waktu kosong" in week[2]
    following = me.get(HOURS, {"mulai": "2026-11-23"})
    assert "23–27 November 2026" in main(following)
    assert me.get(HOURS, {"mulai": "kemarin"}).status_code == 200


def test_hours_are_saved(me, one):
    assert me.post(HOURS, hours_form(weekly_capacity="12"))["Location"] == HOURS
    one.refresh_from_db()
    assert (one.weekly_capacity, one.hours.count()) == (12, 5)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"d0_pagi_to": ""}, "Isi dari dan sampai, atau kosongkan keduanya."),
        ({"d0_pagi_to": "08:00"}, "Jam selesai harus sesudah jam mulai."),
        (
            {"d0_siang_from": "11:00", "d0_siang_to": "13:00"},
            "Jam pagi dan siang pada satu hari tidak boleh tumpang tindih.",
        ),
        ({"weekly_capacity": "61"}, "Tulis paling banyak 60."),
    ],
)
def test_hours_that_cannot_be_are_said(me, one, fields, said):
    page = me.post(HOURS, hours_form(**fields))
    assert (page.status_code, errors(page)) == (422, [said])


def test_hours_never_leave_an_agreed_session_outside(me, one):
    agreed_session(jobseeking(), by=one, starts_at=wib(17, 14))
    page = me.post(HOURS, hours_form())
    assert (page.status_code, errors(page)) == (409, ["Masih ada sesi di luar jam baru. Pindahkan dulu sesi itu."])


# --- leave ---------------------------------------------------------------------------------------------------------


def leave_form(first: int, last: int, **fields):
    days = {"first": first, "last": last}
    dates = {
        f"{name}_{part}": value
        for name, day in days.items()
        for part, value in (("day", day), ("month", 11), ("year", 2026))
    }
    return {**dates, "reason": "leave", **fields}


def test_leave_shows_what_it_touches_and_gives_it_away_at_once(me, one):
    other = counsellor("3374")
    agreed_session(jobseeking(full_name="Siti Rahmawati"), by=one, starts_at=wib(17, 10))
    really_asked(jobseeking(full_name="Budi Santoso"), wib(17, 11))
    sent = me.post(LEAVE, leave_form(17, 18))
    leave = Leave.objects.get()
    detail = reverse("counseling:leave_detail", args=[leave.pk])
    assert sent["Location"] == detail
    assert [row for row in rows(me.get(detail)) if "Siti R." in row or "Budi S." in row] == rows(me.get(detail))
    done = me.post(detail, follow=True)
    assert "1 sesi diberikan kepada konselor lain pada waktu yang sama; 1 permohonan dialihkan." in main(done)
    assert Session.objects.get(state=SessionState.AGREED).counsellor == other
    assert "Tidak ada lagi yang perlu dialihkan." in main(me.post(detail, follow=True))
    assert me.post(reverse("counseling:leave_take_back", args=[leave.pk]))["Location"] == LEAVE
    assert not Leave.objects.exists()


def test_leave_that_cannot_be_is_said_beside_its_field(me, one):
    page = me.post(LEAVE, leave_form(18, 17))
    assert (page.status_code, errors(page)) == (422, ["Hari terakhir harus sama atau sesudah hari pertama."])
    me.post(LEAVE, leave_form(17, 18))
    page = me.post(LEAVE, leave_form(18, 19))
    assert (page.status_code, errors(page)) == (409, ["Cuti pada hari itu sudah tercatat."])


def test_a_coordinator_records_leave_for_counsellors_of_the_region(client, one):
    far = counsellor("3578", full_name="Jauh Sekali")
    sign_in(client, coordinator("33"))
    options = [tag["value"] for tag in soup(client.get(LEAVE)).select("select[name=counsellor] option")]
    assert str(one.pk) in options
    assert str(far.pk) not in options
    assert client.post(LEAVE, leave_form(17, 17, counsellor=str(far.pk))).status_code == 422
    assert client.post(LEAVE, leave_form(17, 17, counsellor=str(one.pk))).status_code == 302
    assert Leave.objects.get().counsellor == one


def test_another_counsellors_leave_is_not_found(me):
    other = counsellor()
    leave = Leave.objects.create(
        counsellor=other,
        first=date(2026, 11, 18),
        last=date(2026, 11, 18),
        reason="sick",
        recorded_by=other.user,
        recorded_at=MORNING,
    )
    for name in ("leave_detail", "leave_take_back"):
        assert me.post(reverse(f"counseling:{name}", args=[leave.pk])).status_code == 404
    assert Leave.objects.exists()


# --- calls ---------------------------------------------------------------------------------------------------------


def to_call(person) -> OfficeCall:
    for day in (2, 3, 4):
        session = agreed_session(person, by=counsellor(), starts_at=wib(day, 10), at=wib(1, 9))
        at = wib(day, 10, 15)
        closing.record_absence(session, absent=Side.PARTICIPANT, note="", actor=session.counsellor.user, at=at)
    return OfficeCall.objects.get()


def test_who_did_not_appear_three_times_is_called_and_what_was_said_is_kept(me, person):
    found = to_call(person)
    address = reverse("counseling:call", args=[found.pk])
    assert soup(me.get(DESK)).select_one(f"a[href='{address}']")
    page = me.get(address)
    assert person.user.phone in main(page)
    assert "tidak ada sanksi" in main(page)
    assert me.post(address, {"note": ""}).status_code == 422
    assert me.post(address, {"note": "HP-nya rusak"})["Location"] == DESK
    assert "HP-nya rusak" in main(me.get(address))
    assert soup(me.get(DESK)).select_one(f"a[href='{address}']") is None


def test_a_call_of_another_region_is_not_found(client, person):
    found = to_call(person)
    sign_in(client, counsellor("3578").user)
    assert client.get(reverse("counseling:call", args=[found.pk])).status_code == 404


@pytest.mark.parametrize("address", [DESK, QUEUE, HOURS, LEAVE])
def test_participants_have_no_desk(client, address):
    sign_in(client, PersonFactory().user)
    assert client.get(address).status_code == 403
