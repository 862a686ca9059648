"""BPJS answers an invoice; its money reaches the institute once, or comes back and goes to another account."""

from datetime import date, datetime, timedelta

import pytest

from accounts.enums import Role
from core import clock
from core.errors import Conflict, Invalid, NotAllowed
from core.models import Job
from integrations.bank import TransferAnswer
from notices.models import Notice
from payments.enums import PayoutState
from payments.invariants import broken_rules
from payments.models import Payout
from payments.operations.sending import record_answer, reserve
from tests.factories.accounts import officer
from tests.factories.payments import make_approved_batch, tell
from tests.factories.training_billing import (
    ANSWERING,
    FIFTEENTH,
    FIRST,
    TakingBpjs,
    approved_billing,
    approved_invoice,
    head_of,
    house_of,
    item_of,
    sent_billing,
)
from training.enums import BillingState, InvoiceState, ItemState
from training.invariants import INVARIANTS
from training.models import BillingBatch, BillingItem, Interest
from training.operations.billing import approve_billing, build_billing, freeze_billing
from training.operations.billing_answers import accept_item, complete_invoice, return_item
from training.operations.billing_sending import send_billing
from training.operations.transfers import finish_billing, hear_of_transfer, order_again

pytestmark = pytest.mark.django_db
NEW_YEARS_EVE = datetime(2026, 12, 31, 9, 0, tzinfo=clock.JAKARTA)
NEW_YEAR = datetime(2027, 1, 1, 1, 0, tzinfo=clock.JAKARTA)


@pytest.fixture
def verifier():
    return officer(Role.BPJS_VERIFIER)


def everything_holds() -> bool:
    return not [fault for one in INVARIANTS for fault in one.broken(ANSWERING)]


def billed(seats=2):
    invoice = approved_invoice(seats)
    sent_billing(invoice)
    return invoice


def accepted(verifier, seats=2):
    invoice = billed(seats)
    accept_item(item_of(invoice), actor=verifier, at=ANSWERING)
    return fresh(invoice)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def at_the_bank(invoice) -> Payout:
    """The transfer left in a batch of two other officers, and the bank took it."""
    payout = Payout.objects.live().get(source_id=invoice.pk)
    if payout.state == PayoutState.READY:
        make_approved_batch(0)
    payout = reserve(payout.pk, at=ANSWERING)
    answer = TransferAnswer(accepted=True, code="", bank_reference=f"BR{payout.attempt}{payout.pk.hex[:8]}")
    record_answer(payout, answer, at=ANSWERING)
    return fresh(payout)


def settled(invoice) -> Payout:
    payout = tell(at_the_bank(invoice), "settled")
    hear_of_transfer(invoice.pk, at=ANSWERING)
    return payout


# --- accept ------------------------------------------------------------------------------------------------------


def test_accepting_orders_one_transfer_to_the_account_of_the_institute(verifier):
    invoice = billed()
    for _twice in range(2):
        item = accept_item(item_of(invoice), actor=verifier, at=ANSWERING)
        assert (item.state, item.answered_by) == (ItemState.ACCEPTED, verifier)
    payout = Payout.objects.get()
    house = house_of(invoice)
    assert (payout.source_kind, payout.source_id, payout.user) == ("training_invoice", invoice.pk, None)
    assert (payout.amount, payout.account, payout.payee_name) == (3_700_000, "998877665544", house.account_name)
    assert payout.verified_by == verifier
    assert fresh(invoice).state == InvoiceState.ACCEPTED
    assert BillingBatch.objects.get().state == BillingState.ANSWERED
    assert broken_rules() == []
    assert everything_holds()


def test_only_a_verifier_of_bpjs_without_a_tie_answers(verifier):
    invoice = billed()
    item = item_of(invoice)
    with pytest.raises(NotAllowed, match="role_needed"):
        accept_item(item, actor=officer(Role.APPROVER), at=ANSWERING)
    Interest.objects.create(
        officer=verifier,
        institute=house_of(invoice),
        reason="Ipar saya pemiliknya.",
        since=date(2026, 11, 1),
        declared_by=verifier,
        declared_at=ANSWERING,
    )
    with pytest.raises(NotAllowed, match="tied"):
        return_item(item, lacks="SPTJM", actor=verifier, at=ANSWERING)
    assert not Payout.objects.exists()


