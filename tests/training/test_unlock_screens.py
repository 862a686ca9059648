"""Asking for a locked roster in the portal, and the officer's desk of requests."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.training import InstituteFactory, ProgrammeFactory, TrainingClassFactory
from tests.factories.training_money import InstituteStaffFactory, MeetingFactory, at_eight
from tests.html import soup, words
from tests.queries import most_queries
from training.models import Meeting, UnlockRequest
from training.operations import ask_unlock, refuse_unlock

pytestmark = pytest.mark.django_db
NOW = at_eight(date(2026, 11, 16)) + timedelta(hours=1)
DESK = "/reviu/presensi/permintaan/"
WHY = "Listrik padam dua hari."


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting() -> Meeting:
    return MeetingFactory(training_class=TrainingClassFactory(begun=True))


@pytest.fixture
def staff(meeting) -> User:
    return InstituteStaffFactory(institute=meeting.training_class.programme.institute).user


def page_of(meeting: Meeting) -> str:
    return f"/mitra/pertemuan/{meeting.pk}/"


def ask_path(meeting: Meeting) -> str:
    return f"{page_of(meeting)}minta-buka/"


def desk_path(meeting: Meeting) -> str:
    return f"/reviu/presensi/{meeting.pk}/"


def main(client: Client, path: str) -> str:
    return words(soup(client.get(path)).select_one("main"))


def asked(meeting: Meeting, staff: User, reason: str = WHY) -> UnlockRequest:
    return ask_unlock(meeting, reason=reason, actor=staff, at=NOW)


def test_a_locked_roster_leads_to_the_request(client, meeting, staff):
    sign_in(client, staff)
    link = next(a for a in soup(client.get(page_of(meeting))).select("main a") if a["href"] == ask_path(meeting))
    assert words(link) == "Minta presensi dibuka"
    assert client.post(ask_path(meeting), {"reason": " "}).status_code == 422
    assert client.post(ask_path(meeting), {"reason": WHY})["Location"] == page_of(meeting)
    assert UnlockRequest.objects.get().reason == WHY
    assert "Anda sudah meminta presensi ini dibuka" in main(client, page_of(meeting))
    assert "Diminta dibuka" in main(client, "/mitra/")


def test_a_second_press_is_the_same_and_another_reason_is_refused(client, meeting, staff):
    sign_in(client, staff)
    for _twice in range(2):
        assert client.post(ask_path(meeting), {"reason": WHY}).status_code == 302
    assert client.post(ask_path(meeting), {"reason": "Alasan lain."}).status_code == 409
    assert UnlockRequest.objects.count() == 1
    page = soup(client.get(ask_path(meeting)))
    assert WHY in words(page)
    assert page.select_one("main textarea") is None


def test_an_open_roster_is_not_asked_for(client, staff, meeting):
    running = MeetingFactory(training_class=meeting.training_class, starts_at=at_eight(date(2026, 11, 16)))
    sign_in(client, staff)
    assert "masih terbuka" in main(client, ask_path(running))
    assert client.post(ask_path(running), {"reason": WHY}).status_code == 409


def test_strangers_find_nothing(client, meeting):
    for stranger in (UserFactory(), InstituteStaffFactory().user):
        sign_in(client, stranger)
        assert client.get(ask_path(meeting)).status_code == 404
        assert client.post(ask_path(meeting), {"reason": WHY}).status_code == 404
        assert client.get(DESK).status_code == 403


def test_an_answer_is_read_where_it_was_asked_and_one_may_ask_again(client, meeting, staff):
    refuse_unlock(asked(meeting, staff), answer="Lampirkan bukti.", actor=officer(Role.REVIEWER), at=NOW)
    sign_in(client, staff)
    assert "Lampirkan bukti." in main(client, page_of(meeting))
    assert "Tidak dibuka" in main(client, ask_path(meeting))
    assert client.post(ask_path(meeting), {"reason": "Foto ada di laporan."}).status_code == 302
    assert UnlockRequest.objects.waiting().count() == 1


def test_the_officer_opens_what_was_asked_for(client, meeting, staff):
    row = asked(meeting, staff)
    sign_in(client, officer(Role.REVIEWER))
    page = soup(client.get(desk_path(meeting)))
    assert WHY in words(page.select_one("main"))
    assert "Tolak permintaan" in words(page)
    data = {"until_day": "18", "until_month": "11", "until_year": "2026", "reason": "Dapat diterima."}
    assert client.post(desk_path(meeting), data).status_code == 302
    row.refresh_from_db()
    assert row.state == "granted"
    assert "Tolak permintaan" not in words(soup(client.get(desk_path(meeting))))


def test_the_officer_refuses_with_a_reason_once(client, meeting, staff):
    row = asked(meeting, staff)
    sign_in(client, officer(Role.REVIEWER))
    empty = client.post(desk_path(meeting), {"tolak-answer": ""})
    assert (empty.status_code, len(soup(empty).select(".errs"))) == (422, 1)
    for _twice in range(2):
        assert client.post(desk_path(meeting), {"tolak-answer": "Tidak ada bukti."}).status_code == 302
    assert client.post(desk_path(meeting), {"tolak-answer": "Lain."}).status_code == 409
    row.refresh_from_db()
    assert (row.state, row.answer) == ("refused", "Tidak ada bukti.")


def test_nothing_asked_is_not_refused(client, meeting):
    sign_in(client, officer(Role.REVIEWER))
    assert client.post(desk_path(meeting), {"tolak-answer": "Tidak."}).status_code == 409


def test_an_officer_with_a_tie_reads_and_does_not_decide(client, meeting, staff):
    asked(meeting, staff)
    tied = officer(Role.REVIEWER)
    InstituteStaffFactory(institute=meeting.training_class.programme.institute, user=tied)
    sign_in(client, tied)
    assert "Tolak permintaan" not in main(client, desk_path(meeting))
    assert client.post(desk_path(meeting), {"tolak-answer": "Tidak."}).status_code == 403


def test_the_desk_is_searched_narrowed_and_paged(client, meeting, staff):
    for n in range(21):
        other = MeetingFactory(training_class=meeting.training_class, starts_at=at_eight(date(2026, 10, 10 + n)))
        asked(other, staff)
    house = InstituteFactory(name="LPK Lain Contoh", region_id="3578")
    far = MeetingFactory(training_class=TrainingClassFactory(begun=True, programme=ProgrammeFactory(institute=house)))
    done = asked(far, InstituteStaffFactory(institute=house).user, "Banjir di Surabaya.")
    refuse_unlock(done, answer="Tidak.", actor=officer(Role.REVIEWER), at=NOW)
    sign_in(client, officer(Role.REVIEWER))
    with most_queries(14):
        page = soup(client.get(DESK))
    assert len(page.select("tbody tr")) == 20
    assert "21 permintaan menunggu" in words(page)
    assert len(soup(client.get(DESK + "?page=2")).select("tbody tr")) == 1
    for query in ("?keadaan=refused", "?keadaan=semua&q=banjir", "?keadaan=semua&provinsi=35", "?keadaan=semua&q=lain"):
        assert desk_path(far) in [a["href"] for a in soup(client.get(DESK + query)).select("tbody th a")], query
    assert "Tidak ada permintaan yang cocok" in main(client, DESK + "?q=zz")
    assert "21 permintaan lembaga menunggu" in main(client, "/reviu/presensi/")


def test_an_empty_desk_says_so(client):
    sign_in(client, officer(Role.REVIEWER))
    assert "Tidak ada permintaan yang menunggu" in main(client, DESK)
