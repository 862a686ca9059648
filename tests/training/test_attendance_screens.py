"""L1 and L4: the day, planning, the roster without scripts, the code on the wall, outcomes; the officer's desk."""

import gzip
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.sessions import SEEN
from core.models import Holiday
from notices.models import Letter
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import PersonFactory
from tests.factories.training import InstituteFactory, TrainingClassFactory
from tests.factories.training_money import (
    SEVEN_HOURS,
    EnrolmentFactory,
    InstituteStaffFactory,
    MeetingFactory,
    at_eight,
    attended,
)
from tests.html import soup, words
from tests.queries import most_queries
from training.checkin import code_of
from training.enums import MeetingState
from training.forms.attendance import short
from training.models import Attendance, Enrolment, Meeting, TrainingClass
from training.operations import Written, record_roster
from training.selectors.meetings import fingerprint, roster

pytestmark = pytest.mark.django_db
EIGHT = at_eight(date(2026, 11, 16))
NOON = EIGHT + timedelta(hours=4)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def held() -> TrainingClass:
    return TrainingClassFactory(begun=True)


@pytest.fixture
def meeting(held) -> Meeting:
    """Today from eight to three, with two people."""
    for _ in range(2):
        EnrolmentFactory(training_class=held)
    return MeetingFactory(training_class=held, starts_at=EIGHT)


def lpk(client: Client, held: TrainingClass):
    user = InstituteStaffFactory(institute=held.programme.institute, head=True).user
    sign_in(client, user)
    return user


def typed(meeting: Meeting, *answers: str | int, reason: str = "") -> dict[str, str]:
    """What a browser sends; a number is "sebagian" with so many minutes."""
    rows = roster(meeting)
    data = {"fingerprint": fingerprint(rows), "reason": reason}
    for row, answer in zip(rows, answers, strict=True):
        key = short(row.enrolment.pk)
        partly = isinstance(answer, int)
        data |= {f"h{key}": "sebagian" if partly else answer, f"m{key}": str(answer) if partly else ""}
    return data


def at(path_or_meeting) -> str:
    return f"/mitra/pertemuan/{path_or_meeting.pk}/"


def minutes(meeting: Meeting) -> list[int | None]:
    return [row.minutes for row in roster(meeting)]


# --- the roster --------------------------------------------------------------------------------------------------


def test_thirty_people_are_one_small_page_without_scripts(client, held):
    lpk(client, held)
    for _ in range(30):
        EnrolmentFactory(training_class=held)
    meeting = MeetingFactory(training_class=held, starts_at=EIGHT)
    with most_queries(14):
        response = client.get(at(meeting))
    page = soup(response)
    assert len(page.select("form#daftar fieldset")) == 30
    assert len(page.select("form#daftar input[type=radio]")) == 90
    assert len(gzip.compress(response.content)) < 30_000
    assert page.select_one("form#daftar")["method"] == "post"


def test_a_roster_is_saved_and_sent_again_answers_the_same(client, meeting):
    lpk(client, meeting.training_class)
    data = typed(meeting, "penuh", 45)
    for _ in range(2):
        response = client.post(at(meeting), data)
        assert (response.status_code, response.url) == (302, f"/mitra/kelas/{meeting.training_class_id}/presensi/")
    assert minutes(meeting) == [SEVEN_HOURS, 45]


def test_minutes_alone_mean_partly(client, meeting):
    lpk(client, meeting.training_class)
    data = typed(meeting, "tidak", "")
    data[f"m{short(roster(meeting)[1].enrolment.pk)}"] = "90"
    assert client.post(at(meeting), data).status_code == 302
    assert minutes(meeting) == [0, 90]


def test_what_was_typed_stays_when_somebody_is_forgotten(client, meeting):
    lpk(client, meeting.training_class)
    first, second = roster(meeting)
    response = client.post(at(meeting), typed(meeting, 45, ""))
    page = soup(response)
    assert response.status_code == 422
    assert f"Pilih kehadiran {second.enrolment.person.full_name}." in words(page)
    assert page.select_one(f"[name=m{short(first.enrolment.pk)}]")["value"] == "45"
    assert minutes(meeting) == [None, None]