def test_what_bpjs_has_not_received_is_not_answered(verifier):
    invoice = approved_invoice()
    approved_billing(invoice)
    with pytest.raises(Conflict, match="not_sent"):
        accept_item(item_of(invoice), actor=verifier, at=ANSWERING)


def test_an_institute_without_an_account_is_not_paid(verifier):
    invoice = billed()
    type(house_of(invoice)).objects.update(bank_code="", account_sealed=b"", account_tail="", account_name="")
    with pytest.raises(Conflict, match="no_account"):
        accept_item(item_of(invoice), actor=verifier, at=ANSWERING)
    assert fresh(invoice).state == InvoiceState.BILLED


def test_an_answer_stands(verifier):
    invoice = accepted(verifier)
    with pytest.raises(Conflict, match="wrong_state"):
        return_item(item_of(invoice), lacks="SPTJM", actor=verifier, at=ANSWERING)
    with pytest.raises(Conflict, match="wrong_state"):
        accept_item(item_of(invoice), actor=officer(Role.BPJS_VERIFIER), at=ANSWERING)


# --- given back --------------------------------------------------------------------------------------------------


def test_an_incomplete_item_is_completed_and_paid_from_the_next_date(verifier):
    good, bad = approved_invoice(1), approved_invoice(2)
    first = sent_billing(good, bad)
    for _twice in range(2):
        item = return_item(item_of(bad), lacks="Laporan tanpa tanggal.", actor=verifier, at=ANSWERING)
        assert (item.state, item.is_live, item.lacks) == (ItemState.INCOMPLETE, False, "Laporan tanpa tanggal.")
    bad = fresh(bad)
    assert (bad.state, bad.remark) == (InvoiceState.INCOMPLETE, "Laporan tanpa tanggal.")
    assert Notice.objects.filter(event="invoice_lacks", user=bad.reviewed_by, channel="inbox").count() == 1
    assert fresh(first).state == BillingState.SENT  # the other is not answered
    accept_item(item_of(good), actor=verifier, at=ANSWERING)
    assert fresh(first).state == BillingState.ANSWERED
    reviewer = officer(Role.REVIEWER)
    for _twice in range(2):
        bad = complete_invoice(bad, note="Tanggal ditambahkan.", actor=reviewer, at=ANSWERING)
        assert (bad.state, bad.bill_on) == (InvoiceState.APPROVED, FIRST)
    batch = build_billing(bill_on=FIRST, maker=reviewer, at=NEW_YEARS_EVE)
    batch = freeze_billing(batch, actor=reviewer, at=NEW_YEARS_EVE)
    batch = approve_billing(batch, shown_sha256=batch.sha256, actor=officer(Role.APPROVER), at=NEW_YEARS_EVE)
    batch = send_billing(batch, bpjs=TakingBpjs(), at=NEW_YEAR)
    assert (batch.state, batch.count) == (BillingState.SENT, 2)
    accept_item(item_of(bad), actor=verifier, at=NEW_YEAR)
    settled(bad)
    assert fresh(bad).state == InvoiceState.PAID
    assert fresh(batch).state == BillingState.DONE
    assert everything_holds()


def test_completed_on_the_fifteenth_it_waits_for_the_first(verifier):
    invoice = billed()
    on_the_day = ANSWERING - timedelta(days=1)
    return_item(item_of(invoice), lacks="SPTJM", actor=verifier, at=on_the_day)
    late = datetime(2026, 12, 15, 23, 59, tzinfo=clock.JAKARTA)
    assert complete_invoice(fresh(invoice), note="Ada.", actor=officer(Role.REVIEWER), at=late).bill_on == FIRST


def test_lacking_needs_words_and_completing_a_reviewer(verifier):
    invoice = billed()
    with pytest.raises(Invalid, match="lacks_missing"):
        return_item(item_of(invoice), lacks="  ", actor=verifier, at=ANSWERING)
    return_item(item_of(invoice), lacks="SPTJM", actor=verifier, at=ANSWERING)
    with pytest.raises(NotAllowed, match="role_needed"):
        complete_invoice(invoice, note="Ada.", actor=officer(Role.APPROVER), at=ANSWERING)
    with pytest.raises(Invalid, match="lacks_missing"):
        complete_invoice(invoice, note="", actor=officer(Role.REVIEWER), at=ANSWERING)
    assert BillingBatch.objects.get().state == BillingState.DONE  # nothing left to pay


