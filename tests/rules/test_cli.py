"""The decision contract as a command: order, ids, errors by line, exit status; and the table for lawyers."""

import io
import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rules.__main__ import main, replies
from tests.rules import build

ROOT = Path(__file__).parents[2]


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "rules", *arguments], input=given, cwd=ROOT, capture_output=True, check=False, timeout=60
    )


def lines(*questions: Any) -> bytes:
    return b"".join((q if isinstance(q, bytes) else json.dumps(q).encode()) + b"\n" for q in questions)


def one(question: Any) -> dict[str, Any]:
    [reply] = replies([lines(question)])
    return reply


def test_answers_come_in_the_order_of_the_questions_with_their_ids() -> None:
    given = lines(
        build.eligibility() | {"id": "E1"},
        {"id": 7, "question": "contribution", "month": "2025-01", "wage": 6_000_000},
        build.month_question() | {"id": "M1"},
        build.ARREARS,
        {"question": "working_days", "from": "2026-03-13", "days": 3, "holidays": ["2026-03-19", "2026-03-20"]},
    )
    done = run("decide", given=given)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert done.stderr == b""
    assert [reply["id"] for reply in answers] == ["E1", 7, "M1", "tunggakan", None]
    assert answers[1] == {
        "id": 7, "base": 5_000_000, "government": 11_000, "jkk": 7_000, "jkm": 5_000, "total": 23_000,
    }  # fmt: skip
    assert answers[4] == {"id": None, "until": "2026-03-18"}


def test_a_line_that_cannot_be_read_is_an_error_and_the_others_are_answered() -> None:
    good = {"id": "b", "question": "working_days", "from": "2026-03-13", "days": 1, "holidays": []}
    done = run("decide", given=lines(b"not json", good, [1], {"id": "d", "question": "fortune"}, good | {"id": "e"}))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [reply["id"] for reply in answers] == [None, "b", None, "d", "e"]
    assert [reply.get("until") for reply in answers] == [None, "2026-03-16", None, None, "2026-03-16"]
    assert answers[3]["error"] == {
        "code": "invalid_facts",
        "message": "Expected one of eligibility, month, contribution, arrears, working_days",
        "path": "question",
    }


def test_no_input_is_no_output() -> None:
    done = run("decide")
    assert (done.returncode, done.stdout) == (0, b"")


def test_an_eligibility_answer_has_the_fields_of_the_contract_and_every_code_once() -> None:
    reply = one(build.eligibility())
    assert list(reply) == ["id", "outcome", "regime", "reasons", "wage_base", "months", "last_filing_day"]
    assert [reason["code"] for reason in reply["reasons"]] == [f"ELG-{n:02d}" for n in range(1, 14)]
    assert all(list(reason) == ["code", "met", "law", "facts"] for reason in reply["reasons"])
    assert all(isinstance(reason["law"], str) and reason["law"] for reason in reply["reasons"])
    assert reply["last_filing_day"] == "2026-08-10"


def test_a_month_answer_has_the_fields_of_the_contract_and_every_code_once() -> None:
    reply = one(build.month_question())
    assert list(reply) == ["id", "outcome", "regime", "amount", "opens_on", "closes_on", "reasons"]
    assert [reason["code"] for reason in reply["reasons"]] == [f"MON-{n:02d}" for n in range(1, 8)]
    assert all("asked" in reason["facts"] for reason in reply["reasons"])


