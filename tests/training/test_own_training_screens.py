"""W19 in class: checking in by typing or by QR, and the page of a training one takes."""

from datetime import date, timedelta

import pytest
import time_machine

from accounts.enums import Role
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import PersonFactory
from tests.factories.training_money import (
    SEVEN_HOURS,
    AttendanceFactory,
    EnrolmentFactory,
    MeetingFactory,
    at_eight,
    attended,
)
from tests.html import soup, words
from tests.queries import most_queries
from training.checkin import code_of
from training.models import Attendance, Enrolment, Meeting
from training.operations import close_class_outcomes, note_work

pytestmark = pytest.mark.django_db
EIGHT = at_eight(date(2026, 11, 16))


@pytest.fixture(autouse=True)
def eight():
    with time_machine.travel(EIGHT, tick=False):
        yield


@pytest.fixture
def enrolment(client) -> Enrolment:
    one = EnrolmentFactory()
    sign_in(client, one.person.user)
    return one


@pytest.fixture
def meeting(enrolment) -> Meeting:
    return MeetingFactory(training_class=enrolment.training_class, starts_at=EIGHT)


def page_of(enrolment: Enrolment) -> str:
    return f"/pelatihan/saya/{enrolment.pk}/"


def qr(meeting: Meeting, code: str = "") -> str:
    return f"/pelatihan/hadir/{meeting.pk}/{code or code_of(meeting, EIGHT)}/"


def test_the_first_page_of_training_asks_for_the_code_while_the_meeting_goes_on(client, enrolment, meeting):
    client.get("/pelatihan/")
    with most_queries(15):
        first = client.get("/pelatihan/")
    asked = soup(first).select_one(".now a[href='/pelatihan/hadir/']")
    assert words(asked) == "Catat kehadiran saya"
    AttendanceFactory(enrolment=enrolment, meeting=meeting)
    assert soup(client.get("/pelatihan/")).select("a[href='/pelatihan/hadir/']") == []


def test_a_meeting_of_another_class_asks_nobody_for_a_code(client, enrolment):
    MeetingFactory(starts_at=EIGHT)
    assert soup(client.get("/pelatihan/")).select("a[href='/pelatihan/hadir/']") == []


def test_who_is_there_already_reads_of_the_next_meeting_and_when_it_counts(client, enrolment, meeting):
    MeetingFactory(training_class=enrolment.training_class, starts_at=at_eight(date(2026, 11, 17)))
    assert "Pertemuan berikutnya" not in words(soup(client.get(page_of(enrolment))))
    client.post("/pelatihan/hadir/", {"code": code_of(meeting, EIGHT)})
    page = words(soup(client.get(page_of(enrolment))))
    assert "Pertemuan berikutnya Selasa, 17 November 2026, 08.00–15.00 WIB." in page
    assert "dihitung sesudah lembaga menyimpan daftar hadir" in page


def test_typed_digits_are_answered_with_ones_own_page_also_twice(client, enrolment, meeting):
    code = code_of(meeting, EIGHT)
    for _ in range(2):
        response = client.post("/pelatihan/hadir/", {"code": f"{code[:3]} {code[3:]}"})
        assert (response.status_code, response.url) == (302, page_of(enrolment))
    assert Attendance.objects.get().minutes == SEVEN_HOURS
    assert "Anda tercatat hadir: 7 jam." in words(soup(client.get(page_of(enrolment))))
    assert "Anda sudah tercatat" in words(soup(client.get("/pelatihan/hadir/")))


