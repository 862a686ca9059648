"""The drill's invoices come to their transfers by the operations of life, each scenario's on a date of its own."""

from types import SimpleNamespace

import pytest

from core import clock
from integrations.sandbox.people import Account
from jkp_portal.management.drill.transfers import order_transfers
from payments.enums import PayoutState
from payments.models import Payout
from training.enums import InvoiceState
from training.invariants import INVARIANTS
from training.models import BillingBatch

pytestmark = pytest.mark.django_db


def test_each_account_gets_the_transfer_of_an_accepted_invoice(partners, settings):
    settings.DEMO_MODE = True
    accounts = [Account("002", f"{number:015d}", f"Penerima {number}") for number in (9901, 9902)]
    partners.load(accounts=accounts)
    world = SimpleNamespace(bank=partners)
    first, second = (order_transfers(world, [account]) for account in accounts)
    assert [invoice.state for invoice in (*first, *second)] == [InvoiceState.ACCEPTED] * 2
    paid_to = Payout.objects.filter(state=PayoutState.READY).values_list("payee_name", "amount")
    assert sorted(paid_to) == [("Penerima 9901", 1_000_000), ("Penerima 9902", 1_000_000)]
    dates = set(BillingBatch.objects.values_list("bill_on", flat=True))
    assert len(dates) == 2
    assert max(dates) < clock.today()
    assert [fault for one in INVARIANTS for fault in one.broken(clock.now())] == []
