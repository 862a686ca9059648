"""Accounts, transfers and what becomes of them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from integrations.bank import AccountStatus, TransferAnswer, TransferState, bank_client
from integrations.errors import PartnerRefused
from integrations.sandbox.control import Control
from integrations.sandbox.people import Account
from integrations.sandbox.stories import Story, story
from tests.integrations.conftest import TODAY


def pay(told: Story, key: str = "K-1", amount: int = 3_000_000, reference: str = "JKP-1") -> TransferAnswer:
    account = told.account
    return bank_client().transfer(key, account.bank, account.number, account.name, amount, reference)


def test_the_banks_come_with_the_form_of_their_account_numbers(known: Control, siti: Story) -> None:
    banks = {bank.code: bank for bank in bank_client().banks()}

    assert banks["002"].name == "BRI"
    assert banks["002"].accepts(siti.account.number)
    assert not banks["002"].accepts(siti.account.number[1:])
    assert not banks["002"].accepts("٠" * 15)
    assert not banks["002"].accepts(siti.account.number + "\n")


def test_an_account_inquiry_gives_the_owners_name_with_its_zeros_kept(known: Control, siti: Story) -> None:
    answer = bank_client().inquire_account(siti.account.bank, siti.account.number)

    assert siti.account.number == "000000001014471"
    assert (answer.name, answer.status) == ("SITI RAHMAWATI", AccountStatus.ACTIVE)


def test_an_inquiry_says_closed_or_not_found(known: Control) -> None:
    lina = story("lina", today=TODAY).account

    assert bank_client().inquire_account(lina.bank, lina.number).status is AccountStatus.CLOSED
    missing = bank_client().inquire_account("002", "999999999999999")
    assert (missing.name, missing.status) == ("", AccountStatus.NOT_FOUND)
    with pytest.raises(PartnerRefused, match="unknown_bank"):
        bank_client().inquire_account("999", "1")


def test_a_spouses_account_shows_another_name(known: Control) -> None:
    eko = story("eko", today=TODAY)

    assert bank_client().inquire_account(eko.account.bank, eko.account.number).name == "YULIANA PUSPITA"


def test_a_transfer_is_in_process_and_then_settled(known: Control, siti: Story) -> None:
    answer = pay(siti)

    assert answer == TransferAnswer(accepted=True, code="", bank_reference="BR0000000001")
    assert bank_client().transfer_status("K-1").state is TransferState.IN_PROCESS
    known.settle_now()
    settled = bank_client().transfer_status("K-1")
    assert (settled.state, settled.amount, settled.bank_reference) == (TransferState.SETTLED, 3_000_000, "BR0000000001")


def test_the_bank_settles_by_itself_after_its_delay(known: Control, siti: Story) -> None:
    known.configure(settle_seconds=0)
    pay(siti)

    for _ in range(100):
        if bank_client().transfer_status("K-1").state is TransferState.SETTLED:
            break
    assert bank_client().transfer_status("K-1").state is TransferState.SETTLED


def test_the_same_key_gives_the_same_answer_whatever_became_of_it(known: Control, siti: Story) -> None:
    first = pay(siti)
    known.settle_now()

    assert pay(siti) == first
    assert known.audit()["transfers"] == 1
    assert known.audit()["by_key"]["K-1"]["requests"] == 2


@pytest.mark.parametrize("change", [{"amount": 3_000_001}, {"reference": "JKP-2"}])
def test_the_same_key_with_other_content_is_refused(known: Control, siti: Story, change: dict[str, object]) -> None:
    pay(siti)

    with pytest.raises(PartnerRefused) as raised:
        pay(siti, **change)

    assert raised.value.code == "key_reused"
    assert known.audit()["total"] == 3_000_000


def test_twenty_threads_with_one_key_make_one_transfer(known: Control, siti: Story) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: pay(siti), range(20)))

    assert set(answers) == {TransferAnswer(accepted=True, code="", bank_reference="BR0000000001")}
    audit = known.audit()
    assert (audit["requests"], audit["transfers"], audit["total"]) == (20, 1, 3_000_000)


def test_twenty_threads_with_their_own_keys_make_twenty_transfers(known: Control, siti: Story) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: pay(siti, key=f"K-{n}", reference=f"JKP-{n}"), range(20)))

    assert len({answer.bank_reference for answer in answers}) == 20
    assert known.audit()["duplicates"] == []


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_that_is_no_payment_is_refused(known: Control, siti: Story, amount: int) -> None:
    with pytest.raises(PartnerRefused, match="invalid_amount"):
        pay(siti, amount=amount)


def test_a_closed_or_missing_account_is_rejected_at_once_and_stays_rejected(known: Control, siti: Story) -> None:
    lina = story("lina", today=TODAY)
    gone = replace(siti, person=replace(siti.person, accounts=(Account("002", "9" * 15, "X"),)))

    assert pay(lina) == TransferAnswer(accepted=False, code="account_closed", bank_reference="BR0000000001")
    assert pay(gone, key="K-2").code == "account_not_found"
    assert pay(lina).code == "account_closed"
    assert bank_client().transfer_status("K-1").state is TransferState.REJECTED
    assert known.audit()["transfers"] == 0


def test_an_account_closed_after_acceptance_is_rejected_later(known: Control, siti: Story) -> None:
    assert pay(siti).accepted
    known.load(accounts=[replace(siti.account, status="closed")])
    known.settle_now()

    status = bank_client().transfer_status("K-1")
    assert (status.state, status.code) == (TransferState.REJECTED, "account_closed")
    assert pay(siti).accepted


def test_money_that_comes_back_is_first_settled_and_then_returned(known: Control) -> None:
    agus = story("agus", today=TODAY)
    assert pay(agus).accepted
    known.settle_now()

    status = bank_client().transfer_status("K-1")
    assert (status.state, status.code) == (TransferState.RETURNED, "account_dormant")
    kinds = [delivery["kind"] for delivery in reversed(known.outbox()["deliveries"])]
    assert kinds == ["settled", "returned"]
    second = agus.person.accounts[1]
    assert bank_client().transfer("K-2", second.bank, second.number, second.name, 3_000_000, "JKP-1").accepted
    known.settle_now()
    audit = known.audit()
    assert (audit["transfers"], audit["returned"], audit["duplicates"]) == (2, 1, [])


def test_paying_one_payment_twice_under_two_keys_shows_in_the_audit(known: Control, siti: Story) -> None:
    pay(siti, key="K-1")
    pay(siti, key="K-2")

    assert known.audit()["duplicates"] == ["JKP-1"]


def test_a_bank_that_forgets_keys_pays_twice_and_the_audit_shows_it(known: Control, siti: Story) -> None:
    known.fault("bank", forget_keys=True)
    pay(siti)
    pay(siti)

    assert known.audit()["duplicates"] == ["JKP-1"]


def test_a_key_never_used_is_unknown(known: Control) -> None:
    status = bank_client().transfer_status("K-9")

    assert (status.state, status.amount, status.at) == (TransferState.UNKNOWN_KEY, None, None)


def test_the_statement_of_the_day_holds_what_settled_and_what_came_back(known: Control, siti: Story) -> None:
    agus = story("agus", today=TODAY)
    pay(siti, key="K-1")
    pay(agus, key="K-2", amount=2_970_000, reference="JKP-2")
    known.settle_now()
    day = bank_client().transfer_status("K-1").at.date()

    statement = bank_client().statement(day)

    assert [(line.kind, line.key, line.amount) for line in statement.lines] == [
        ("debit", "K-1", 3_000_000),
        ("debit", "K-2", 2_970_000),
        ("return", "K-2", 2_970_000),
    ]
    assert (statement.debit_total, statement.return_total) == (5_970_000, 2_970_000)
    assert bank_client().statement(day - timedelta(days=1)).lines == ()


def test_the_statement_follows_the_day_of_the_demo(known: Control, siti: Story) -> None:
    known.shift_clock(timedelta(days=40))
    pay(siti)
    known.settle_now()

    moved = bank_client().transfer_status("K-1").at.date()
    assert len(bank_client().statement(moved).lines) == 1
    assert bank_client().statement(moved - timedelta(days=40)).lines == ()
