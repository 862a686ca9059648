"""L1: what an institute's front page says of its invoices, by state, with the sum and the way on."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from tests.factories.accounts import sign_in
from tests.factories.participants import PersonFactory
from tests.factories.training import InstituteFactory
from tests.factories.training_billing import approved_invoice, head_of
from tests.factories.training_invoices import OVER, drafted, over, sent
from tests.factories.training_money import InstituteStaffFactory, trained
from tests.html import soup, words
from tests.queries import most_queries
from training.models import Invoice, Programme
from training.selectors.invoices import sums_by_state

pytestmark = pytest.mark.django_db
HOME = "/mitra/"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(OVER, tick=False):
        yield


def section(client: Client):
    return soup(client.get(HOME)).select_one("section[aria-labelledby=tagihan]")


def rows(client: Client) -> list[str]:
    return [" ".join(li.get_text(" ").split()) for li in section(client).select("ul.tasks > li")]


def another_class(home):
    """Of another programme of the same institute, over as well."""
    made = trained(meetings=(5, 5), ends_on=date(2026, 11, 28))
    taught = Programme.objects.filter(pk=made.programme_id)
    taught.update(institute=home.institute, slug=f"lain-{made.programme_id}")
    made.programme = taught.get()
    return made


def test_a_class_to_bill_is_named_with_the_way_to_it(client):
    _held, home = over(seats=2)
    sign_in(client, home.staff)
    found = section(client)
    assert "1 kelas dapat ditagih" in words(found)
    assert found.a["href"] == "/mitra/tagihan/"
    assert client.get(found.a["href"]).status_code == 200


def test_each_state_has_its_sum_and_what_comes_next(client):
    held, home = over(seats=2)
    invoice = sent(held, at=OVER)
    sign_in(client, home.head)
    money = f"{2 * held.programme.cost:,}".replace(",", ".")
    assert rows(client) == [f"1 tagihan, Rp{money} Diajukan ke BPJS paling cepat 1 Desember 2026 Direviu"]
    assert f"Sedang diproses: Rp{money}." in words(section(client))
    href = section(client).select_one("ul.tasks a")["href"]
    assert invoice.number in client.get(href).content.decode()


def test_what_the_institute_has_to_do_stands_first(client):
    held, home = over()
    sent(held, at=OVER)
    drafted(another_class(home))
    sign_in(client, home.head)
    found = rows(client)
    assert [row.split()[-1] for row in found] == ["Disusun", "Direviu"]
    assert "Periksa, lalu pimpinan menandatangani" in found[0]


def test_an_approved_one_names_its_day(client):
    invoice = approved_invoice(2)
    sign_in(client, head_of(invoice))
    (row,) = rows(client)
    assert row.endswith("Diajukan ke BPJS 15 Desember 2026 Disetujui")


def test_nothing_says_when_a_class_can_be_billed(client):
    held, home = over()
    held.enrolments.update(state="withdrawn")
    sign_in(client, home.staff)
    assert "Belum ada tagihan" in words(section(client))


def test_other_institutes_invoices_and_cancelled_ones_are_not_counted():
    held, home = over()
    _other, stranger = over()
    invoice = drafted(held)
    assert [(row.state, row.count) for row in sums_by_state(home.institute)] == [("draft", 1)]
    Invoice.workflow.move(invoice, "cancel", actor=home.head, at=OVER)
    assert sums_by_state(home.institute) == sums_by_state(stranger.institute) == []


def test_the_page_asks_no_more_for_more_invoices(client):
    held, home = over()
    for one in (held, another_class(home), another_class(home)):
        drafted(one)
    sign_in(client, home.head).get(HOME)
    with most_queries(24):
        assert client.get(HOME).status_code == 200


# --- the head of the page ----------------------------------------------------------------------------------------


def beside_the_mark(client: Client, path: str = HOME) -> str:
    return words(soup(client.get(path)).select_one("header .brand span span"))


def test_the_institute_stands_beside_the_mark_for_its_staff(client):
    sign_in(client, InstituteStaffFactory(institute=InstituteFactory(name="LPK Karya Contoh")).user)
    for path in (HOME, "/mitra/kelas/", "/mitra/profil/"):
        assert beside_the_mark(client, path) == "LPK Karya Contoh"


def test_a_long_name_is_cut(client):
    name = "Lembaga Pelatihan Kerja Keterampilan Menjahit Nusantara Contoh"
    sign_in(client, InstituteStaffFactory(institute=InstituteFactory(name=name)).user)
    found = beside_the_mark(client)
    assert (len(found), found[-1]) == (26, "…")
    assert name.startswith(found[:25])


def test_who_acts_for_two_sees_the_chosen_one(client):
    first, second = InstituteFactory(name="LPK Angsana Contoh"), InstituteFactory(name="LPK Beringin Contoh")
    user = InstituteStaffFactory(institute=first).user
    InstituteStaffFactory(institute=second, user=user)
    sign_in(client, user)
    assert beside_the_mark(client) == "LPK Angsana Contoh"
    assert beside_the_mark(client, f"{HOME}?lpk={second.pk}") == "LPK Beringin Contoh"
    assert beside_the_mark(client) == "LPK Beringin Contoh"


def test_others_read_what_jkp_means(client):
    person = PersonFactory()
    InstituteStaffFactory(institute=InstituteFactory(name="LPK Karya Contoh"), user=person.user)
    sign_in(client, person.user)
    assert beside_the_mark(client, "/pelatihan/") == "Jaminan Kehilangan Pekerjaan"
    assert beside_the_mark(client) == "LPK Karya Contoh"
