"""Vouchers, classes, programmes and the cost desk in a browser: in every state, on a phone, without scripts."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from tests.browser.looking import show, wrong_with
from tests.factories.accounts import officer, sign_in
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory, RecommendationFactory, TrainingClassFactory
from tests.factories.training_money import EnrolmentFactory, TrainingPeriodFactory
from tests.factories.training_places import entitled, priced, staff_of, with_voucher
from training.models import Enrolment, Institute, Programme, Voucher
from training.operations import propose_programme, return_programme, wait_for_seat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=True):
        cache.clear()
        yield


def paths_wrong(open_page, client: Client, live_server, paths: list[str]) -> list[tuple[str, list[str]]]:
    return [
        (path, found)
        for path in paths
        if (found := wrong_with(show(open_page, client, live_server, path, bypass_csp=True)))
    ]


def voucher_in_use() -> Voucher:
    """With a class that has room and a full one in whose line its owner stands."""
    voucher = with_voucher(PersonFactory(full_name="Siti Rahmawati"))
    programme = voucher.recommendation.programme
    TrainingClassFactory(programme=programme)
    full = TrainingClassFactory(programme=programme, full=True, schedule="Senin–Jumat, 18.00–21.00")
    wait_for_seat(voucher, training_class=full, actor=voucher.person.user, at=MORNING)
    return voucher


def provider() -> tuple[Institute, User]:
    """A class with people and a line, a draft, a proposal that came back, and one that waits."""
    institute = InstituteFactory(name="LPK Terampil Contoh")
    staff = staff_of(institute)
    programme = priced(institute=institute)
    room = TrainingClassFactory(programme=programme, seats=20, taken=20)
    for name in ("Ani Setiawati", "Dian Pertiwi", "Eko Wibowo"):
        EnrolmentFactory(training_class=room, person=PersonFactory(full_name=name))
    waiting = with_voucher(PersonFactory(full_name="Guntur Aji"), programme)
    wait_for_seat(waiting, training_class=room, actor=waiting.person.user, at=MORNING)
    TrainingClassFactory(programme=programme, begun=True, schedule="Sabtu–Minggu, 08.00–16.00")
    TrainingClassFactory(programme=programme, cancelled=True, schedule="Senin–Kamis, 08.00–15.00")
    said = {"institute": institute, "draft": True, "curriculum": "Las datar: 80 jam\nLas tegak: 120 jam"}
    ProgrammeFactory(title="Tata boga", **said)
    sent = propose_programme(ProgrammeFactory(title="Las listrik", group="72", **said), actor=staff, at=MORNING)
    back = propose_programme(ProgrammeFactory(title="Barista", group="51", **said), actor=staff, at=MORNING)
    return_programme(back, remark="Rinci jam tiap unit.", actor=officer(Role.STANDARDS), at=MORNING)
    assert sent.state == "proposed"
    return institute, staff


def test_the_participants_pages_are_sound(open_page, client: Client, live_server) -> None:
    voucher = voucher_in_use()
    sign_in(client, voucher.person.user)
    classes = voucher.recommendation.programme.classes.all()
    paths = ["/pelatihan/", f"/pelatihan/voucher/{voucher.pk}/", *(f"/pelatihan/kelas/{one.pk}/" for one in classes)]
    assert paths_wrong(open_page, client, live_server, paths) == []


def test_who_gets_no_voucher_and_who_is_in_class_see_sound_pages(open_page, client: Client, live_server) -> None:
    person = PersonFactory()
    RecommendationFactory(person=person, programme=ProgrammeFactory())
    sign_in(client, person.user)
    assert paths_wrong(open_page, client, live_server, ["/pelatihan/"]) == []
    sign_in(client, entitled().person.user)
    assert paths_wrong(open_page, client, live_server, ["/pelatihan/"]) == []
    seat = EnrolmentFactory()
    TrainingPeriodFactory(person=seat.person)
    old = with_voucher(seat.person, too_old=True)
    sign_in(client, seat.person.user)
    paths = ["/pelatihan/", f"/pelatihan/voucher/{seat.voucher_id}/", f"/pelatihan/voucher/{old.pk}/",
             f"/pelatihan/saya/{seat.pk}/berhenti/"]  # fmt: skip
    assert paths_wrong(open_page, client, live_server, paths) == []


def test_trainings_that_are_over_make_a_sound_list_of_two_pages(open_page, client: Client, live_server) -> None:
    person = PersonFactory()
    for state in ({"completed": True}, {"working": True}, {"state": "withdrawn"}, *[{"missed": True}] * 3):
        title = "Operator mesin jahit industri dan pemeriksaan mutu pakaian jadi"
        EnrolmentFactory(person=person, training_class__programme__title=title, **state)
    sign_in(client, person.user)
    assert paths_wrong(open_page, client, live_server, ["/pelatihan/", "/pelatihan/?page=2"]) == []


def test_mark_and_tools_share_a_row_on_a_phone(open_page, client: Client, live_server) -> None:
    sign_in(client, PersonFactory().user)
    middles = "['.brand', '.tools'].map(s => document.querySelector('.head ' + s).getBoundingClientRect())"
    page = show(open_page, client, live_server, "/pelatihan/")
    for width in (320, 360, 390):
        page.set_viewport_size({"width": width, "height": 800})
        mark, tools = page.evaluate(f"{middles}.map(box => box.top + box.height / 2)")
        assert abs(mark - tools) < 8, width


def test_the_institutes_pages_are_sound(open_page, client: Client, live_server) -> None:
    institute, staff = provider()
    sign_in(client, staff)
    programmes = [f"/mitra/program/{row.pk}/" for row in Programme.objects.filter(institute=institute)]
    draft = Programme.objects.get(title="Barista")
    room = Enrolment.objects.first().training_class
    paths = [
        "/mitra/program/?q=astronaut", *programmes, f"/mitra/program/{draft.pk}/ubah/", "/mitra/kelas/",
        "/mitra/kelas/?tahap=selesai", f"/mitra/kelas/{room.pk}/", f"/mitra/kelas/{room.pk}/batal/",
        "/mitra/voucher/?kode=4K7M-Q2TX-9BNC",
    ]  # fmt: skip
    assert paths_wrong(open_page, client, live_server, paths) == []


def test_the_cost_desk_is_sound(open_page, client: Client, live_server) -> None:
    provider()
    priced(title="Las dasar", group="72", cost=1_500_000)
    sign_in(client, officer(Role.STANDARDS, full_name="Maya Anggraini"))
    one = Programme.objects.get(title="Las listrik")
    paths = ["/reviu/program/?q=astronaut", f"/reviu/program/{one.pk}/"]
    assert paths_wrong(open_page, client, live_server, paths) == []


def test_a_voucher_becomes_a_seat_without_scripts(open_page, client: Client, live_server) -> None:
    made = entitled()
    TrainingClassFactory(programme=made.programme)
    sign_in(client, made.person.user)
    page = show(open_page, client, live_server, "/pelatihan/", java_script_enabled=False)
    page.click("text=Ambil voucher")
    page.click(".list a")
    page.click("text=Daftar ke kelas ini")
    assert "Anda terdaftar di kelas ini." in page.inner_text("main")
    assert Enrolment.objects.get().person == made.person
