"""The drills themselves, small but real, and the table that they print."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from jkp_portal.management.drill.catalogue import DRILLS, PAYOUTS
from jkp_portal.management.drill.protocol import Row, table, told_of_payouts
from jkp_portal.management.drill.transfers import FEWEST, TRANSFERS
from jkp_portal.management.drill.visitor import AWAY_TITLE, Answer
from payments.management.drill.payouts import Result
from payments.management.drill.scenarios import SCENARIOS
from payments.management.drill.verdict import Verdict

LINE = re.compile(r"^F\d\d  (?P<name>\S+) +(?P<verdict>survived|NOT SURVIVED) +\d+ s  (?P<counted>.*?)  \(", re.M)
PAYOUTS_IN_CI = 400
OF_THE_ISSUE = {*(f"F{number:02d}" for number in range(1, 19)), "F24"}


@pytest.mark.workers
def test_killed_workers_a_crashed_server_and_a_stopped_one_are_survived():
    """One drill of each kind: payouts with kills and callbacks out of order, to people and to institutes, and people
    while the database is away."""
    drills = "kills,after-answer,callbacks,lpk-after-answer,database-away"
    options = (f"--count={PAYOUTS_IN_CI}", "--people=2", "--seconds=600", f"--only={drills}", "--markdown")
    drill = subprocess.run(
        [sys.executable, "manage.py", "faults", "all", *options],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "jkp_portal.settings.dev"},
        capture_output=True,
        text=True,
        timeout=2400,
        check=False,
    )
    lines = {found["name"]: found for found in LINE.finditer(drill.stdout)}
    assert drill.returncode == 0, drill.stdout + drill.stderr[-3000:]
    assert {name: found["verdict"] for name, found in lines.items()} == dict.fromkeys(drills.split(","), "survived")
    for name in ("kills", "after-answer"):
        assert f"transfers {PAYOUTS_IN_CI}/{PAYOUTS_IN_CI}, duplicates 0, lost 0" in lines[name]["counted"]
    assert "duplicates 0, lost 0, ledger Rp0" in lines["callbacks"]["counted"]
    institutes = lines["lpk-after-answer"]["counted"]
    assert f"transfers {FEWEST}/{FEWEST}, duplicates 0, lost 0, ledger Rp0" in institutes
    assert f"invoices that say what the bank says {FEWEST}/{FEWEST}" in institutes
    assert "accounts as typed 2/2" in lines["database-away"]["counted"]
    assert "windows longer 2/2" in lines["database-away"]["counted"]
    assert "Survived: 4 of 4 faults." in drill.stdout


def test_every_fault_of_the_issue_has_a_drill():
    assert {drill.fault for drill in DRILLS} == OF_THE_ISSUE
    names = [drill.name for drill in DRILLS]
    assert len(names) == len(set(names))
    assert set(PAYOUTS) < set(DRILLS)


def test_each_fault_of_payouts_is_a_drill_of_transfers_to_institutes_too():
    assert [drill.name for drill in TRANSFERS] == [f"lpk-{scenario.name}" for scenario in SCENARIOS]
    assert set(TRANSFERS) < set(PAYOUTS)


def test_a_drill_that_does_not_exist_is_said_with_those_that_do():
    with pytest.raises(CommandError, match=r"No such drill: F99\. There are: .*kills \(F01\)"):
        call_command("faults", "all", "--only", "F99,kills")


def row(fault="F05", *, name="database-away", wrong=()):
    return Row(fault, name, "the server stops", "forms 3/3", 12.4, tuple(wrong))


def test_a_line_says_what_was_counted_and_whether_it_was_survived():
    assert row().line() == "F05  database-away    survived        12 s  forms 3/3  (the server stops)"
    assert "NOT SURVIVED" in row(wrong=["I1 broken"]).line()


def test_the_table_is_in_the_order_of_the_catalogue_and_counts_faults_not_drills():
    rows = [row("F17", name="b"), row("F04", name="crash"), row("F04", name="cut", wrong=["lost"])]
    assert table(rows, heading="21 November 2026, 2 cores.") == "\n".join(
        [
            "21 November 2026, 2 cores.",
            "",
            "| fault | drill | what goes wrong | counted | seconds | |",
            "|---|---|---|---|---|---|",
            "| F04 | `crash` | the server stops | forms 3/3 | 12 | survived |",
            "| F04 | `cut` | the server stops | forms 3/3 | 12 | **not survived** |",
            "| F17 | `b` | the server stops | forms 3/3 | 12 | survived |",
            "",
            "Survived: 1 of 2 faults.",
        ]
    )


def test_a_verdict_remembers_what_should_not_be():
    verdict = Verdict()
    verdict.equal("filed", 3, 3)
    verdict.equal("doubled", 0, 0)
    assert (verdict.counted, verdict.wrong) == ({"filed": "3/3", "doubled": 0}, [])
    verdict.equal("filed", 2, 3)
    verdict.equal("doubled", 1, 0)
    verdict.expect(False, "somebody waited 11 s")
    assert verdict.wrong == ["filed: 2, not 3", "doubled: 1, not 0", "somebody waited 11 s"]


def test_only_the_indonesian_page_is_honest():
    assert Answer(503, f"<h1>{AWAY_TITLE}</h1>").is_honest
    assert not Answer(503, "Service Unavailable").is_honest
    assert not Answer(500, AWAY_TITLE).is_honest
    assert not Answer(0).is_honest


def test_what_payments_counted_decides_the_line():
    facts = {"fault": "F01", "scenario": "kills", "payouts": 3, "transfers": 3, "duplicates": 0, "lost": 0}
    facts |= {"ledger": 0, "kills": 9, "lost_sight": 2, "seconds": 1.4, "broken": ()}
    good = told_of_payouts(Result(**facts))
    assert good.wrong == []
    assert good.counted["transfers"] == "3/3"
    assert told_of_payouts(Result(**facts | {"lost": 1})).wrong
    assert told_of_payouts(Result(**facts | {"transfers": 4})).wrong
