"""What the fault drill of payouts counts, and where it lets workers die; it runs in tests/jkp_portal/test_faults.py."""

import os
import re
from functools import partial
from types import SimpleNamespace

import pytest

from payments import failpoints
from payments.management.drill import payouts
from payments.management.drill.payouts import Result
from payments.management.drill.scenarios import SCENARIOS
from payments.models import Batch
from payments.operations.batches import build_batch


def result(**overrides):
    facts = {
        "fault": "F01",
        "scenario": "kills",
        "payouts": 3,
        "transfers": 3,
        "duplicates": 0,
        "lost": 0,
        "ledger": 0,
        "kills": 9,
        "lost_sight": 2,
        "seconds": 1.4,
        "broken": (),
    }
    return Result(**facts | overrides)


def test_a_scenario_holds_only_when_every_count_is_right():
    assert result().held
    for wrong in (
        {"transfers": 4},
        {"transfers": 2},
        {"duplicates": 1},
        {"lost": 1},
        {"ledger": 1},
        {"ledger": -1},
        {"broken": ("I1",)},
    ):
        assert not result(**wrong).held, wrong


@pytest.mark.django_db
def test_more_payouts_than_a_batch_holds_go_in_several_and_all_are_counted(monkeypatch, partners):
    monkeypatch.setattr(payouts, "build_batch", partial(build_batch, limit=2))
    lines = payouts.order(SimpleNamespace(bank=partners), SCENARIOS[0], 5)
    assert lines.count() == 5
    assert sorted(Batch.objects.values_list("count", "state")) == [(1, "approved"), (2, "approved"), (2, "approved")]


def test_a_result_is_one_line_that_a_person_can_read():
    assert result().line() == (
        "F01  kills         transfers 3/3  duplicates 0  lost 0  ledger 0  kills 9  lost sight 2  seconds 1  held"
    )


def test_scenarios_have_names_of_their_own_and_real_failpoints():
    names = [scenario.name for scenario in SCENARIOS]
    assert len(names) == len(set(names)) == 12
    assert all(re.fullmatch(r"F\d\d", scenario.fault) for scenario in SCENARIOS)
    points = {scenario.failpoint.partition(":")[0] for scenario in SCENARIOS} - {""}
    assert points == {failpoints.AFTER_BANK_ANSWER, failpoints.AFTER_RESERVE}


def test_without_a_failpoint_nobody_dies(settings, monkeypatch):
    monkeypatch.setattr("os.kill", lambda pid, number: pytest.fail("killed"))
    settings.FAILPOINT = ""
    failpoints.reach(failpoints.AFTER_BANK_ANSWER)
    settings.FAILPOINT = "after_reserve:1"
    failpoints.reach(failpoints.AFTER_BANK_ANSWER)


def test_at_its_failpoint_a_worker_dies_by_sigkill(settings, monkeypatch):
    died = []
    monkeypatch.setattr("os.kill", lambda pid, number: died.append((pid, number.name)))
    settings.FAILPOINT = "after_bank_answer:1"
    failpoints.reach(failpoints.AFTER_BANK_ANSWER)
    assert died == [(os.getpid(), "SIGKILL")]