def test_a_wrong_code_keeps_what_was_typed_and_the_fifth_locks(client, meeting):
    wrong = "000000" if code_of(meeting, EIGHT) != "000000" else "111111"
    answers = [client.post("/pelatihan/hadir/", {"code": wrong}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    assert soup(answers[0]).select_one("[name=code]")["value"] == wrong
    assert "Kode tidak cocok" in words(soup(answers[0]))
    assert client.post("/pelatihan/hadir/", {"code": code_of(meeting, EIGHT)}).status_code == 429
    assert not Attendance.objects.exists()


def test_an_empty_code_is_asked_for(client, meeting):
    assert client.post("/pelatihan/hadir/", {"code": ""}).status_code in (200, 422)
    assert not Attendance.objects.exists()


def test_without_a_meeting_there_is_nothing_to_type(client, enrolment):
    assert "Tidak ada pertemuan yang sedang berlangsung" in words(soup(client.get("/pelatihan/hadir/")))
    assert client.post("/pelatihan/hadir/", {"code": "123456"}).status_code == 409


def test_scanning_asks_first_and_writes_by_a_button(client, enrolment, meeting):
    page = soup(client.get(qr(meeting)))
    assert "Saya hadir" in words(page)
    assert not Attendance.objects.exists()
    for _ in range(2):
        assert client.post(qr(meeting)).url == page_of(enrolment)
    assert Attendance.objects.count() == 1
    assert "Anda sudah tercatat" in words(soup(client.get(qr(meeting))))


def test_who_is_absent_on_the_roster_is_told_so_and_not_that_they_are_there(client, enrolment, meeting):
    AttendanceFactory(enrolment=enrolment, meeting=meeting, absent=True)
    assert client.post(qr(meeting)).status_code == 302
    text = words(soup(client.get(page_of(enrolment))))
    assert "Lembaga mencatat Anda tidak hadir." in text
    assert "Anda tercatat hadir" not in text
    assert Attendance.objects.get().minutes == 0


def test_an_old_qr_leads_to_typing(client, meeting):
    with time_machine.travel(EIGHT + timedelta(minutes=5), tick=False):
        response = client.post(qr(meeting, code_of(meeting, EIGHT)))
    assert response.status_code == 422
    assert soup(response).select_one("a[href='/pelatihan/hadir/']")


def test_somebody_elses_meeting_and_training_do_not_exist(client, enrolment, meeting):
    for stranger in (PersonFactory().user, EnrolmentFactory().person.user):
        sign_in(client, stranger)
        assert client.get(qr(meeting)).status_code == client.post(qr(meeting)).status_code == 404
        assert client.get(page_of(enrolment)).status_code == 404
    sign_in(client, officer(Role.COUNSELLOR, region="3372"))
    assert client.get(page_of(enrolment)).status_code == 403
    sign_in(client, UserFactory())
    assert client.get(page_of(enrolment)).status_code == 404
    assert client.get("/pelatihan/hadir/").status_code == 302


def shown(client, enrolment: Enrolment) -> str:
    sign_in(client, enrolment.person.user)
    return words(soup(client.get(page_of(enrolment))))


def test_a_running_training_shows_minutes_share_and_what_may_be_missed(client):
    enrolment = attended(PersonFactory(), 9, 10)
    MeetingFactory(training_class=enrolment.training_class, starts_at=EIGHT + timedelta(days=1))
    sign_in(client, enrolment.person.user)
    with most_queries(18):
        client.get(page_of(enrolment))
    text = shown(client, enrolment)
    assert "63 jam" in text
    assert "90%" in text
    assert "tidak hadir paling lama 8 jam 24 menit" in text  # a fifth of 77 hours without the seven that were missed
    assert "Pertemuan berikutnya Selasa, 17 November 2026, 08.00–15.00 WIB." in text


def test_while_a_meeting_runs_the_page_leads_to_checking_in(client, enrolment, meeting):
    assert "Catat kehadiran saya" in shown(client, enrolment)
    client.post(qr(meeting))
    assert "Catat kehadiran saya" not in shown(client, enrolment)


@pytest.mark.parametrize(("there", "said"), [(16, "Baca dan unduh sertifikat"), (15, "Kehadiran Anda kurang")])
def test_the_end_is_told_with_its_share(client, there, said):
    enrolment = attended(PersonFactory(), there, 20)
    close_class_outcomes(at=at_eight(date(2027, 1, 4)))
    assert said in shown(client, enrolment)


def test_work_is_congratulated_with_the_letter(client):
    enrolment = attended(PersonFactory(), 5, 5)
    note_work(enrolment.person, started_on=date(2026, 11, 6), employer="PT Tenun Contoh", at=EIGHT)
    text = shown(client, enrolment)
    assert "Pelatihan Anda berakhir Kamis, 5 November 2026" in text
    assert "Baca surat telah mengikuti pelatihan" in text
    assert "Tidak dihitung" not in text
