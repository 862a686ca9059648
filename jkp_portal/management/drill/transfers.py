"""The faults of payments once more, with transfers to training institutes: invoices that BPJS has accepted.

Each invoice comes there by the operations that bring it there in life, a partner, a participant and a class for each:
they are few. What is looked at afterwards is that every invoice says what its transfer says.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from core import clock
from core.clock import JAKARTA
from core.jobs import run_due
from integrations.sandbox.people import Account
from jkp_portal.demo.cast import Head
from jkp_portal.demo.classes import BILLED_DAYS_AGO, accepted, approved, billed, billed_on, class_before, sent
from jkp_portal.demo.institutes import tell_partner
from jkp_portal.demo.learners import register_learners
from jkp_portal.demo.stories import Stage
from jkp_portal.management.drill.cast import officer, set_clock
from jkp_portal.management.drill.protocol import Drill, Size, told_of_payouts
from notices.letters import store_pdf
from notices.models import Letter
from payments.enums import PayoutState
from payments.management.drill.payouts import run
from payments.management.drill.scenarios import SCENARIOS, Scenario
from payments.management.drill.verdict import Verdict
from payments.management.drill.world import World
from payments.selectors import last_payout
from training.enums import InvoiceState
from training.selectors.billing import PAYOUT_SOURCE

FEWEST, ONE_IN = 20, 50  # transfers to institutes beside so many payouts to people
PARTNER_DAYS, LEARNER_DAYS = timedelta(days=95), timedelta(days=92)  # before the bill
MORNING = time(10)
OFFICERS = {
    "verifikator.lpk": Role.INSTITUTE_VERIFIER,
    "biaya": Role.STANDARDS,
    "konselor": Role.COUNSELLOR,
    "penelaah": Role.REVIEWER,
    "penyetuju": Role.APPROVER,
    "verifikator": Role.BPJS_VERIFIER,
}
_numbers = count(1)
_dates: list[date] = []  # of this drill's bills so far, each before the last


def of_transfers(scenario: Scenario) -> Drill:
    """A scenario of payments, carried out with invoices of institutes."""
    return Drill(
        scenario.fault, f"lpk-{scenario.name}", scenario.says, lambda world, size: transfers(world, size, scenario)
    )


def transfers(world: World, size: Size, scenario: Scenario) -> Verdict:
    """Pay so many invoices while it goes wrong, then compare each with what became of its transfer."""
    invoices: list[Any] = []

    def order(accounts: Sequence[Account]) -> None:
        invoices.extend(order_transfers(world, accounts))

    few = max(FEWEST, size.payouts // ONE_IN)
    verdict = told_of_payouts(run(world, scenario, payouts=few, seconds=size.seconds, ordered=order))
    verdict.equal("invoices that say what the bank says", sum(map(_agrees, invoices)), few)
    return verdict


def _agrees(invoice: Any) -> bool:
    """Paid when the money arrived; accepted, so that it can be ordered again, when it did not."""
    payout = last_payout(PAYOUT_SOURCE, invoice.pk)
    invoice.refresh_from_db()
    arrived = payout is not None and payout.state == PayoutState.PAID
    return invoice.state == (InvoiceState.PAID if arrived else InvoiceState.ACCEPTED)


def order_transfers(world: World, accounts: Sequence[Account]) -> list[Any]:
    """An accepted invoice for each account, of an institute that has this account. Returns the invoices."""
    now = clock.now()
    stage = Stage({part: officer(role, now) for part, role in OFFICERS.items()}, {}, world.bank, clock.now)
    bill_on = _next_date(clock.legal_date(now))
    for account in accounts:
        _approved_invoice(stage, account, bill_on)
    try:
        set_clock(datetime.combine(bill_on, MORNING, JAKARTA))
        batch = billed(stage, bill_on)
    finally:
        set_clock(now)
    accepted(stage, batch)
    run_due()  # notices and letters of what came before are no part of the drill
    for letter_id in Letter.objects.filter(pdf="").values_list("pk", flat=True):
        store_pdf(letter_id)
    return [item.invoice for item in batch.items.select_related("invoice")]


def _next_date(today: date) -> date:
    """A date has one bill: each scenario of a drill has the one before."""
    _dates.append(billed_on(_dates[-1] + timedelta(days=BILLED_DAYS_AGO - 1) if _dates else today))
    return _dates[-1]


def _approved_invoice(stage: Stage, account: Account, bill_on: date) -> None:
    """Of a class with one participant."""
    number = next(_numbers)
    head = Head(
        name=f"lpk.latihan{number}",
        full_name="Retno Palupi",
        institute=f"LPK Latihan {number} Contoh",
        vin=f"98999{number:05d}",
        phone=f"+62896{number:07d}",
        account=account.number,
        bank=account.bank,
        owner=account.name,
    )
    morning = datetime.combine(bill_on, MORNING, JAKARTA).astimezone(UTC)  # as the database answers
    partner = tell_partner(stage, morning - PARTNER_DAYS, head)
    people = register_learners(stage, morning - LEARNER_DAYS, [8000 + number])
    held = class_before(stage, partner, people, bill_on)
    approved(stage, sent(held), on=bill_on - timedelta(days=2))


TRANSFERS = tuple(map(of_transfers, SCENARIOS))
