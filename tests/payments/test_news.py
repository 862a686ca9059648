"""News of the bank: booked once, in any order; what cannot be true is put aside and moves nothing."""

from datetime import date
from uuid import uuid4

import pytest

from core.errors import Conflict
from core.events import Event
from payments.enums import Account, CaseKind, PayoutState, ReceiptOutcome
from payments.events import PayoutFailed, PayoutSettled
from payments.invariants import balance, broken_rules
from payments.models import BankCase, JournalEntry, Payout
from payments.operations import news as news_module
from payments.operations.news import hear
from payments.operations.payouts import order_payout
from payments.operations.sending import reserve
from payments.selectors import last_payout, payouts_for
from tests.factories.payments import (
    MILLION,
    NOON,
    make_accepted,
    make_approved_batch,
    make_paid,
    make_payout,
    make_rejected,
    make_returned,
    make_sent,
    news,
    tell,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """Every event that payments publishes, as (event, key)."""
    events: list[tuple[Event, str]] = []
    monkeypatch.setattr(news_module, "publish", lambda event, key: events.append((event, key)))
    return events


def test_a_settlement_pays_and_is_told_upwards(told):
    payout = make_paid()
    assert (payout.state, payout.paid_on) == (PayoutState.PAID, date(2026, 12, 14))
    assert (balance(Account.IN_TRANSIT), balance(Account.PAID_OUT)) == (0, -3 * MILLION)
    settled = PayoutSettled(payout_id=str(payout.pk), source_kind="claim_month", source_id=str(payout.source_id))
    assert told == [(settled, str(payout.pk))]


def test_the_same_news_again_is_known_and_changes_nothing(told):
    payout = make_paid()
    assert hear(news(payout, "settled"), at=NOON).outcome == ReceiptOutcome.KNOWN
    assert len(told) == 1
    assert JournalEntry.objects.filter(ref=str(payout.pk)).count() == 3


def test_a_return_takes_the_money_back_and_is_told_upwards(told):
    payout = make_returned()
    assert (payout.state, payout.code, payout.returned_on) == ("returned", "account_closed", date(2026, 12, 14))
    assert (balance(Account.PAID_OUT), balance(Account.CAME_BACK)) == (0, -3 * MILLION)
    assert told[-1][0] == PayoutFailed(
        payout_id=str(payout.pk),
        source_kind="claim_month",
        source_id=str(payout.source_id),
        code="account_closed",
    )


def test_a_return_that_overtakes_its_settlement_is_booked_as_both_and_told_as_a_failure_only(told):
    payout = tell(make_accepted(), "returned", code="account_closed")
    assert payout.state == PayoutState.RETURNED
    assert [type(event) for event, _ in told] == [PayoutFailed]
    assert hear(news(payout, "settled"), at=NOON).outcome == ReceiptOutcome.KNOWN
    assert broken_rules() == []


def test_a_rejection_without_a_code_says_so():
    assert tell(make_accepted(), "rejected").code == "unspecified"


@pytest.mark.parametrize("difference", [1, -1])
def test_an_amount_that_is_off_by_one_rupiah_is_put_aside(difference):
    payout = make_accepted()
    heard = hear(news(payout, "settled", amount=3 * MILLION + difference), at=NOON)
    payout.refresh_from_db()
    assert (heard.outcome, heard.problem) == (ReceiptOutcome.QUARANTINED, CaseKind.AMOUNT_DIFFERS)
    assert payout.state == PayoutState.ACCEPTED
    assert BankCase.objects.get().facts["amount"] == str(3 * MILLION + difference)


STRANGE = "6f0c0de5-7a53-4f0e-9d3a-0b7d1c2e3f4a"


@pytest.mark.parametrize(
    "key", ["JKP-tidak-ada", "", f"JKP-{STRANGE}", f"BPJS-{STRANGE}", f"JKP-{STRANGE.replace('-', '')}"]
)
def test_a_key_that_we_never_gave_is_put_aside(key):
    heard = hear(news(make_accepted(), "settled", key=key), at=NOON)
    assert (heard.outcome, heard.problem) == (ReceiptOutcome.QUARANTINED, CaseKind.UNKNOWN_REFERENCE)


def test_the_same_alarm_is_raised_once():
    payout = make_accepted()
    hear(news(payout, "settled", amount=1), at=NOON)
    hear(news(payout, "settled", amount=1), at=NOON)
    assert BankCase.objects.count() == 1


def test_news_of_a_payout_that_was_never_sent_is_put_aside():
    payout = make_payout()
    heard = hear(news(payout, "settled", bank_reference="BR-1"), at=NOON)
    assert heard.problem == CaseKind.CONTRADICTION
    assert Payout.objects.get(pk=payout.pk).state == PayoutState.READY


def test_what_was_rejected_is_not_paid_afterwards():
    payout = make_rejected()
    assert hear(news(payout, "settled", bank_reference="BR-1"), at=NOON).problem == CaseKind.CONTRADICTION
    assert hear(news(payout, "returned", bank_reference="BR-1"), at=NOON).problem == CaseKind.CONTRADICTION
    assert Payout.objects.get(pk=payout.pk).state == PayoutState.REJECTED


def test_what_was_paid_is_not_rejected_afterwards():
    payout = make_paid()
    assert hear(news(payout, "rejected"), at=NOON).problem == CaseKind.CONTRADICTION
    assert Payout.objects.get(pk=payout.pk).state == PayoutState.PAID


def test_a_second_transfer_under_our_key_is_an_alarm():
    payout = make_paid()
    assert hear(news(payout, "settled", bank_reference="BR-OTHER"), at=NOON).problem == CaseKind.CONTRADICTION


def test_a_reference_that_belongs_to_another_payout_is_an_alarm():
    first, second = make_paid(), make_sent()
    heard = hear(news(second, "settled", bank_reference=first.bank_reference), at=NOON)
    assert heard.problem == CaseKind.CONTRADICTION


def test_a_settlement_without_any_reference_is_an_alarm():
    assert hear(news(make_sent(), "settled", bank_reference=""), at=NOON).problem == CaseKind.CONTRADICTION


def test_a_day_that_lies_ahead_is_booked_as_today():
    assert tell(make_accepted(), "settled", day=date(2026, 12, 15)).paid_on == date(2026, 12, 14)


class TestPaidAgain:
    """The money came back; the account is corrected; it is paid once more, and once only."""

    def again(self, payout, **overrides):
        facts = {
            "source_kind": payout.source_kind,
            "source_id": payout.source_id,
            "user": None,
            "payee_name": payout.payee_name,
            "bank_code": "014",
            "account_number": "1234567890",
            "amount": payout.amount,
            "at": NOON,
        }
        return order_payout(**facts | overrides)

    @pytest.mark.parametrize("failed", [make_returned, make_rejected])
    def test_a_corrected_account_makes_a_second_attempt(self, failed):
        first = failed()
        second = self.again(first)
        assert (second.attempt, second.account, second.state) == (2, "1234567890", PayoutState.READY)
        assert second.key != first.key
        assert (balance(Account.CAME_BACK), balance(Account.OWED)) == (0, -3 * MILLION)
        assert broken_rules() == []

    def test_ordering_it_twice_makes_one_attempt(self):
        first = make_returned()
        assert self.again(first) == self.again(first)
        assert Payout.objects.of("claim_month", first.source_id).count() == 2

    def test_another_amount_is_refused(self):
        first = make_returned()
        with pytest.raises(Conflict, match="amount_differs"):
            self.again(first, amount=1)
        assert Payout.objects.count() == 1

    def test_the_second_attempt_is_paid_once_and_the_books_agree(self):
        first = make_returned()
        second = self.again(first)
        make_approved_batch(0)
        tell(reserve(second.pk, at=NOON), "settled", bank_reference="BR-2")
        assert tell(first, "settled", "returned").state == PayoutState.RETURNED
        assert balance(Account.PAID_OUT) == -3 * MILLION
        assert balance(Account.CAME_BACK) == 0
        assert broken_rules() == []

    def test_all_attempts_of_a_source_are_read_oldest_first(self):
        first = make_returned()
        second = self.again(first)
        assert payouts_for("claim_month", [first.source_id]) == {first.source_id: [first, second]}
        assert last_payout("claim_month", first.source_id) == second
        assert last_payout("claim_month", uuid4()) is None
