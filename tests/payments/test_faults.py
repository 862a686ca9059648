"""The fault drill itself, small: real worker processes die, and every payout is paid once."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from payments import failpoints
from payments.management.drill.payouts import Result
from payments.management.drill.scenarios import SCENARIOS

LINE = re.compile(
    r"^F\d\d  (?P<name>\S+) +transfers (?P<transfers>\d+)/(?P<payouts>\d+)  duplicates (?P<duplicates>\d+)"
    r"  lost (?P<lost>\d+)  ledger (?P<ledger>-?\d+)  kills (?P<kills>\d+) ",
    re.M,
)


@pytest.mark.workers
def test_workers_that_are_killed_and_callbacks_out_of_order_neither_lose_nor_double_a_payout():
    options = ("--count=40", "--seconds=200", "--only=after-answer,callbacks")
    drill = subprocess.run(
        [sys.executable, "manage.py", "faults", "payouts", *options],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "jkp_portal.settings.dev"},
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )
    lines = {found["name"]: found for found in LINE.finditer(drill.stdout)}
    assert drill.returncode == 0, drill.stdout + drill.stderr[-3000:]
    assert set(lines) == {"after-answer", "callbacks"}
    for found in lines.values():
        assert found["transfers"] == found["payouts"]
        assert (found["duplicates"], found["lost"], found["ledger"]) == ("0", "0", "0")
    assert int(lines["callbacks"]["kills"]) > 0


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


def test_a_result_is_one_line_that_a_person_can_read():
    assert result().line() == (
        "F01  kills         transfers 3/3  duplicates 0  lost 0  ledger 0  kills 9  lost sight 2  seconds 1  held"
    )


def test_scenarios_have_names_of_their_own_and_real_failpoints():
    names = [scenario.name for scenario in SCENARIOS]
    assert len(names) == len(set(names)) == 11
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