@pytest.mark.parametrize("wrong", ["421", "-1", "abc", ""])
def test_impossible_minutes_are_refused_beside_the_name(client, meeting, wrong):
    lpk(client, meeting.training_class)
    second = roster(meeting)[1].enrolment
    response = client.post(at(meeting), typed(meeting, "penuh", 1) | {f"m{short(second.pk)}": wrong})
    assert response.status_code == 422
    assert second.person.full_name in words(soup(response).select_one(".errs"))
    assert minutes(meeting) == [None, None]


def test_minutes_beside_who_was_there_all_the_time_are_no_answer(client, meeting):
    lpk(client, meeting.training_class)
    first, second = (row.enrolment for row in roster(meeting))
    data = typed(meeting, "penuh", "tidak") | {f"m{short(first.pk)}": "900", f"m{short(second.pk)}": "abc"}
    assert client.post(at(meeting), data).status_code == 302
    assert minutes(meeting) == [SEVEN_HOURS, 0]


def test_all_can_be_marked_present_without_scripts(client, meeting):
    lpk(client, meeting.training_class)
    page = soup(client.get(at(meeting) + "?semua=hadir"))
    assert len(page.select("input[type=radio][value=penuh][checked]")) == 2
    assert soup(client.get(at(meeting))).select("input[type=radio][checked]") == []


def test_a_stale_page_shows_both_and_can_be_sent_again(client, meeting):
    user = lpk(client, meeting.training_class)
    mine = typed(meeting, 45, "penuh")
    rows = roster(meeting)
    others = Written({row.enrolment.pk: 10 for row in rows}, fingerprint(rows))
    record_roster(meeting, written=others, actor=user, at=NOON)
    response = client.post(at(meeting), mine)
    page = soup(response)
    assert response.status_code == 409
    assert words(page).count("Tercatat 10 menit") == 2
    assert page.select_one(f"[name=m{short(rows[0].enrolment.pk)}]")["value"] == "45"
    again = mine | {"fingerprint": page.select_one("[name=fingerprint]")["value"]}
    assert client.post(at(meeting), again).status_code == 422
    assert client.post(at(meeting), again | {"reason": "Rekan salah kelas"}).status_code == 302
    assert minutes(meeting) == [45, SEVEN_HOURS]
    assert "Rekan salah kelas" in words(soup(client.get(at(meeting))))


def test_a_page_from_before_somebody_joined_is_stale_not_lost(client, meeting):
    lpk(client, meeting.training_class)
    mine = typed(meeting, 45, "penuh")
    EnrolmentFactory(training_class=meeting.training_class)
    response = client.post(at(meeting), mine)
    assert response.status_code == 409
    assert len(soup(response).select("form#daftar fieldset")) == 3


def test_what_is_sent_after_the_session_ended_is_saved_after_signing_in_again(client, meeting):
    user = lpk(client, meeting.training_class)
    data = typed(meeting, "penuh", "tidak")
    ended = client.session
    ended[SEEN] -= 9 * 3600
    ended.save()
    assert client.post(at(meeting), data).url == f"/masuk/?next={at(meeting)}"
    assert minutes(meeting) == [None, None]
    sign_in(client, user)
    assert client.get(at(meeting)).status_code == 302
    assert minutes(meeting) == [SEVEN_HOURS, 0]


def test_a_locked_meeting_says_who_opens_it_and_takes_nothing(client, meeting):
    user = lpk(client, meeting.training_class)
    data = typed(meeting, "penuh", "tidak")
    with time_machine.travel(meeting.locks_at + timedelta(seconds=1), tick=False):
        sign_in(client, user)
        page = soup(client.get(at(meeting)))
        assert "minta petugas Kemnaker membukanya" in words(page)
        assert page.select("form#daftar") == []
        response = client.post(at(meeting), data)
    assert response.status_code == 409
    assert "dikunci" in words(soup(response))
    assert minutes(meeting) == [None, None]


def test_tomorrows_meeting_and_a_cancelled_one_have_no_form(client, held):
    lpk(client, held)
    EnrolmentFactory(training_class=held)
    tomorrow = MeetingFactory(training_class=held, starts_at=EIGHT + timedelta(days=1))
    assert "sejak pertemuan mulai" in words(soup(client.get(at(tomorrow))))
    assert client.post(at(tomorrow), typed(tomorrow, "penuh")).status_code == 422
    cancelled = MeetingFactory(training_class=held, starts_at=EIGHT, cancelled=True)
    assert soup(client.get(at(cancelled))).select("form#daftar") == []
    assert client.post(at(cancelled), typed(cancelled, "penuh")).status_code == 409


