"""Runs the scenarios that lawyers read: one YAML file per article, asked through the decision contract."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules.calendar import Month
from rules.errors import RulesError
from rules.questions import answer
from tests.rules import build

FOLDER = Path(__file__).parent / "scenarios"
FIVE_IN_FEBRUARY = [[f"PT Perusahaan {number}", f"2026-02-{number:02d}"] for number in range(1, 6)]


def scenarios() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for scenario in content["scenarios"]:
            found.append(pytest.param(content["question"], scenario, id=f"{path.stem}: {scenario['title']}"))
    return found


@pytest.mark.parametrize(("question", "scenario"), scenarios())
def test_the_scenario_of_the_article_is_answered_as_written(question: str, scenario: dict[str, Any]) -> None:
    asked = ASK[question](plain(scenario["given"]))
    if "error" in scenario:
        with pytest.raises(RulesError) as raised:
            answer(asked)
        assert raised.value.path == scenario["error"]
        return
    reply = answer(asked)
    expected = plain(scenario["expect"])
    facts = expected.pop("facts", {})
    assert {key: found(reply, key) for key in expected} == expected
    assert {key: fact(reply, key) for key in facts} == facts


def test_every_article_file_says_what_it_is_about_and_has_scenarios() -> None:
    files = sorted(FOLDER.glob("*.yaml"))
    assert len(files) >= 15
    for path in files:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert content["article"], path
        assert content["about"], path
        titles = [scenario["title"] for scenario in content["scenarios"]]
        assert len(titles) == len(set(titles)) >= 5, path


def plain(value: Any) -> Any:
    """YAML reads dates; the contract wants text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def found(reply: dict[str, Any], key: str) -> Any:
    if key == "months":
        return [month["amount"] for month in reply["months"]]
    return reply[key] if key in reply else build.met(reply)[key]


def fact(reply: dict[str, Any], path: str) -> Any:
    code, *keys = path.split(".")
    value = next(reason["facts"] for reason in reply["reasons"] if reason["code"] == code)
    for key in keys:
        value = value[key]
    return value


def ask_eligibility(given: dict[str, Any]) -> dict[str, Any]:
    rows = given.pop("contributions", ...)
    holidays = given.pop("holidays", None)
    changes = {key.replace(".", "__"): value for key, value in given.items()}
    contributions = rows if rows in (..., None) else [row for entry in rows for row in contribution_rows(entry)]
    return build.eligibility(contributions, **changes) | {"holidays": holidays}


def contribution_rows(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """One entry is a month or a range, every month or every second; wage, paid, reported and employer may be given."""
    first = build.month(entry.get("from") or entry["month"])
    last = build.month(entry.get("to") or entry["month"])
    names = {"wage": "wage", "employer": "employer", "paid": "paid_on", "reported": "reported_on"}
    changes = {names[key]: value for key, value in entry.items() if key in names}
    if changes.get("wage", 0) is None and "reported" not in entry:
        changes["wage"] = None
    return build.paid_rows((Month(number) for number in range(first, last + 1, entry.get("every", 1))), **changes)


def ask_month(given: dict[str, Any]) -> dict[str, Any]:
    for key in ("applications", "interviews"):
        if given.get(key) == "lima-di-februari":
            given[key] = FIVE_IN_FEBRUARY
        if given.get(key):
            given[key] = [item(*entry) for entry in given[key]]
    if given.get("training"):
        given["training"] = {"attendance": None if given["training"] == "unknown" else given["training"]}
    return build.month_question(**given)


def item(company: str | None, on: str | None, used: bool | None = False) -> dict[str, Any]:
    return {"company": company, "on": on, "used": used}


ASK = {
    "eligibility": ask_eligibility,
    "month": ask_month,
    "contribution": lambda given: {"question": "contribution", **given},
    "arrears": lambda given: build.ARREARS | given,
    "working_days": lambda given: {"question": "working_days", **given},
}
