"""Attendance in a browser: its pages are sound at 390 and 320 px, a roster survives a bad network without scripts."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.enums import Role
from core import clock
from tests.browser.looking import show, wrong_with
from tests.factories.accounts import officer, sign_in
from tests.factories.training import TrainingClassFactory
from tests.factories.training_money import AttendanceFactory, EnrolmentFactory, InstituteStaffFactory, MeetingFactory
from training.checkin import code_of
from training.forms.attendance import short
from training.models import Meeting
from training.operations import ask_unlock
from training.selectors.meetings import roster

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOST = "**/mitra/pertemuan/**"


@pytest.fixture
def meeting() -> Meeting:
    """It began half an hour ago, with three people, one of them checked in; another one is locked."""
    now, today = clock.now(), clock.today()
    held = TrainingClassFactory(starts_on=today - timedelta(days=20), ends_on=today + timedelta(days=20))
    people = [EnrolmentFactory(training_class=held) for _ in range(3)]
    MeetingFactory(training_class=held, starts_at=now - timedelta(days=9))
    meeting = MeetingFactory(training_class=held, starts_at=now - timedelta(minutes=30))
    AttendanceFactory(enrolment=people[0], meeting=meeting, source="qr")
    return meeting


def staff(meeting: Meeting):
    return InstituteStaffFactory(institute=meeting.training_class.programme.institute, head=True).user


def test_pages_of_attendance_are_sound(open_page, live_server, meeting):
    held, locked = meeting.training_class, meeting.training_class.meetings.order_by("starts_at").first()
    klass, this = f"/mitra/kelas/{held.pk}/presensi/", f"/mitra/pertemuan/{meeting.pk}/"
    absent = next(row.enrolment for row in roster(meeting) if row.minutes is None)
    desk = [
        klass, klass + "peserta/", klass + "rencana/?jenis=satu", this,
        this + "kode/", f"/mitra/pertemuan/{locked.pk}/", f"/mitra/pertemuan/{locked.pk}/minta-buka/",
    ]  # fmt: skip
    here = f"/pelatihan/hadir/{meeting.pk}/{code_of(meeting, clock.now())}/"
    own = [f"/pelatihan/saya/{absent.pk}/", here]
    review = ["/reviu/presensi/", f"/reviu/presensi/{locked.pk}/", "/reviu/presensi/permintaan/"]
    found, asking = {}, staff(meeting)
    other = MeetingFactory(training_class=held, starts_at=locked.starts_at - timedelta(days=1))
    ask_unlock(other, reason="Listrik padam dua hari.", actor=asking, at=clock.now())
    desk += [f"/mitra/pertemuan/{other.pk}/", f"/mitra/pertemuan/{other.pk}/minta-buka/"]
    review.append(f"/reviu/presensi/{other.pk}/")
    for user, paths in ((asking, desk), (absent.person.user, own), (officer(Role.REVIEWER), review)):
        page = show(open_page, sign_in(Client(), user), live_server, paths[0], bypass_csp=True)
        for path in paths:
            page.set_viewport_size({"width": 390, "height": 844})
            page.goto(live_server.url + path)
            found[path] = wrong_with(page)
    assert found == {path: [] for path in [*desk, *own, *review]}


def fill(page, meeting: Meeting) -> None:
    for row in roster(meeting):
        if row.minutes is None:
            page.locator(f"label[for^=id_h{short(row.enrolment.pk)}]").first.click()


def send_in_vain(page) -> None:
    """The browser shows its own page about the network."""
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Simpan presensi").click(no_wait_after=True)
    page.get_by_role("button", name="Simpan presensi").wait_for(state="detached")


def minutes(meeting: Meeting) -> list[int | None]:
    return [row.minutes for row in roster(meeting)]


def test_a_roster_whose_answer_was_lost_is_sent_again_without_scripts(open_page, live_server, meeting):
    """The server saved it, the phone never heard: loading again sends the same and is told that it is saved."""
    page = show(
        open_page,
        sign_in(Client(), staff(meeting)),
        live_server,
        f"/mitra/pertemuan/{meeting.pk}/",
        java_script_enabled=False,
    )
    fill(page, meeting)

    def lose(route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(LOST, lose)
    send_in_vain(page)
    assert minutes(meeting) == [meeting.minutes] * 3
    page.unroute(LOST)
    page.reload()
    assert page.url.endswith(f"/mitra/kelas/{meeting.training_class_id}/presensi/")
    assert page.get_by_text("Presensi tersimpan.").first.is_visible()
    assert meeting.log.filter(move="record").count() == 1


def test_a_roster_that_never_left_the_phone_is_sent_when_the_network_is_back(open_page, live_server, meeting):
    page = show(
        open_page,
        sign_in(Client(), staff(meeting)),
        live_server,
        f"/mitra/pertemuan/{meeting.pk}/",
        java_script_enabled=False,
    )
    fill(page, meeting)
    page.context.set_offline(True)
    send_in_vain(page)
    assert minutes(meeting).count(None) == 2
    page.context.set_offline(False)
    page.reload()
    assert page.get_by_text("Presensi tersimpan.").first.is_visible()
    assert minutes(meeting) == [meeting.minutes] * 3
