"""Sending: reserve, call, record; whatever breaks in between, the money moves once."""

from datetime import timedelta

import pytest
from django.db import connection

from core.models import Job
from integrations.bank import TransferAnswer, TransferState
from integrations.errors import PartnerOutcomeUnknown, PartnerRefused, PartnerUnavailable
from payments.enums import Account, BatchState, CaseKind, PayoutState
from payments.invariants import balance, broken_rules, ledger_sum
from payments.locks import holding
from payments.models import BankCase, JournalEntry, Payout
from payments.operations.inquiry import look_after
from payments.operations.sending import (
    chunk_name,
    lose_sight,
    put_back,
    record_answer,
    reserve,
    send_chunk,
    send_payout,
)
from tests.factories.payments import MILLION, NOON, make_approved_batch, make_frozen_batch, make_sent, tell
from tests.payments.bank import ScriptedBank, time_out
from tests.payments.together import run_together

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that the test moves."""

    def __init__(self):
        self.time = NOON

    def __call__(self):
        return self.time

    def pass_by(self, **gap):
        self.time += timedelta(**gap)


@pytest.fixture
def bank():
    return ScriptedBank()


@pytest.fixture
def now():
    return Clock()


def states(batch):
    return sorted(batch.lines.values_list("state", flat=True))


def test_a_chunk_is_sent_line_by_line_and_the_bank_has_it(bank, now):
    batch = make_approved_batch(3)
    assert send_chunk(batch.pk, 0, bank=bank, now=now) == 3
    batch.refresh_from_db()
    assert batch.state == BatchState.SENDING
    assert states(batch) == ["accepted"] * 3
    assert set(batch.lines.values_list("bank_reference", flat=True)) == {"BR-1", "BR-2", "BR-3"}
    assert (balance(Account.OWED), balance(Account.IN_TRANSIT)) == (0, -9 * MILLION)
    assert broken_rules() == []


def test_sending_a_chunk_twice_sends_once(bank, now):
    batch = make_approved_batch(2)
    send_chunk(batch.pk, 0, bank=bank, now=now)
    assert send_chunk(batch.pk, 0, bank=bank, now=now) == 0
    assert len(bank.calls) == 2


def test_a_chunk_sends_its_own_lines_only(bank, now):
    batch = make_approved_batch(102, amount=1)
    assert send_chunk(batch.pk, 1, bank=bank, now=now) == 2
    assert sorted(batch.lines.filter(state="accepted").values_list("line_no", flat=True)) == [101, 102]


def test_a_frozen_batch_is_not_sent(bank, now):
    line = make_frozen_batch().lines.get()
    assert not send_payout(line.pk, bank=bank, now=now)
    assert bank.calls == []


def test_the_line_is_committed_as_sending_before_the_bank_is_called(bank, now):
    line = make_approved_batch().lines.get()
    seen = []
    bank.before = lambda key: seen.append(Payout.objects.get(pk=line.pk).state)
    send_payout(line.pk, bank=bank, now=now)
    assert seen == [PayoutState.SENDING]


def test_a_time_out_is_unknown_with_an_open_case_and_is_not_sent_again(bank, now):
    batch = make_approved_batch()
    bank.after = time_out
    send_chunk(batch.pk, 0, bank=bank, now=now)
    line = batch.lines.get()
    assert line.state == PayoutState.UNKNOWN
    assert BankCase.objects.get(closed_at=None).kind == CaseKind.OUTCOME_UNKNOWN
    assert send_chunk(batch.pk, 0, bank=bank, now=now) == 0
    assert len(bank.calls) == 1


def test_a_time_out_that_succeeded_is_found_by_key(bank, now):
    batch = make_approved_batch()
    bank.after = time_out
    send_chunk(batch.pk, 0, bank=bank, now=now)
    bank.let_all_settle()
    assert look_after(bank=bank, now=now) == 1
    batch.refresh_from_db()
    assert states(batch) == ["paid"]
    assert batch.state == BatchState.DONE
    assert not BankCase.objects.filter(closed_at=None).exists()
    assert len(bank.calls) == 1


def test_a_time_out_still_in_process_is_asked_again_later(bank, now):
    batch = make_approved_batch()
    bank.after = time_out
    send_chunk(batch.pk, 0, bank=bank, now=now)
    look_after(bank=bank, now=now)
    line = batch.lines.get()
    assert (line.state, line.bank_reference) == (PayoutState.ACCEPTED, "BR-1")
    assert line.inquire_at > now()
    assert look_after(bank=bank, now=now) == 0


def test_a_key_that_the_bank_never_heard_of_is_believed_only_after_a_minute(bank, now):
    batch = make_approved_batch()
    bank.before = time_out
    send_chunk(batch.pk, 0, bank=bank, now=now)
    now.pass_by(seconds=59)
    look_after(bank=bank, now=now)
    assert states(batch) == ["unknown"]
    now.pass_by(seconds=61)
    look_after(bank=bank, now=now)
    line = batch.lines.get()
    assert (line.state, line.log.last().note) == (PayoutState.BATCHED, "unknown_key")
    assert Job.objects.filter(name="payments.send_chunk", state="open").count() == 1


def test_what_never_arrived_is_sent_again_under_the_same_key(bank, now):
    batch = make_approved_batch()
    bank.before = time_out
    send_chunk(batch.pk, 0, bank=bank, now=now)
    now.pass_by(minutes=2)
    look_after(bank=bank, now=now)
    bank.before = lambda key: None
    send_chunk(batch.pk, 0, bank=bank, now=now)
    line = batch.lines.get()
    assert bank.calls == [line.key, line.key]
    assert (line.state, line.tries, len(bank.money)) == (PayoutState.ACCEPTED, 2, 1)
    assert JournalEntry.objects.filter(kind="payout_sent").count() == 1
    assert broken_rules() == []


def test_an_old_answer_to_an_inquiry_does_not_put_back_a_newer_try(bank, now):
    """Two rounds ask; the slower one answers after the line was sent again."""
    line = make_sent()
    old = lose_sight(line, note="slow", at=NOON)
    put_back(old, note="unknown_key", at=NOON)
    newer = lose_sight(reserve(line.pk, at=NOON), note="slow", at=NOON)
    assert put_back(old, note="unknown_key", at=NOON).state == PayoutState.UNKNOWN
    assert newer.tries == 2


def test_a_bank_that_takes_nothing_leaves_the_line_in_its_batch(bank, now):
    batch = make_approved_batch(2)

    def closed(key):
        raise PartnerUnavailable("bank", "maintenance")

    bank.before = closed
    with pytest.raises(PartnerUnavailable):
        send_chunk(batch.pk, 0, bank=bank, now=now)
    assert states(batch) == ["batched", "batched"]
    assert len(bank.calls) == 1
    assert broken_rules() == []


def test_a_refusal_at_once_ends_the_payout_and_frees_the_money(bank, now):
    line = make_sent()
    record_answer(line, TransferAnswer(accepted=False, code="account_closed", bank_reference="BR-9"), at=NOON)
    line.refresh_from_db()
    assert (line.state, line.code) == (PayoutState.REJECTED, "account_closed")
    assert (balance(Account.IN_TRANSIT), balance(Account.CAME_BACK)) == (0, -3 * MILLION)
    assert broken_rules() == []


def test_an_unknown_bank_is_a_rejection(bank, now):
    line = make_approved_batch().lines.get()

    def refuse(key):
        raise PartnerRefused("bank", "unknown_bank")

    bank.before = refuse
    send_payout(line.pk, bank=bank, now=now)
    line.refresh_from_db()
    assert (line.state, line.code) == (PayoutState.REJECTED, "unknown_bank")


def test_a_key_that_the_bank_holds_for_something_else_is_an_alarm_and_nothing_moves(bank, now):
    line = make_approved_batch().lines.get()

    def refuse(key):
        raise PartnerRefused("bank", "key_reused")

    bank.before = refuse
    send_payout(line.pk, bank=bank, now=now)
    line.refresh_from_db()
    assert line.state == PayoutState.UNKNOWN
    assert BankCase.objects.filter(kind=CaseKind.CONTRADICTION, payout=line).count() == 1


def test_a_bank_reference_that_another_payout_has_is_an_alarm(bank, now):
    first, second = make_sent(), make_sent()
    answer = TransferAnswer(accepted=True, code="", bank_reference="BR-SAME")
    record_answer(first, answer, at=NOON)
    record_answer(second, answer, at=NOON)
    second.refresh_from_db()
    assert (second.state, second.bank_reference) == (PayoutState.UNKNOWN, "")
    assert BankCase.objects.filter(kind=CaseKind.CONTRADICTION, payout=second).exists()


def test_an_answer_that_comes_after_its_callback_changes_nothing(bank, now):
    line = make_sent()
    tell(line, "settled", bank_reference="BR-7")
    record_answer(line, TransferAnswer(accepted=True, code="", bank_reference="BR-7"), at=NOON)
    line.refresh_from_db()
    assert line.state == PayoutState.PAID


def test_a_line_that_a_dead_worker_left_is_unknown_and_found_by_key(bank, now):
    """Killed between the bank's answer and our commit: the bank has the money, we have `sending`."""
    batch = make_approved_batch()
    line = batch.lines.get()
    reserved = reserve(line.pk, at=NOON)
    bank.transfer(reserved.key, "002", reserved.account, "x", reserved.amount, "x")
    bank.let_all_settle()
    look_after(bank=bank, now=now)
    line.refresh_from_db()
    assert (line.state, len(bank.calls)) == (PayoutState.PAID, 1)
    assert [row.move for row in line.log.all()] == ["batch", "send", "lose_sight", "settle"]
    assert broken_rules() == []


