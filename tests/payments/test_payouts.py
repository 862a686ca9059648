"""Ordering: one live payout a source, whatever happens; what is owed never changes."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Sum

from core.errors import Conflict, Invalid
from core.models import AuditEvent
from payments.enums import Account, EntryKind
from payments.models import JournalEntry, Payout, Posting
from payments.operations.ledger import Unbalanced, post, post_many
from payments.operations.payouts import Order, order_payouts
from tests.factories.payments import NOON, make_payout
from tests.queries import most_queries

pytestmark = pytest.mark.django_db


def test_an_ordered_payout_keeps_the_account_sealed_and_shows_its_end():
    payout = Payout.objects.get(pk=make_payout(account_number="001234567890123").pk)
    assert payout.account == "001234567890123"
    assert payout.account_masked == "•••• 0123"
    assert b"001234567890123" not in bytes(payout.account_sealed)


def test_ordering_again_for_a_live_source_returns_the_first_payout():
    source = uuid4()
    first = make_payout(source_id=source)
    assert make_payout(source_id=source, account_number="999999999999999") == first
    assert Payout.objects.get().account == first.account
    assert JournalEntry.objects.count() == 1


def test_another_amount_for_a_live_source_is_a_conflict():
    source = uuid4()
    make_payout(source_id=source)
    with pytest.raises(Conflict, match="amount_differs"):
        make_payout(source_id=source, amount=1)


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_that_is_not_positive_is_refused(amount):
    with pytest.raises(Invalid, match="bad_amount"):
        make_payout(amount=amount)


@pytest.mark.parametrize("number", ["", "12 34", "12a4", "١٢٣"])
def test_an_account_number_that_is_not_digits_is_refused(number):
    with pytest.raises(Invalid, match="bad_account"):
        make_payout(account_number=number)


def test_an_order_moves_money_from_the_fund_to_what_is_owed():
    payout = make_payout()
    entry = JournalEntry.objects.get(kind=EntryKind.ORDERED, ref=str(payout.pk))
    assert dict(entry.postings.values_list("account", "amount")) == {
        Account.FUND: 3_000_000,
        Account.OWED: -3_000_000,
    }


@pytest.mark.parametrize("field", ["amount", "payee_name", "bank_code", "account_tail", "attempt"])
def test_the_database_refuses_to_change_what_is_owed(field):
    payout = make_payout()
    changed = {"amount": 4, "payee_name": "Orang lain", "bank_code": "014", "account_tail": "0000", "attempt": 9}
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(**{field: changed[field]})


def test_the_database_refuses_to_delete_a_payout():
    payout = make_payout()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).delete()


def test_the_database_refuses_a_jump_from_ready_to_paid():
    payout = make_payout()
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(state="paid")


def test_the_database_refuses_a_payout_that_is_born_paid():
    payout = make_payout()
    payout.pk, payout.source_id, payout.state = uuid4(), uuid4(), "paid"
    with pytest.raises(DatabaseError), transaction.atomic():
        payout.save(force_insert=True)


@transaction.atomic
def write_lines(debit: int, credit: int) -> None:
    entry = JournalEntry.objects.create(kind=EntryKind.SENT, ref="x", at=NOON)
    Posting.objects.create(entry=entry, account=Account.OWED, amount=debit)
    Posting.objects.create(entry=entry, account=Account.IN_TRANSIT, amount=credit)


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_an_entry_that_does_not_sum_to_zero():
    with pytest.raises(DatabaseError, match="does not sum to zero"):
        write_lines(5, -4)
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_line_added_to_an_old_entry():
    entry = post(EntryKind.SENT, "x", {Account.OWED: 5, Account.IN_TRANSIT: -5}, at=NOON)
    with pytest.raises(DatabaseError, match="does not sum to zero"), transaction.atomic():
        Posting.objects.create(entry=entry, account=Account.FUND, amount=1)
    assert entry.postings.count() == 2


def test_the_database_refuses_to_change_the_books():
    entry = post(EntryKind.SENT, "x", {Account.OWED: 5, Account.IN_TRANSIT: -5}, at=NOON)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        entry.postings.update(account=Account.FUND)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Posting.objects.filter(entry=entry).delete()


def test_an_event_is_booked_once_and_never_with_other_lines():
    lines = {Account.OWED: 5, Account.IN_TRANSIT: -5}
    assert post(EntryKind.SENT, "x", lines, at=NOON) == post(EntryKind.SENT, "x", lines, at=NOON)
    assert Posting.objects.count() == 2
    with pytest.raises(Conflict, match="booked_differently"):
        post(EntryKind.SENT, "x", {Account.OWED: 6, Account.IN_TRANSIT: -6}, at=NOON)


def test_the_code_refuses_lines_that_do_not_sum_to_zero():
    with pytest.raises(Unbalanced):
        post(EntryKind.SENT, "x", {Account.OWED: 5, Account.IN_TRANSIT: -4}, at=NOON)
    with pytest.raises(Unbalanced):
        post(EntryKind.SENT, "x", {Account.OWED: 0}, at=NOON)


def test_a_posting_of_nothing_is_refused():
    with pytest.raises(IntegrityError):
        Posting.objects.create(
            entry=post(EntryKind.SENT, "x", {Account.OWED: 5, Account.IN_TRANSIT: -5}, at=NOON),
            account=Account.FUND,
            amount=0,
        )


# --- many at once ------------------------------------------------------------------------------------------------


def orders(count: int, **more) -> list[Order]:
    facts = {"user": None, "payee_name": "Penerima", "bank_code": "002", "account_number": "0012345678", "amount": 100}
    return [Order(**{"source_id": uuid4(), **facts, **more}) for _ in range(count)]


def test_many_are_ordered_and_booked_in_as_many_queries_as_one():
    with most_queries(6):  # twice the attempts there are, payouts, entry, postings, audit
        order_payouts("claim_month", orders(1), at=NOON)
    with most_queries(6):
        payouts = order_payouts("claim_month", orders(30), at=NOON)
    assert len({payout.key for payout in payouts}) == 30
    assert {payout.account for payout in payouts} == {"0012345678"}
    assert (JournalEntry.objects.count(), Posting.objects.count()) == (31, 62)
    assert Posting.objects.aggregate(sum=Sum("amount"))["sum"] == 0
    assert AuditEvent.objects.filter(action="payments.payout.ordered").count() == 31


def test_ordering_many_again_orders_only_those_that_are_new():
    first = orders(3)
    known = order_payouts("claim_month", first, at=NOON)
    again = order_payouts("claim_month", [*first, *orders(1)], at=NOON)
    assert again[:3] == known
    assert (Payout.objects.count(), JournalEntry.objects.count()) == (4, 4)


def test_one_wrong_order_orders_none():
    right = orders(2)
    order_payouts("claim_month", right[:1], at=NOON)
    other = replace(right[0], amount=99)
    with pytest.raises(Conflict, match="amount_differs"):
        order_payouts("claim_month", [right[1], other], at=NOON)
    with pytest.raises(Invalid, match="bad_account"):
        order_payouts("claim_month", [*orders(1), *orders(1, account_number="12x")], at=NOON)
    assert (Payout.objects.count(), JournalEntry.objects.count()) == (1, 1)


def test_the_same_source_twice_in_one_go_is_ordered_once():
    (order,) = orders(1)
    first, second = order_payouts("claim_month", [order, order], at=NOON)
    assert first == second
    assert JournalEntry.objects.count() == 1


def test_events_are_booked_once_each_and_none_when_one_was_booked_otherwise():
    lines = {Account.FUND: 5, Account.OWED: -5}
    first = post_many(EntryKind.ORDERED, {"A": lines, "B": lines}, at=NOON)
    again = post_many(EntryKind.ORDERED, {"B": lines, "C": lines}, at=NOON)
    assert again[0] == first[1]
    assert (JournalEntry.objects.count(), Posting.objects.count()) == (3, 6)
    with pytest.raises(Conflict, match="booked_differently"):
        post_many(EntryKind.ORDERED, {"D": lines, "A": {Account.FUND: 6, Account.OWED: -6}}, at=NOON)
    assert JournalEntry.objects.count() == 3
