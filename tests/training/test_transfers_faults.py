"""Transfers to institutes through the sandbox's bank: late answers, repeated callbacks, returns. Money moves once."""

import pytest
import time_machine

from accounts.enums import Role
from core import clock
from core.jobs import run_due
from integrations.bank import bank_client
from integrations.sandbox.people import Account
from payments.enums import PayoutState
from payments.invariants import broken_rules, ledger_sum
from payments.models import Payout
from payments.operations.inquiry import inquire
from tests.factories.accounts import officer
from tests.factories.payments import make_approved_batch
from tests.factories.training_billing import ANSWERING, approved_invoice, house_of, item_of, sent_billing
from training.enums import InvoiceState, ItemState
from training.invariants import INVARIANTS
from training.operations.billing_answers import accept_item
from training.operations.transfers import order_again

pytestmark = pytest.mark.django_db
BANK, NUMBER = "002", "998877665544"


@pytest.fixture(autouse=True)
def answering(partners):
    """Portal and bank live on the day on which BPJS answers; money settles when the test says so."""
    partners.configure(settle_seconds=600)
    partners.shift_clock(ANSWERING - clock.now())
    with time_machine.travel(ANSWERING, tick=True):
        yield


@pytest.fixture
def accepted(partners):
    """An invoice that BPJS has accepted, its account known to the bank as `on_transfer` says."""

    def accept(on_transfer: str = "settle"):
        invoice = approved_invoice(2)
        house = house_of(invoice)
        partners.load(accounts=[Account(BANK, NUMBER, house.account_name, on_transfer=on_transfer)])
        sent_billing(invoice)
        accept_item(item_of(invoice), actor=officer(Role.BPJS_VERIFIER), at=clock.now())
        return invoice

    return accept


def send() -> Payout:
    make_approved_batch(0)
    run_due()
    return Payout.objects.latest("attempt")


def hear_the_bank(client, partners, *, times: int = 1) -> None:
    for callback in partners.take_callbacks():
        for _again in range(times):
            response = client.post(
                "/api/v1/bank/callbacks/",
                data=callback["body"],
                content_type="application/json",
                headers=callback["headers"],
            )
            assert response.status_code == 200, response.content
    run_due()


def held(invoice, state: InvoiceState) -> None:
    invoice.refresh_from_db()
    assert invoice.state == state
    assert item_of(invoice).state == (ItemState.PAID if state == InvoiceState.PAID else ItemState.ACCEPTED)
    assert broken_rules() == []
    assert ledger_sum() == 0
    assert [fault for one in INVARIANTS for fault in one.broken(clock.now())] == []


def test_a_transfer_that_timed_out_and_succeeded_is_paid_once(accepted, partners):
    invoice = accepted()
    partners.fault("bank", timeout_then_success=3, only=["transfer"])
    payout = send()
    assert payout.state == PayoutState.UNKNOWN
    partners.fault("bank")
    partners.settle_now()
    inquire(payout, bank=bank_client(), now=clock.now)
    run_due()
    held(invoice, InvoiceState.PAID)
    audit = partners.audit()
    assert (audit["transfers"], audit["total"], audit["duplicates"]) == (1, 3_700_000, [])


def test_a_callback_that_comes_twice_pays_once(accepted, partners, client):
    invoice = accepted()
    partners.fault("bank", duplicate_callback=2)
    send()
    partners.settle_now()
    hear_the_bank(client, partners, times=2)
    held(invoice, InvoiceState.PAID)
    assert partners.audit()["transfers"] == 1


def test_a_returned_transfer_goes_to_the_new_account_and_arrives(accepted, partners, client):
    invoice = accepted("return:account_closed")
    send()
    partners.settle_now()
    hear_the_bank(client, partners)
    partners.settle_now()
    hear_the_bank(client, partners)
    held(invoice, InvoiceState.ACCEPTED)
    house = house_of(invoice)
    house.account, house.account_tail = "112233445566", "5566"
    house.save()
    partners.load(accounts=[Account(BANK, "112233445566", house.account_name)])
    order_again(invoice, actor=officer(Role.BPJS_VERIFIER), at=clock.now())
    assert send().attempt == 2
    partners.settle_now()
    hear_the_bank(client, partners)
    held(invoice, InvoiceState.PAID)
    audit = partners.audit()
    assert (audit["transfers"], audit["returned"], audit["duplicates"]) == (2, 1, [])
