"""Any order of orders, sendings, deaths, time-outs, news and inquiries: nobody is paid twice, the books agree."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from integrations.bank import TransferState
from payments.enums import FAILED, NewsSource, PayoutState
from payments.invariants import broken_rules, ledger_sum
from payments.models import Payout
from payments.operations.inquiry import look_after
from payments.operations.news import News, hear
from payments.operations.sending import reserve, send_chunk
from tests.factories.payments import NOON, make_approved_batch, make_payout
from tests.payments.bank import ScriptedBank, time_out

NEXT = {
    TransferState.IN_PROCESS: (TransferState.SETTLED, TransferState.REJECTED),
    TransferState.SETTLED: (TransferState.RETURNED,),
}
TOLD = {
    TransferState.SETTLED: ["settled"],
    TransferState.REJECTED: ["rejected"],
    TransferState.RETURNED: ["settled", "returned"],
}


class LifeOfPayouts(RuleBasedStateMachine):
    """The portal and a bank that honours keys, and everything that can come between them."""

    sources = Bundle("sources")

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.bank = ScriptedBank()
        self.at = NOON

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def now(self):
        return self.at

    def chunks(self):
        return list(Payout.objects.exclude(batch=None).order_by("batch").values_list("batch", flat=True).distinct())

    @rule(target=sources)
    def order(self):
        source = uuid4()
        make_payout(source_id=source)
        return source

    @rule(source=sources)
    def order_again(self, source):
        """Twice for the same right, as two tabs or a repeated job would; after a failure a new account."""
        live = Payout.objects.of("claim_month", source).live().first()
        payout = make_payout(source_id=source, account_number="1234567890")
        assert live is None or payout == live

    @precondition(lambda self: Payout.objects.filter(state=PayoutState.READY).exists())
    @rule()
    def approve(self):
        make_approved_batch(0)

    @rule(fate=st.sampled_from(["well", "lost on the way", "answer lost"]))
    def send(self, fate):
        self.bank.before = time_out if fate == "lost on the way" else lambda key: None
        self.bank.after = time_out if fate == "answer lost" else lambda key: None
        for batch in self.chunks():
            send_chunk(batch, 0, bank=self.bank, now=self.now)
        self.bank.before = self.bank.after = lambda key: None

    @rule(after_the_call=st.booleans())
    def a_worker_dies(self, after_the_call):
        payout = Payout.objects.filter(state=PayoutState.BATCHED).order_by("pk").first()
        if payout is None:
            return
        payout = reserve(payout.pk, at=self.at)
        if after_the_call:
            self.bank.transfer(payout.key, payout.bank_code, payout.account, "x", payout.amount, "x")

    @rule(minutes=st.sampled_from([0, 1, 11]))
    def look_after(self, minutes):
        self.at += timedelta(minutes=minutes)
        look_after(bank=self.bank, now=self.now)

    @rule(data=st.data())
    def the_bank_moves_on(self, data):
        open_keys = sorted(key for key, state in self.bank.states.items() if state in NEXT)
        if open_keys:
            key = data.draw(st.sampled_from(open_keys))
            self.bank.states[key] = data.draw(st.sampled_from(NEXT[self.bank.states[key]]))

    @rule(data=st.data(), copies=st.integers(1, 3))
    def the_bank_tells(self, data, copies):
        """Any message that is true by now, late, repeated, in any order."""
        known = sorted(key for key, state in self.bank.states.items() if state in TOLD)
        if known:
            key = data.draw(st.sampled_from(known))
            kind = data.draw(st.sampled_from(TOLD[self.bank.states[key]]))
            for _ in range(copies):
                assert hear(self.news(key, kind), at=self.at).problem is None

    @rule(data=st.data(), off=st.sampled_from([-1, 1]))
    def the_bank_tells_another_amount(self, data, off):
        if self.bank.money:
            key = data.draw(st.sampled_from(sorted(self.bank.money)))
            before = self.states()
            assert hear(self.news(key, "settled", off=off), at=self.at).problem is not None
            assert self.states() == before

    def states(self):
        return dict(Payout.objects.values_list("pk", "state"))

    def news(self, key, kind, off=0):
        reference, amount = self.bank.money[key]
        code = "" if kind == "settled" else "account_closed"
        return News(kind, key, reference, amount + off, code, self.at.date(), NewsSource.CALLBACK)

    @invariant()
    def the_books_agree_to_the_rupiah(self):
        connection.check_constraints()
        assert ledger_sum() == 0
        assert broken_rules() == []

    @invariant()
    def nobody_has_the_money_twice(self):
        """At the bank, of all attempts for one right, at most one is neither rejected nor returned."""
        held = {}
        failed = {TransferState.REJECTED, TransferState.RETURNED}
        for payout in Payout.objects.all():
            if self.bank.states.get(payout.key, TransferState.REJECTED) not in failed:
                held[payout.source_id] = held.get(payout.source_id, 0) + 1
        assert all(times == 1 for times in held.values())

    @invariant()
    def what_we_say_has_ended_has_ended_so_at_the_bank(self):
        for payout in Payout.objects.all():
            theirs = self.bank.states.get(payout.key)
            if payout.state == PayoutState.PAID:
                assert theirs in (TransferState.SETTLED, TransferState.RETURNED)
            elif payout.state in FAILED:
                assert theirs in (TransferState.REJECTED, TransferState.RETURNED)


@pytest.mark.django_db
def test_in_any_order_of_events_nobody_is_paid_twice_and_nothing_is_lost():
    run_state_machine_as_test(
        LifeOfPayouts,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