def test_the_next_job_of_a_chunk_finds_what_the_dead_one_left(bank, now):
    batch = make_approved_batch(2)
    reserve(batch.lines.get(line_no=1).pk, at=NOON)
    send_chunk(batch.pk, 0, bank=bank, now=now)
    assert states(batch) == ["accepted", "unknown"]


def test_an_accepted_payout_of_which_nothing_is_heard_is_asked_about_after_ten_minutes(bank, now):
    batch = make_approved_batch()
    send_chunk(batch.pk, 0, bank=bank, now=now)
    bank.let_all_settle()
    now.pass_by(minutes=9)
    assert look_after(bank=bank, now=now) == 0
    now.pass_by(minutes=1)
    assert look_after(bank=bank, now=now) == 1
    assert states(batch) == ["paid"]


def test_an_accepted_payout_that_the_bank_no_longer_knows_is_an_alarm_and_never_sent_again(bank, now):
    batch = make_approved_batch()
    send_chunk(batch.pk, 0, bank=bank, now=now)
    bank.money.clear()
    now.pass_by(minutes=11)
    look_after(bank=bank, now=now)
    assert states(batch) == ["accepted"]
    assert BankCase.objects.filter(kind=CaseKind.CONTRADICTION).count() == 1


def test_an_amount_in_process_that_is_not_ours_is_an_alarm(bank, now):
    batch = make_approved_batch()
    bank.after = time_out
    send_chunk(batch.pk, 0, bank=bank, now=now)
    key = batch.lines.get().key
    bank.money[key] = ("BR-1", 3 * MILLION + 1)
    look_after(bank=bank, now=now)
    assert states(batch) == ["unknown"]
    assert BankCase.objects.filter(kind=CaseKind.CONTRADICTION).count() == 1