def path_of(question: Any) -> str:
    reply = one(question)
    assert reply["error"]["code"] == "invalid_facts"
    assert reply["error"]["message"]
    return str(reply["error"]["path"])


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"colour": 1}, "colour"),
        ({"participant__colour": 1}, "participant.colour"),
        ({"phk__colour": 1}, "phk.colour"),
        ({"filed_on": "2026-02-30"}, "filed_on"),
        ({"filed_on": "20260302"}, "filed_on"),
        ({"filed_on": "2026-W10-1"}, "filed_on"),
        ({"filed_on": "2026-3-2"}, "filed_on"),
        ({"filed_on": 20260302}, "filed_on"),
        ({"filed_on": True}, "filed_on"),
        ({"filed_on": ["2026-03-02"]}, "filed_on"),
        ({"filed_on": "2026-03-02T10:00"}, "filed_on"),
        ({"decided_on": ""}, "decided_on"),
        ({"decided_on": "2021-02-01"}, "decided_on"),
        ({"participant__born_on": "1899-12-31"}, "participant.born_on"),
        ({"participant__citizen": 1}, "participant.citizen"),
        ({"participant__citizen": "true"}, "participant.citizen"),
        ({"participant__scale": "raksasa"}, "participant.scale"),
        ({"participant__scale": 1}, "participant.scale"),
        ({"participant__jkn": "PPU"}, "participant.jkn"),
        ({"participant__programmes": "JKK"}, "participant.programmes"),
        ({"participant__programmes": ["JKK", "JKX"]}, "participant.programmes[1]"),
        ({"participant__programmes": ["JKK", None]}, "participant.programmes[1]"),
        ({"participant__programmes": [["JKK"]]}, "participant.programmes[0]"),
        ({"participant": []}, "participant"),
        ({"participant": "Siti"}, "participant"),
        ({"phk": 3}, "phk"),
        ({"phk__reason": "p"}, "phk.reason"),
        ({"phk__reason": "B"}, "phk.reason"),
        ({"phk__contract": "pkwt"}, "phk.contract"),
        ({"phk__proof": ""}, "phk.proof"),
        ({"phk__disputed": "no"}, "phk.disputed"),
        ({"previous_benefits": {}}, "previous_benefits"),
        ({"previous_benefits": [None]}, "previous_benefits[0]"),
        ({"previous_benefits": [{"on": "2019-01-01"}]}, "previous_benefits[0].on"),
        ({"holidays": "2026-03-20"}, "holidays"),
        ({"holidays": ["2026-03-20", "20 Maret"]}, "holidays[1]"),
        ({"holidays": [None]}, "holidays[0]"),
        ({"id": 1.5}, "id"),
        ({"id": ["E1"]}, "id"),
        ({"id": True}, "id"),
        ({"question": None}, "question"),
        ({"question": ["eligibility"]}, "question"),
    ],
)
def test_every_value_of_an_eligibility_question_is_checked(changes: dict[str, Any], path: str) -> None:
    assert path_of(build.eligibility(build.paid_rows([build.month("2026-01")]), **changes)) == path


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"colour": 1}, "contributions[1].colour"),
        ({"month": "2025-13"}, "contributions[1].month"),
        ({"month": "2025-1"}, "contributions[1].month"),
        ({"month": "2025-01-01"}, "contributions[1].month"),
        ({"month": "1899-12"}, "contributions[1].month"),
        ({"month": None}, "contributions[1].month"),
        ({"month": 202501}, "contributions[1].month"),
        ({"month": ["2025-01"]}, "contributions[1].month"),
        ({"employer": 5}, "contributions[1].employer"),
        ({"wage": 4500000.0}, "contributions[1].wage"),
        ({"wage": "4500000"}, "contributions[1].wage"),
        ({"wage": True}, "contributions[1].wage"),
        ({"paid_on": "10-02-2025"}, "contributions[1].paid_on"),
        ({"paid_on": False}, "contributions[1].paid_on"),
        ({"reported_on": None}, "contributions[1].reported_on"),
        ({"reported_on": "today"}, "contributions[1].reported_on"),
    ],
)
def test_every_value_of_a_contribution_is_checked(changes: dict[str, Any], path: str) -> None:
    first, second = build.paid_rows([build.month("2025-12"), build.month("2026-01")])
    assert path_of(build.eligibility([first, second | changes])) == path


def test_a_contribution_may_leave_out_what_is_unknown() -> None:
    reply = one(build.eligibility([{"month": "2026-01", "paid_on": "2026-02-01"}, {"month": "2025-12"}]))
    [reason] = [reason for reason in reply["reasons"] if reason["code"] == "ELG-05"]
    assert reason["facts"]["counted"] == 1
    assert reason["facts"]["months"]["2025-12"] == "unpaid"


@pytest.mark.parametrize("rows", [[[]], [None], ["2026-01"], [5], {}, "x"])
def test_contributions_are_a_list_of_objects(rows: Any) -> None:
    assert path_of(build.eligibility(rows)) == ("contributions[0]" if isinstance(rows, list) else "contributions")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"n": None}, "n"),
        ({"n": 0}, "n"),
        ({"n": 7}, "n"),
        ({"n": 3.0}, "n"),
        ({"n": "3"}, "n"),
        ({"n": True}, "n"),
        ({"colour": 1}, "colour"),
        ({"granted_on": "2021-02-01"}, "granted_on"),
        ({"reference_date": "2020-01-31"}, "reference_date"),
        ({"wage_base": 1.5}, "wage_base"),
        ({"applications": {}}, "applications"),
        ({"applications": [None]}, "applications[0]"),
        ({"applications": [{"company": 3}]}, "applications[0].company"),
        ({"applications": [{"on": 3}]}, "applications[0].on"),
        ({"applications": [{"used": 0}]}, "applications[0].used"),
        ({"interviews": [{"kind": "x"}]}, "interviews[0].kind"),
        ({"training": "0.8"}, "training"),
        ({"training": {"attendance": 0.8}}, "training.attendance"),
        ({"training": {"attendance": "80 %"}}, "training.attendance"),
        ({"training": {"attendance": "1.01"}}, "training.attendance"),
        ({"training": {"attendance": "-0.1"}}, "training.attendance"),
        ({"training": {"attendance": "8e-1"}}, "training.attendance"),
        ({"training": {"hours": "3"}}, "training.hours"),
        ({"self_assessed": "yes"}, "self_assessed"),
        ({"status_form": 1}, "status_form"),
        ({"outage_days": -1}, "outage_days"),
        ({"outage_days": 1.5}, "outage_days"),
        ({"outage_days": 10_001}, "outage_days"),
        ({"n": 2, "reference_date": "2028-01-03"}, "holidays"),
    ],
)
def test_every_value_of_a_month_question_is_checked(changes: dict[str, Any], path: str) -> None:
    assert path_of(build.month_question(**changes)) == path


