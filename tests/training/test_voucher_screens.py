"""W19: the voucher, the class that is picked, the line, leaving. L3 has its own file."""

from datetime import timedelta

import pytest
from django.test import Client

from core.codes import shown
from participants.models import Person
from tests.factories.accounts import sign_in
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.factories.training import TrainingClassFactory
from tests.factories.training_money import EnrolmentFactory
from tests.factories.training_places import PriceFactory, entitled, with_voucher
from tests.html import soup, words
from training.models import Enrolment, Voucher, WaitingPlace
from training.operations import issue_voucher, wait_for_seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def url(voucher: Voucher) -> str:
    return f"/pelatihan/voucher/{voucher.pk}/"


def main(client: Client, path: str) -> str:
    return words(soup(client.get(path)).select_one("main"))


def test_the_page_shows_code_picture_terms_and_the_letter(client: Client, person: Person) -> None:
    voucher = issue_voucher(entitled(person), actor=person.user, at=MORNING)
    sign_in(client, person.user)
    page = soup(client.get(url(voucher)))
    text = words(page.select_one("main"))
    assert shown(voucher.code) in text
    assert page.select_one("svg.qr") is not None
    for said in ("Pakai paling lambat Kamis, 14 Januari 2027, 23.59 WIB.", "Rp2.400.000", "Buka surat voucher"):
        assert said in text
    assert "Belum ada kelas yang dapat Anda pilih." in text


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        ({"too_old": True}, "Voucher ini tidak dipakai sampai hari terakhirnya."),
        ({"expired": True}, "Voucher ini tidak dipakai sampai hari terakhirnya."),
        ({"cancelled": True}, "Voucher ini dibatalkan."),
    ],
)
def test_what_cannot_be_used_shows_no_code(client: Client, person: Person, traits: dict[str, bool], said: str) -> None:
    voucher = with_voucher(person, **traits)
    sign_in(client, person.user)
    text = main(client, url(voucher))
    assert said in text
    assert shown(voucher.code) not in text
    assert ("Berlaku sampai" in text) is not traits.get("cancelled", False)


def test_a_class_is_picked_confirmed_and_shown(client: Client, person: Person) -> None:
    voucher = with_voucher(person)
    room = TrainingClassFactory(programme=voucher.recommendation.programme)
    sign_in(client, person.user)
    link = soup(client.get(url(voucher))).select_one("main .list a")["href"]
    assert link == f"/pelatihan/kelas/{room.pk}/"
    assert "tidak dapat dipindahkan" in main(client, link)
    assert client.get(link).status_code == 200
    assert not Enrolment.objects.exists()
    for _twice in range(2):
        assert client.post(link, {"do": "join"})["Location"] == url(voucher)
    seat = Enrolment.objects.get()
    text = main(client, url(voucher))
    assert "Dipakai pada 16 November 2026 untuk kelas 7 Desember 2026 – 1 Januari 2027." in text
    assert "Anda sudah mendapat kursi di kelas ini." in main(client, link)
    assert seat.enrolled_by == person.user


def test_a_full_class_offers_its_line(client: Client, person: Person) -> None:
    voucher = with_voucher(person)
    room = TrainingClassFactory(programme=voucher.recommendation.programme, full=True)
    sign_in(client, person.user)
    link = f"/pelatihan/kelas/{room.pk}/"
    assert "Masuk daftar tunggu" in main(client, link)
    refused = client.post(link, {"do": "join"})
    assert refused.status_code == 409
    assert "Kelas ini penuh." in words(soup(refused))
    client.post(link, {"do": "wait"})
    assert "Anda menunggu di urutan 1." in main(client, link)
    assert "Menunggu, urutan 1" in main(client, url(voucher))
    client.post(link, {"do": "leave"})
    assert WaitingPlace.objects.get().state == "left"


@pytest.mark.parametrize(("begun", "said"), [(0, "Kursi Anda diberikan"), (1, "Kelas ini sudah mulai")])
def test_leaving_promises_a_seat_to_others_only_until_the_class_begins(
    client: Client, person: Person, begun: int, said: str
) -> None:
    held = TrainingClassFactory(starts_on=TODAY - timedelta(days=begun), ends_on=TODAY + timedelta(days=20))
    seat = EnrolmentFactory(person=person, training_class=held)
    sign_in(client, person.user)
    assert said in main(client, f"/pelatihan/saya/{seat.pk}/berhenti/")


def test_somebody_elses_voucher_and_class_do_not_exist(client: Client, person: Person) -> None:
    voucher = with_voucher(PersonFactory())
    room = TrainingClassFactory(programme=voucher.recommendation.programme)
    sign_in(client, person.user)
    seat = EnrolmentFactory()
    paths = [
        url(voucher),
        f"/pelatihan/kelas/{room.pk}/",
        f"/pelatihan/saya/{seat.pk}/berhenti/",
        f"/pelatihan/rekomendasi/{voucher.recommendation_id}/ambil/",
    ]
    assert {client.post(path, {"do": "join", "reason": "x"}).status_code for path in paths[1:]} == {404}
    assert client.get(paths[0]).status_code == 404


def test_a_class_is_left_with_a_reason_once(client: Client, person: Person) -> None:
    seat = EnrolmentFactory(person=person, training_class=TrainingClassFactory(full=True))
    waiting = with_voucher(PersonFactory(), seat.training_class.programme)
    path = f"/pelatihan/saya/{seat.pk}/berhenti/"
    sign_in(client, person.user)
    assert "Berhenti dari kelas ini?" in main(client, path)
    assert client.post(path, {"reason": ""}).status_code == 422
    PriceFactory(programme=seat.training_class.programme)
    wait_for_seat(waiting, training_class=seat.training_class, actor=waiting.person.user, at=MORNING)
    assert client.post(path, {"reason": "Pindah kota."})["Location"] == url(seat.voucher)
    seat.refresh_from_db()
    assert (seat.state, seat.ended_on) == ("withdrawn", TODAY)
    assert "Anda tidak sedang mengikuti kelas ini." in main(client, path)
    assert Enrolment.objects.get(person=waiting.person).training_class == seat.training_class