def test_a_chunk_whose_job_died_is_given_another(bank, now):
    batch = make_approved_batch()
    Job.objects.update(state="dead")
    look_after(bank=bank, now=now)
    look_after(bank=bank, now=now)
    assert Job.objects.filter(name="payments.send_chunk", state="open").count() == 1
    assert states(batch) == ["batched"]


def test_a_slow_chunk_hands_over_to_another_job(bank, now):
    batch = make_approved_batch(3)
    Job.objects.all().delete()
    bank.after = lambda key: now.pass_by(seconds=100)
    assert send_chunk(batch.pk, 0, bank=bank, now=now) == 2
    assert Job.objects.get(name="payments.send_chunk").args["chunk"] == "0"


@pytest.mark.parametrize("kind", ["settled", "rejected"])
def test_news_of_a_line_that_was_put_back_is_booked_and_it_is_not_sent_again(bank, now, kind):
    """The call was so late that the bank first said it had never heard of it."""
    batch = make_approved_batch()
    bank.before = time_out
    send_chunk(batch.pk, 0, bank=bank, now=now)
    now.pass_by(minutes=2)
    look_after(bank=bank, now=now)
    line = tell(batch.lines.get(), kind, bank_reference="BR-LATE")
    assert line.state == {"settled": PayoutState.PAID, "rejected": PayoutState.REJECTED}[kind]
    assert send_chunk(batch.pk, 0, bank=bank, now=now) == 0
    assert broken_rules() == []