@pytest.mark.parametrize(
    "question",
    [
        {"question": "contribution", "month": "2025-01", "wage": 1, "x": 1},
        {"question": "working_days", "from": "2026-01-01", "days": 1, "x": 1},
        build.ARREARS | {"x": 1},
    ],
)
def test_an_unknown_key_is_an_error_in_every_question(question: dict[str, Any]) -> None:
    assert path_of(question) == "x"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"", "The line is not JSON"),
        (b"\xff\xfe", "The line is not JSON"),
        (b"{", "The line is not JSON"),
        (b"[" * 100_000, "The line is not JSON"),
        (b'{"id": ' + b"9" * 5000 + b"}", "The line is not JSON"),
        (b"null", "The line is not a JSON object"),
        (b'"text"', "The line is not a JSON object"),
    ],
)
def test_a_line_that_is_no_object_says_so(line: bytes, message: str) -> None:
    assert one(line) == {"id": None, "error": {"code": "invalid_facts", "message": message, "path": ""}}


def test_a_key_given_twice_is_an_error() -> None:
    reply = one(b'{"id": "x", "question": "contribution", "month": "2025-01", "wage": 1, "wage": 2}')
    assert reply["id"] == "x"
    assert reply["error"]["path"] == "wage"


def test_a_number_that_is_not_a_number_is_an_error_at_its_place() -> None:
    assert path_of(b'{"question": "contribution", "month": "2025-01", "wage": NaN}') == "wage"


def test_text_outside_ascii_comes_back_readable() -> None:
    reply = one(b'{"id": "\xc3\xa9\\ud800", "question": "working_days", "from": "2026-03-13", "days": 0}')
    assert json.loads(json.dumps(reply))["id"] == "é\ud800"
    done = run(
        "decide", given=b'{"id": "\xc3\xa9\\ud800", "question": "working_days", "from": "2026-03-13", "days": 0}'
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["id"] == "é\ud800"


def test_a_deadline_beyond_the_last_year_is_an_error_and_not_a_crash() -> None:
    assert path_of(build.eligibility([], phk__on="9999-12-31")) == ""
    assert one({"question": "working_days", "from": "9999-12-30", "days": 9, "holidays": []})["error"]


def test_the_table_prints_what_is_in_force_with_its_article(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--on", "2026-03-01"]) == 0
    printed = capsys.readouterr().out
    rates = next(line for line in printed.splitlines() if line.startswith("benefit_rates "))
    assert "60 %; 60 %; 60 %; 60 %; 60 %; 60 %" in rates
    assert "PP 6/2025 Pasal 21 ayat (1)" in rates
    assert "2025-02-07" in rates
    assert "5.000.000" in printed
    assert "0,22 %" in printed
    columns = {line.index("20") for line in printed.splitlines()[5:] if "  2021-02-02  " in line}
    assert columns


def test_the_table_shows_the_numbers_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    main(["table", "--on", "2025-02-06"])
    old = capsys.readouterr().out
    assert "45 %; 45 %; 45 %; 25 %; 25 %; 25 %" in old
    assert "1.000.000" in old
    main(["table", "--on", "2021-02-01"])
    assert "0 parameter" in capsys.readouterr().out


def test_the_table_needs_a_day() -> None:
    assert run("table").returncode == 2
    assert run("table", "--on", "besok").returncode == 2
    done = run("table", "--on", "2026-03-01")
    assert done.returncode == 0
    assert b"wage_ceiling" in done.stdout


def test_the_command_needs_neither_django_nor_settings() -> None:
    code = "import sys, rules.__main__; print(sorted({'django', 'holidays', 'celery', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"[]"


def decide_in_process(monkeypatch: pytest.MonkeyPatch, given: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    monkeypatch.setattr(sys, "argv", ["rules", "decide"])
    monkeypatch.delitem(sys.modules, "rules.__main__", raising=False)


def test_the_exit_status_tells_whether_any_line_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"id": 1, "question": "working_days", "from": "2026-03-13", "days": 1, "holidays": []}
    decide_in_process(monkeypatch, lines(good))
    assert main() == 0
    decide_in_process(monkeypatch, lines(b"?", good))
    with pytest.raises(SystemExit) as left:
        runpy.run_module("rules", run_name="__main__", alter_sys=True)
    assert left.value.code == 1
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == [1, None, 1]