# --- the money ---------------------------------------------------------------------------------------------------


def test_money_that_arrived_is_told_once_and_ends_the_batch(verifier):
    invoice = accepted(verifier)
    payout = settled(invoice)
    hear_of_transfer(invoice.pk, at=ANSWERING)
    invoice, item = fresh(invoice), item_of(invoice)
    assert (invoice.state, invoice.paid_on) == (InvoiceState.PAID, payout.paid_on)
    assert (item.state, item.paid_on) == (ItemState.PAID, payout.paid_on)
    assert BillingBatch.objects.get().state == BillingState.DONE
    assert Notice.objects.filter(event="invoice_paid", user=head_of(invoice), channel="inbox").count() == 1
    assert broken_rules() == []
    assert everything_holds()


def test_every_listener_hears_and_money_of_months_is_not_ours(verifier):
    invoice = accepted(verifier)
    tell(at_the_bank(invoice), "settled")
    names = Job.objects.filter(args__source_kind="training_invoice").values_list("name", flat=True)
    assert set(names) == {f"{app}.payout_settled" for app in ("claims", "compliance", "training")}


def test_money_that_comes_back_goes_to_another_account_and_arrives_once(verifier):
    invoice = accepted(verifier)
    payout = settled(invoice)
    tell(payout, "returned", code="account_closed")
    for _twice in range(2):
        hear_of_transfer(invoice.pk, at=ANSWERING)
    assert (fresh(invoice).state, item_of(invoice).state) == (InvoiceState.ACCEPTED, ItemState.ACCEPTED)
    failed = Notice.objects.filter(event="invoice_transfer_failed", user=head_of(invoice), channel="inbox")
    assert failed.count() == 1
    with pytest.raises(Conflict, match="same_account"):
        order_again(invoice, actor=verifier, at=ANSWERING)
    house = house_of(invoice)
    house.account, house.account_tail = "112233445566", "5566"
    house.save()
    with pytest.raises(NotAllowed, match="role_needed"):
        order_again(invoice, actor=officer(Role.REVIEWER), at=ANSWERING)
    again = order_again(invoice, actor=verifier, at=ANSWERING)
    assert order_again(invoice, actor=verifier, at=ANSWERING) == again
    assert (again.attempt, again.account, again.amount) == (2, "112233445566", payout.amount)
    settled(invoice)
    assert (fresh(invoice).state, item_of(invoice).state) == (InvoiceState.PAID, ItemState.PAID)
    assert Payout.objects.filter(source_id=invoice.pk).count() == 2
    assert broken_rules() == []
    assert everything_holds()


def test_a_refused_transfer_leaves_the_invoice_accepted(verifier):
    invoice = accepted(verifier)
    tell(at_the_bank(invoice), "rejected", code="account_not_found")
    hear_of_transfer(invoice.pk, at=ANSWERING)
    assert (fresh(invoice).state, item_of(invoice).state) == (InvoiceState.ACCEPTED, ItemState.ACCEPTED)
    assert BillingBatch.objects.get().state == BillingState.ANSWERED


def test_what_the_bank_did_not_turn_down_is_not_ordered_again(verifier):
    invoice = accepted(verifier)
    with pytest.raises(Conflict, match="not_failed"):
        order_again(invoice, actor=verifier, at=ANSWERING)
    settled(invoice)
    with pytest.raises(Conflict, match="not_failed"):
        order_again(invoice, actor=verifier, at=ANSWERING)
    assert Payout.objects.count() == 1


def test_a_batch_is_done_when_the_last_invoice_is_paid(verifier):
    first, second = approved_invoice(), approved_invoice()
    batch = sent_billing(first, second)
    for invoice in (first, second):
        accept_item(item_of(invoice), actor=verifier, at=ANSWERING)
    settled(first)
    assert finish_billing(fresh(batch), at=ANSWERING).state == BillingState.ANSWERED
    settled(second)
    assert fresh(batch).state == BillingState.DONE
    assert BillingItem.objects.filter(state=ItemState.PAID, batch__bill_on=FIFTEENTH).count() == 2