def test_another_institute_an_officer_and_a_former_colleague_find_nothing(client, meeting):
    held = meeting.training_class
    one = held.enrolments.first()
    paths = [
        at(meeting), at(meeting) + "kode/", at(meeting) + "batal/", f"/mitra/kelas/{held.pk}/presensi/",
        f"/mitra/kelas/{held.pk}/presensi/rencana/", f"/mitra/kelas/{held.pk}/presensi/peserta/",
        f"/mitra/peserta/{one.pk}/",
    ]  # fmt: skip
    former = InstituteStaffFactory(institute=held.programme.institute, until=date(2026, 11, 16)).user
    strangers = [InstituteStaffFactory(head=True).user, former, officer(Role.REVIEWER), one.person.user]
    for stranger in strangers:
        sign_in(client, stranger)
        assert {client.get(path).status_code for path in paths} == {404}
        assert client.post(at(meeting), typed(meeting, "penuh", "penuh")).status_code == 404
    assert minutes(meeting) == [None, None]


# --- lists, planning, calling off, the code ----------------------------------------------------------------------


def test_the_list_is_paged_filtered_and_costs_the_same(client, held):
    lpk(client, held)
    for n in range(23):
        MeetingFactory(
            training_class=held, starts_at=at_eight(date(2026, 11, 9) + timedelta(days=n)), topic=f"Materi {n}"
        )
    url = f"/mitra/kelas/{held.pk}/presensi/"
    with most_queries(12):
        page = soup(client.get(url))
    assert len(page.select("ul.tasks li")) == 20
    assert len(soup(client.get(url + "?page=2")).select("ul.tasks li")) == 3
    assert len(soup(client.get(url + "?q=materi+22")).select("ul.tasks li")) == 1
    assert "Tidak ada pertemuan yang cocok" in words(soup(client.get(url + "?keadaan=recorded")))
    assert "Isi presensi" in words(page)


def test_an_empty_and_a_cancelled_class_say_so(client, held):
    lpk(client, held)
    assert "Belum ada pertemuan" in words(soup(client.get(f"/mitra/kelas/{held.pk}/presensi/")))
    TrainingClass.workflow.move(held, "cancel", actor=None, at=NOON)
    assert "Kelas ini dibatalkan" in words(soup(client.get(f"/mitra/kelas/{held.pk}/presensi/")))
    assert client.get(f"/mitra/kelas/{held.pk}/presensi/rencana/").status_code == 409


def weekly(**changes: str) -> dict[str, object]:
    first = {
        "first_day": "16",
        "first_month": "11",
        "first_year": "2026",
        "last_day": "4",
        "last_month": "12",
        "last_year": "2026",
    }
    return {"days": ["0", "2"], "start": "08.00", "end": "15:00", "holidays": "on"} | first | changes


def test_weekly_meetings_are_shown_first_and_planned_then(client, held):
    lpk(client, held)
    url = f"/mitra/kelas/{held.pk}/presensi/rencana/"
    page = soup(client.post(url, weekly()))
    assert "Periksa: 6 pertemuan akan dijadwalkan" in words(page)
    assert "Seluruh kelas menjadi 42 jam; programnya 160 jam." in words(page)
    assert not held.meetings.exists()
    hidden = page.select("form:has([name=sure]) input[type=hidden]")
    sent = [(box["name"], box.get("value", "")) for box in hidden if box["name"] != "csrfmiddlewaretoken"]
    again = {name: [value for other, value in sent if other == name] for name, _ in sent}
    for _ in range(2):
        assert client.post(url, again).status_code == 302
    assert [one.starts_at for one in held.meetings.all()][:2] == [EIGHT, EIGHT + timedelta(days=2)]
    assert held.meetings.count() == 6


def test_holidays_are_left_out_and_named(client, held):
    Holiday.objects.create(day=date(2026, 11, 18), name="Hari contoh", decree="SKB")
    lpk(client, held)
    page = soup(client.post(f"/mitra/kelas/{held.pk}/presensi/rencana/", weekly()))
    assert "Periksa: 5 pertemuan" in words(page)
    assert "Dilewati karena hari libur" in words(page)