def test_ledger_and_rules_hold_in_every_state(bank, now):
    make_sent()
    tell(make_sent(), "settled", bank_reference="BR-A")
    tell(make_sent(), "rejected")
    tell(make_sent(), "settled", "returned", bank_reference="BR-B")
    assert ledger_sum() == 0
    assert broken_rules() == []


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_eight_senders_of_one_line_make_one_call(self, bank):
        line = make_approved_batch().lines.get()
        run_together(8, lambda: send_payout(line.pk, bank=bank, now=lambda: NOON))
        line.refresh_from_db()
        assert (len(bank.calls), len(bank.money), line.state) == (1, 1, PayoutState.ACCEPTED)

    def test_eight_workers_on_one_chunk_send_each_line_once(self, bank):
        batch = make_approved_batch(5)
        run_together(8, lambda: send_chunk(batch.pk, 0, bank=bank, now=lambda: NOON))
        assert sorted(bank.calls) == sorted(line.key for line in batch.lines.all())
        assert states(batch) == ["accepted"] * 5

    def test_a_second_round_leaves_while_the_first_is_under_way(self, bank):
        batch = make_approved_batch()
        bank.after = time_out
        send_chunk(batch.pk, 0, bank=bank, now=lambda: NOON)
        asked = []
        with holding("payments.look_after"):
            run_together(1, lambda: asked.append(look_after(bank=bank, now=lambda: NOON)))
        assert asked == [0]

    def test_a_living_sender_is_not_taken_for_dead(self, bank):
        batch = make_approved_batch()
        line = batch.lines.get()
        with holding(chunk_name(batch.pk, 0)):
            reserve(line.pk, at=NOON)
            run_together(1, lambda: look_after(bank=bank, now=lambda: NOON))
        line.refresh_from_db()
        assert line.state == PayoutState.SENDING

    def test_a_lost_connection_gives_the_chunk_free(self, bank):
        batch = make_approved_batch()
        line = batch.lines.get()
        with holding(chunk_name(batch.pk, 0)):
            reserve(line.pk, at=NOON)
            connection.close()  # what the death of a worker looks like to the database
            run_together(1, lambda: look_after(bank=bank, now=lambda: NOON))
        line.refresh_from_db()
        assert line.state == PayoutState.UNKNOWN

    def test_eight_times_the_same_news_is_booked_once(self, bank):
        line = make_sent()
        run_together(8, lambda: tell(Payout.objects.get(pk=line.pk), "settled", bank_reference="BR-1"))
        line.refresh_from_db()
        assert line.state == PayoutState.PAID
        assert line.log.filter(move="settle").count() == 1
        assert broken_rules() == []


def test_the_outcome_of_a_lost_answer_is_named_in_the_log(bank, now):
    line = make_approved_batch().lines.get()

    def cut(key):
        raise PartnerOutcomeUnknown("bank", "cut_off", key=key)

    bank.after = cut
    send_payout(line.pk, bank=bank, now=now)
    assert Payout.objects.get(pk=line.pk).log.last().note == "cut_off"


def test_a_rejection_that_an_inquiry_finds_is_booked(bank, now):
    batch = make_approved_batch()
    bank.after = time_out
    send_chunk(batch.pk, 0, bank=bank, now=now)
    bank.states = dict.fromkeys(bank.money, TransferState.REJECTED)
    look_after(bank=bank, now=now)
    assert states(batch) == ["rejected"]
