"""L1: the one thing an institute does next, from its proposal to its first class and its invoices."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import Tag
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from core import clock
from tests.factories.accounts import officer, sign_in
from tests.factories.training import InstituteFactory, ProgrammeFactory, TrainingClassFactory
from tests.factories.training_invoices import OVER, drafted, over, sent
from tests.factories.training_money import InstituteStaffFactory, MeetingFactory
from tests.factories.training_partners import all_met, proposal
from tests.html import soup, words
from tests.queries import most_queries
from training.models import Programme, TrainingClass
from training.operations import ask_unlock, propose_programme
from training.operations import partnership as operations
from training.operations.review import return_invoice

pytestmark = pytest.mark.django_db
HOME = "/mitra/"
NOW = ".now, .card.calm"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(OVER, tick=False):
        yield


def ahead(programme: Programme) -> TrainingClass:
    first = OVER.date() + timedelta(days=7)
    return TrainingClassFactory(programme=programme, starts_on=first, ends_on=first + timedelta(days=21))


def front(client: Client, user: User) -> Tag:
    sign_in(client, user)
    return soup(client.get(HOME)).main


def next_thing(client: Client, user: User) -> str:
    """What the card says; that it leads somewhere is asked too."""
    card = front(client, user).select_one(NOW)
    if link := card.select_one(".act a"):
        assert client.get(link["href"]).status_code == 200
    return words(card)


def test_a_proposal_that_is_verified_asks_for_patience(client: Client) -> None:
    made = proposal(when=OVER)
    page = front(client, made.head)
    assert "Pengajuan Anda sedang diverifikasi" in words(page.select_one(NOW))
    assert "Semua presensi" not in words(page)
    assert "Kelas berjalan" not in words(page)


def test_a_proposal_that_came_back_is_read_and_sent_again(client: Client) -> None:
    made = proposal(when=OVER)
    answers = all_met(made.row)
    operations.return_proposal(
        made.row, answers=answers, remark="Sebut mesinnya.", seen=made.seen, actor=made.verifier, at=OVER
    )
    assert "Pengajuan dikembalikan" in next_thing(client, made.head)


def test_a_proposal_that_was_refused_is_said_to_be(client: Client) -> None:
    made = proposal(when=OVER)
    operations.refuse_proposal(made.row, reason="Izin palsu.", seen=made.seen, actor=made.verifier, at=OVER)
    assert "Pengajuan ditolak" in next_thing(client, made.head)


def test_what_is_verified_is_signed_next(client: Client) -> None:
    made = proposal("verified", when=OVER)
    assert "Tanda tangani perjanjian kerja sama" in next_thing(client, made.head)


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        (None, "Tulis program pertama"),
        ({"draft": True}, "Ajukan program untuk dinilai"),
        ({}, "Buka kelas"),
    ],
)
def test_a_new_partner_is_led_to_its_first_class(client: Client, traits: dict[str, Any] | None, said: str) -> None:
    house = InstituteFactory()
    if traits is not None:
        ProgrammeFactory(institute=house, **traits)
    assert said in next_thing(client, InstituteStaffFactory(institute=house).user)


def test_while_a_programme_is_judged_there_is_nothing_to_do(client: Client) -> None:
    programme = ProgrammeFactory(draft=True, curriculum="Menjahit lurus: 40 jam")
    head = InstituteStaffFactory(institute=programme.institute, head=True).user
    propose_programme(programme, actor=head, at=OVER)
    assert "Program Anda sedang dinilai" in next_thing(client, head)


def test_with_a_class_ahead_nothing_is_left_to_do(client: Client) -> None:
    user = InstituteStaffFactory(institute=ahead(ProgrammeFactory()).programme.institute).user
    assert "Semua presensi sudah diisi" in next_thing(client, user)


def test_a_class_to_bill_and_a_draft_are_the_next_thing(client: Client) -> None:
    held, home = over()
    assert "1 kelas dapat ditagih" in next_thing(client, home.staff)
    drafted(held)
    assert "1 tagihan belum dikirim" in next_thing(client, home.staff)
    with most_queries(22):
        client.get(HOME)


def test_an_invoice_that_came_back_comes_before_everything_but_rosters(client: Client) -> None:
    held, home = over()
    invoice = sent(held)
    how: dict[str, Any] = {"version": invoice.version, "actor": officer(Role.REVIEWER), "at": OVER}
    return_invoice(invoice, remark="Lengkapi laporan.", remarks={}, **how)
    assert "1 tagihan dikembalikan" in next_thing(client, home.head)


def test_a_roster_that_was_locked_is_not_said_to_be_written(client: Client) -> None:
    held, home = over()
    shut = MeetingFactory(training_class=held, starts_at=OVER - timedelta(days=6))
    held.enrolments.update(state="withdrawn")
    ahead(held.programme)
    assert "Presensi terkunci sebelum diisi" in next_thing(client, home.head)
    ask_unlock(shut, reason="Instruktur sakit.", actor=home.head, at=clock.now())
    told = next_thing(client, home.head)
    assert "Menunggu petugas membuka presensi yang terkunci" in told
    assert "Semua presensi sudah diisi" not in told
