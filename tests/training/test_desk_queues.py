"""Desks that are worked through: the own queue of an officer, what comes after a verdict, and the keys of the page."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core.queues import Place, onward, place_in, steps
from tests.factories.accounts import RoleAssignmentFactory, officer, sign_in
from tests.factories.training import InstituteFactory, ProgrammeFactory, TrainingClassFactory
from tests.factories.training_invoices import OVER, over, recommended, sent
from tests.factories.training_money import EnrolmentFactory, VoucherFactory
from tests.factories.training_partners import complete_institute, proposal
from tests.factories.training_places import staff_of
from tests.factories.training_signals import noted
from tests.html import soup, words
from training.models import Institute, Interest, Programme
from training.operations import propose_programme
from training.operations.measures import propose_measure
from training.selectors import invoices, partnership, programmes
from training.selectors.partnership import version_of

pytestmark = pytest.mark.django_db
INVOICE, INSTITUTE, PROGRAMME, MEASURE, SIGNAL = (
    f"training:{name}"
    for name in ("review_invoice", "review_provider", "pricing_programme", "review_measure", "signal")
)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(OVER, tick=False):
        yield


def at(page: str, thing: Any) -> str:
    return reverse(page, args=[thing.pk])


def tied(user: Any, institute: Institute) -> None:
    how = {"since": OVER.date(), "declared_by": user, "declared_at": OVER, "reason": "Saudara saya."}
    Interest.objects.create(officer=user, institute=institute, **how)


def keys_of(page: Any) -> dict[str, Any]:
    """Each letter with its control; a letter stands once."""
    controls = page.select("[accesskey]")
    found = {control.get_attribute_list("accesskey")[0]: control for control in controls}
    assert len(found) == len(controls)
    return found


# --- a place in a queue ------------------------------------------------------------------------------------------


def test_a_place_names_its_neighbours_and_what_is_opened_next() -> None:
    first, second, third = (InstituteFactory(name=f"LPK {n} Contoh") for n in "ABC")
    queue = Institute.objects.order_by("name")
    assert place_in(queue, first.pk) == Place(1, 3, None, second.pk, first.pk)
    assert place_in(queue, second.pk) == Place(2, 3, first.pk, third.pk, first.pk)
    assert place_in(queue, third.pk) == Place(3, 3, second.pk, None, first.pk)
    assert [place_in(queue, one.pk).onward for one in (first, second, third)] == [second.pk, third.pk, first.pk]


def test_the_only_one_leads_nowhere_and_a_stranger_to_the_first() -> None:
    only, other = InstituteFactory(), InstituteFactory()
    queue = Institute.objects.filter(pk=only.pk).order_by("pk")
    assert place_in(queue, only.pk).onward is None
    assert place_in(queue, other.pk) == Place(0, 1, None, only.pk, only.pk)
    assert onward(place_in(queue, only.pk), INSTITUTE) == ""
    assert onward(place_in(queue, other.pk), INSTITUTE) == f"{at(INSTITUTE, only)}#putusan"
    assert steps(place_in(queue, only.pk), INSTITUTE) == {
        "words": "Ke-1 dari 1 yang menunggu Anda", "before": "", "after": "",
    }  # fmt: skip
    assert steps(place_in(Institute.objects.none(), only.pk), INSTITUTE)["words"] == ""


# --- invoices ----------------------------------------------------------------------------------------------------


def test_after_a_verdict_the_next_invoice_opens_with_the_keyboard_at_its_decision(client: Client) -> None:
    made = [sent(over()[0], at=OVER - timedelta(hours=hours)) for hours in (3, 2, 1)]
    sign_in(client, officer(Role.REVIEWER))
    page = soup(client.get(at(INVOICE, made[1])))
    walk = page.select_one("nav[aria-label='Antrean tagihan']")
    assert words(walk.span) == "Ke-2 dari 3 yang menunggu Anda"
    assert {letter: link["href"] for letter, link in keys_of(walk).items()} == {
        "m": at(INVOICE, made[0]), "l": at(INVOICE, made[2]),
    }  # fmt: skip
    verdict = {"verdict": "recommend", "version": 1}
    assert client.post(at(INVOICE, made[1]), verdict)["Location"] == f"{at(INVOICE, made[2])}#putusan"
    assert client.post(at(INVOICE, made[2]), verdict)["Location"] == f"{at(INVOICE, made[0])}#putusan"
    assert client.post(at(INVOICE, made[0]), verdict)["Location"] == reverse("training:review_home")
    assert client.post(at(INVOICE, made[0]), verdict)["Location"] == reverse("training:review_home")


def test_the_queue_of_invoices_holds_what_the_officer_may_judge_and_nothing_else(client: Client) -> None:
    reviewer, approver = officer(Role.REVIEWER), officer(Role.APPROVER)
    held, home = over()
    strange, own = sent(held), recommended(over()[0], by=reviewer)
    free = sent(over()[0], at=OVER + timedelta(minutes=1))
    tied(reviewer, home.institute)
    assert list(invoices.own_queue(reviewer, OVER.date())) == [free]
    assert list(invoices.own_queue(approver, OVER.date())) == [own]
    RoleAssignmentFactory(user=reviewer, role=Role.APPROVER)
    assert list(invoices.own_queue(reviewer, OVER.date())) == [free]
    assert list(invoices.own_queue(officer(Role.AUDITOR), OVER.date())) == []
    sign_in(client, reviewer)
    assert soup(client.get(reverse("training:review_home"))).select_one("main a.btn")["href"] == at(INVOICE, free)
    page = soup(client.get(at(INVOICE, strange)))
    assert words(page.select_one("nav[aria-label='Antrean tagihan'] span")) == "1 menunggu Anda"
    assert page.select_one("a.skip[href='#putusan']") is None


def test_every_key_of_a_decision_stands_beside_its_words(client: Client) -> None:
    invoice = sent(over()[0])
    sign_in(client, officer(Role.REVIEWER))
    page = soup(client.get(at(INVOICE, invoice)))
    assert page.select_one("a.skip[href='#putusan']") is not None
    assert page.select_one("#putusan") is not None
    keys = keys_of(page)
    assert sorted(keys) == ["c", "k", "s", "y"]
    assert (keys["y"]["value"], keys["k"]["value"], keys["s"].name) == ("recommend", "return", "button")
    assert [mark.text for mark in page.select("kbd")] == ["Y", "K", "S"]
    assert all(mark["aria-hidden"] == "true" for mark in page.select("kbd"))
    assert "Alt+Shift" in words(page.select_one(".keys"))
    assert "C membuka catatan." in words(page.select_one(".keys"))


# --- institutes --------------------------------------------------------------------------------------------------


def test_a_verifier_goes_from_one_proposal_to_the_next(client: Client) -> None:
    first = proposal(institute=complete_institute(name="LPK A Contoh", vin="3372000701"), when=OVER)
    second = proposal(institute=complete_institute(name="LPK B Contoh", vin="3372000702"), when=OVER)
    sign_in(client, first.verifier)
    page = soup(client.get(at(INSTITUTE, first.institute)))
    assert sorted(keys_of(page)) == ["c", "k", "l", "s", "t", "y"]
    sent_back = {"seen": version_of(first.row), "do": "return", "remark": "Perbarui izin."}
    answer = client.post(at(INSTITUTE, first.institute), sent_back)
    assert answer["Location"] == f"{at(INSTITUTE, second.institute)}#putusan"
    sent_back["seen"] = version_of(second.row)
    assert client.post(at(INSTITUTE, second.institute), sent_back)["Location"] == reverse("training:review_providers")


def test_the_queue_of_institutes_is_the_officers_own() -> None:
    waits = proposal(institute=complete_institute(vin="3372000701"), when=OVER)
    signed = proposal("signed", institute=complete_institute(vin="3372000702"), when=OVER)
    related = proposal(institute=complete_institute(vin="3372000703"), when=OVER)
    tied(waits.verifier, related.institute)
    today = OVER.date()
    assert list(partnership.own_queue(waits.verifier, today)) == [waits.institute]
    assert list(partnership.own_queue(signed.signer, today)) == [signed.institute]
    RoleAssignmentFactory(user=signed.verifier, role=Role.STANDARDS)
    assert signed.institute not in partnership.own_queue(signed.verifier, today)
    assert list(partnership.own_queue(officer(Role.REVIEWER), today)) == []


# --- programmes --------------------------------------------------------------------------------------------------


def proposed(title: str, hours: int) -> Programme:
    programme = ProgrammeFactory(draft=True, curriculum="Menjahit lurus: 40 jam", title=title)
    actor = staff_of(programme.institute)
    return propose_programme(programme, actor=actor, at=OVER - timedelta(days=3, hours=hours))


def test_the_cost_desk_goes_on_to_the_next_programme_and_stays_when_none_waits(client: Client) -> None:
    first, second = proposed("A", 2), proposed("B", 1)
    assessor = officer(Role.STANDARDS)
    sign_in(client, assessor)
    page = soup(client.get(at(PROGRAMME, first)))
    assert sorted(keys_of(page)) == ["c", "k", "l", "s"]
    price = {"do": "price", "cost": "1000000", "why": "Sesuai jam."}
    assert client.post(at(PROGRAMME, first), price)["Location"] == f"{at(PROGRAMME, second)}#putusan"
    assert client.post(at(PROGRAMME, second), price)["Location"] == at(PROGRAMME, second)
    third = proposed("C", 1)
    again = price | {"cost": "1100000", "why": "Bahan naik."}
    assert client.post(at(PROGRAMME, first), again)["Location"] == at(PROGRAMME, first)
    tied(assessor, third.institute)
    assert list(programmes.own_queue(assessor, OVER.date())) == []


# --- measures ----------------------------------------------------------------------------------------------------


def measured(name: str, by: Any, hours: int) -> Institute:
    """Its suspension was proposed so many hours ago."""
    institute = InstituteFactory(name=name)
    at = OVER - timedelta(hours=hours)
    propose_measure(institute, kind="suspend", reason="Peserta ditagih.", actor=by, at=at)
    return institute


def test_a_second_officer_goes_from_one_measure_to_the_next(client: Client) -> None:
    first, second = officer(Role.INSTITUTE_VERIFIER), officer(Role.STANDARDS)
    late, soon = measured("LPK B Contoh", first, 2), measured("LPK A Contoh", first, 1)
    sign_in(client, second)
    door = soup(client.get(at(INSTITUTE, late)))
    assert door.select_one("a.skip[href='#putusan']") is not None
    assert keys_of(door)["y"]["href"] == at(MEASURE, late)
    page = soup(client.get(at(MEASURE, late)))
    assert page.select_one("a.skip[href='#putusan']") is not None
    assert words(page.select_one("nav[aria-label='Antrean tindakan'] span")) == "Ke-1 dari 2 yang menunggu Anda"
    keys = keys_of(page)
    assert sorted(keys) == ["c", "l", "s", "t", "y"]
    assert (keys["y"]["value"], keys["t"]["value"], keys["l"]["href"]) == ("ya", "tidak", at(MEASURE, soon))
    word = {"apply": "tidak", "answer": "Belum cukup bukti."}
    assert client.post(at(MEASURE, late), word)["Location"] == f"{at(MEASURE, soon)}#putusan"
    assert client.post(at(MEASURE, soon), word)["Location"] == at(INSTITUTE, soon)


def test_the_queue_of_measures_holds_those_of_others_without_a_tie() -> None:
    first, second = officer(Role.INSTITUTE_VERIFIER), officer(Role.STANDARDS)
    free, related = measured("LPK A Contoh", first, 2), measured("LPK B Contoh", first, 1)
    tied(second, related)
    assert list(partnership.measure_queue(second, OVER.date())) == [free]
    assert list(partnership.measure_queue(first, OVER.date())) == []
    assert list(partnership.measure_queue(officer(Role.REVIEWER), OVER.date())) == []


def test_a_measure_says_what_it_touches(client: Client) -> None:
    institute = InstituteFactory()
    programme = ProgrammeFactory(institute=institute)
    held = TrainingClassFactory(programme=programme, starts_on=OVER.date(), ends_on=OVER.date())
    EnrolmentFactory(training_class=held)
    EnrolmentFactory(training_class=held, state="withdrawn", ended_on=OVER.date())
    VoucherFactory(recommendation__programme=programme)
    VoucherFactory(recommendation__programme=programme, valid_until=OVER.date() - timedelta(days=1))
    TrainingClassFactory(
        programme=programme, starts_on=OVER.date() - timedelta(days=9), ends_on=OVER.date() - timedelta(days=1)
    )
    sign_in(client, officer(Role.INSTITUTE_VERIFIER))
    page = soup(client.get(at(MEASURE, institute)))
    assert [words(value) for value in page.select("aside .facts dd")] == ["1", "1", "1"]
    assert sorted(keys_of(page)) == ["c", "s"]


# --- signals -----------------------------------------------------------------------------------------------------


def test_an_officer_of_integrity_goes_from_one_signal_to_the_next(client: Client) -> None:
    late, soon = noted(at=OVER - timedelta(days=3)), noted(at=OVER)
    sign_in(client, officer(Role.INTEGRITY))
    page = soup(client.get(at(SIGNAL, late)))
    assert page.select_one("a.skip[href='#putusan']") is not None
    keys = keys_of(page)
    assert sorted(keys) == ["c", "l", "p", "s", "y"]
    assert (keys["y"]["value"], keys["p"]["value"], keys["l"]["href"]) == ("explained", "referred", at(SIGNAL, soon))
    word = {"outcome": "explained", "note": "Daftar hadir asli cocok."}
    assert client.post(at(SIGNAL, late), word)["Location"] == f"{at(SIGNAL, soon)}#putusan"
    assert client.post(at(SIGNAL, late), word)["Location"] == at(SIGNAL, late)
    assert client.post(at(SIGNAL, soon), word)["Location"] == at(SIGNAL, soon)


def test_an_auditor_has_no_queue_of_signals(client: Client) -> None:
    signal = noted(at=OVER)
    sign_in(client, officer(Role.AUDITOR))
    page = soup(client.get(at(SIGNAL, signal)))
    assert page.select_one("nav[aria-label='Antrean sinyal']") is None
    assert keys_of(page) == {}