@pytest.mark.parametrize(
    "changes", [{"end": "07.00"}, {"start": "pagi"}, {"last_month": "1"}, {"last_day": "5"}, {"end": "23.00"}]
)
def test_a_plan_that_cannot_be_keeps_what_was_typed(client, held, changes):
    lpk(client, held)
    data = weekly(**changes) | {"sure": "1"}
    response = client.post(f"/mitra/kelas/{held.pk}/presensi/rencana/", data)
    assert response.status_code == 422
    assert soup(response).select_one("[name=start]")["value"] == data["start"]
    assert not held.meetings.exists()


def test_a_single_meeting_is_added(client, held):
    lpk(client, held)
    data = {"on_day": "21", "on_month": "11", "on_year": "2026", "start": "09.00", "end": "12.00", "topic": "Praktik"}
    assert client.post(f"/mitra/kelas/{held.pk}/presensi/rencana/?jenis=satu", data).status_code == 302
    assert (held.meetings.get().minutes, held.meetings.get().topic) == (180, "Praktik")


def test_a_meeting_is_called_off_with_a_reason(client, meeting):
    lpk(client, meeting.training_class)
    assert client.get(at(meeting) + "batal/").status_code == 200
    assert client.post(at(meeting) + "batal/", {"reason": ""}).status_code == 422
    for _ in range(2):
        assert client.post(at(meeting) + "batal/", {"reason": "Listrik padam"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED


def test_the_wall_shows_digits_and_loads_itself_again(client, meeting):
    lpk(client, meeting.training_class)
    response = client.get(at(meeting) + "kode/")
    page = soup(response)
    digits = code_of(meeting, NOON)
    assert words(page.select_one(".digits")) == f"{digits[:3]} {digits[3:]}"
    assert response["Refresh"] == "120"
    assert page.select_one("svg.qr")
    with time_machine.travel(EIGHT + timedelta(hours=7), tick=False):
        over = client.get(at(meeting) + "kode/")
    assert "Refresh" not in over
    assert soup(over).select(".digits") == []


# --- people and outcomes -----------------------------------------------------------------------------------------


def test_people_are_listed_with_their_share(client):
    enrolment = attended_by("Siti Aminah", 15, 20)
    held = enrolment.training_class
    lpk(client, held)
    with most_queries(12):
        page = soup(client.get(f"/mitra/kelas/{held.pk}/presensi/peserta/"))
    assert "75%" in words(page)
    assert "Tidak akan cukup" in words(page)
    assert "Tidak ada peserta yang cocok" in words(soup(client.get(f"/mitra/kelas/{held.pk}/presensi/peserta/?q=zz")))


def attended_by(name: str, there: int, of: int) -> Enrolment:
    return attended(PersonFactory(full_name=name), there, of)


def test_a_certificate_of_competence_is_written_once_completed(client):
    enrolment = EnrolmentFactory(completed=True)
    lpk(client, enrolment.training_class)
    url = f"/mitra/peserta/{enrolment.pk}/"
    assert client.post(url, {"lsp_name": "LSP Contoh", "lsp_number": ""}).status_code == 422
    assert client.post(url, {"lsp_name": "LSP Contoh", "lsp_number": "7-1"}).status_code == 302
    assert soup(client.get(url)).select_one("[name=lsp_number]")["value"] == "7-1"
    running = EnrolmentFactory(
        training_class=TrainingClassFactory(begun=True, programme=enrolment.training_class.programme, schedule="Malam")
    )
    assert client.post(f"/mitra/peserta/{running.pk}/", {"lsp_name": "L", "lsp_number": "1"}).status_code == 409


def test_the_letter_is_issued_once_by_the_institute(client):
    enrolment = attended_by("Siti Aminah", 3, 5)
    Enrolment.workflow.move(
        enrolment, "find_work", actor=None, at=NOON,
        ended_on=date(2026, 11, 6), working_from=date(2026, 11, 7), employer="PT Tenun Contoh",
    )  # fmt: skip
    lpk(client, enrolment.training_class)
    url = f"/mitra/peserta/{enrolment.pk}/"
    assert "Terbitkan surat" in words(soup(client.get(url)))
    for _ in range(2):
        assert client.post(url + "surat/").status_code == 302
    assert Letter.objects.count() == 1
    assert "terbit" in words(soup(client.get(url)))


# --- L1 ----------------------------------------------------------------------------------------------------------


def test_the_day_begins_with_the_roster_that_is_locked_first(client, meeting):
    held = meeting.training_class
    MeetingFactory(training_class=held, starts_at=EIGHT - timedelta(days=1), locks_at=EIGHT + timedelta(days=1))
    MeetingFactory(training_class=held, starts_at=EIGHT - timedelta(days=5))
    lpk(client, held)
    with most_queries(22):
        page = soup(client.get("/mitra/"))
    assert "Minggu, 15 November 2026" in words(page.select_one(".now"))
    assert "Terkunci sebelum diisi" in words(page)
    assert "Selasa, 1 Desember 2026" in words(page)
    assert "Kelas hari ini" in words(page)


@pytest.mark.parametrize(
    ("trait", "said"),
    [("suspended", "Kemitraan ditangguhkan"), ("ended", "Kemitraan berakhir"), ("", "Tulis program pertama")],
)
def test_the_state_of_the_partnership_is_said(client, trait, said):
    house = InstituteFactory(**({trait: True} if trait else {}))
    sign_in(client, InstituteStaffFactory(institute=house).user)
    assert said in words(soup(client.get("/mitra/")))


def test_a_class_without_a_plan_is_shown(client):
    held = EnrolmentFactory().training_class
    lpk(client, held)
    assert "Kelas tanpa jadwal pertemuan" in words(soup(client.get("/mitra/")))


def test_who_acts_for_no_institute_has_no_desk(client):
    sign_in(client, UserFactory())
    assert client.get("/mitra/").status_code == 404


# --- the officer -------------------------------------------------------------------------------------------------


def test_locked_meetings_are_searched_and_paged(client, held):
    sign_in(client, officer(Role.REVIEWER))
    for n in range(21):
        MeetingFactory(training_class=held, starts_at=at_eight(date(2026, 10, 10) + timedelta(days=n)))
    MeetingFactory(starts_at=EIGHT)
    other = MeetingFactory(recorded=True, training_class__programme__institute__name="LPK Lain Contoh")
    with most_queries(14):
        page = soup(client.get("/reviu/presensi/"))
    assert len(page.select("tbody tr")) == 20
    assert len(soup(client.get("/reviu/presensi/?page=2")).select("tbody tr")) == 1
    for query in ("?q=lain&isi=semua", "?isi=sudah"):
        assert [
            str(other.pk) in link["href"] for link in soup(client.get("/reviu/presensi/" + query)).select("tbody a")
        ] == [True]
    assert "tidak ada pertemuan yang cocok" in words(soup(client.get("/reviu/presensi/?q=zz"))).lower()


def unlock_data(day: str, reason: str) -> dict[str, str]:
    return {"until_day": day, "until_month": "11", "until_year": "2026", "reason": reason}


def test_an_officer_opens_a_roster_until_the_end_of_a_day(client, held):
    sign_in(client, officer(Role.REVIEWER))
    meeting = MeetingFactory(training_class=held)
    url = f"/reviu/presensi/{meeting.pk}/"
    assert client.post(url, unlock_data("18", "")).status_code == 422
    assert client.post(url, unlock_data("15", "x")).status_code == 422
    assert client.post(url, unlock_data("18", "Gangguan jaringan")).status_code == 302
    meeting.refresh_from_db()
    assert meeting.locks_at.isoformat() == "2026-11-18T16:59:59+00:00"
    page = soup(client.get(url))
    assert "Gangguan jaringan" in words(page)
    assert "Presensi ini terbuka" in words(page)
    assert client.post(url, unlock_data("19", "Lagi")).status_code == 409


def test_an_officer_who_acts_for_the_institute_is_refused(client, held):
    one = officer(Role.REVIEWER)
    InstituteStaffFactory(institute=held.programme.institute, user=one)
    sign_in(client, one)
    url = f"/reviu/presensi/{MeetingFactory(training_class=held).pk}/"
    assert "Petugas lain yang memutuskan" in words(soup(client.get(url)))
    assert client.post(url, unlock_data("18", "x")).status_code == 403
    assert not Attendance.objects.exists()
