"""Parameters, articles and policies: every number dated, every reason cited, nothing lost on the way through JSON."""

import importlib
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from rules import (
    VERSION,
    counting,
    deadlines,
    duties,
    eligibility,
    facts_json,
    membership,
    monthly,
    parameters,
    sanctions,
    training,
    values,
)
from rules.articles import ARTICLES, WAGE_BASE, article
from rules.calendar import SHIPPED
from rules.decision import all_met
from rules.eligibility import CODES
from rules.errors import ParameterNotInForce
from rules.facts import EligibilityFacts, JobSearchItem, MonthFacts, Training
from rules.jobsearch import fold_company, tally
from rules.law import KEBIJAKAN, PP_6_2025, Evidence, LegalRef, Parameter, Regime, Value
from rules.table import show
from tests.rules import build

DAY = date(2026, 3, 1)


def test_a_parameter_is_read_on_a_day() -> None:
    ceiling = duties.TRAINING_COST_CEILING
    days = [date(2021, 2, 2), date(2025, 4, 13), date(2025, 4, 14)]
    assert [ceiling.on(day).value for day in days] == [1_000_000, 1_000_000, 2_400_000]
    with pytest.raises(ParameterNotInForce, match="training_cost_ceiling has no value on 2021-02-01"):
        ceiling.on(date(2021, 2, 1))
    assert repr(ceiling) == "Parameter('training_cost_ceiling')"


def test_a_parameter_has_its_values_in_order() -> None:
    law = LegalRef(PP_6_2025, "Pasal 1")
    with pytest.raises(ValueError, match="oldest to the newest"):
        Parameter("x", "x", Value(date(2025, 1, 1), 1, law), Value(date(2024, 1, 1), 2, law))
    with pytest.raises(ValueError, match="oldest to the newest"):
        Parameter[int]("x", "x")


def test_no_share_of_the_law_is_more_than_the_whole() -> None:
    values = [value.value for parameter in parameters.PARAMETERS for value in parameter.values]
    shares = [share for value in values for share in (value if isinstance(value, tuple) else (value,))]
    shares = [share for share in shares if isinstance(share, Fraction)]
    assert len(shares) > 20
    assert [share for share in shares if not 0 <= share <= 1] == []


def test_every_parameter_has_a_name_of_its_own_a_meaning_and_a_source() -> None:
    names = [parameter.name for parameter in parameters.PARAMETERS]
    assert len(names) == len(set(names)) >= 70
    for parameter in parameters.PARAMETERS:
        assert parameter.label
        assert all(value.law.text for value in parameter.values)


def test_every_policy_is_a_parameter() -> None:
    policies = {parameter.policy for parameter in parameters.PARAMETERS}
    assert {f"POL-{number:02d}" for number in range(1, 27)} <= policies


def test_only_what_was_read_reported_or_published_may_be_cited() -> None:
    assert LegalRef(PP_6_2025, "Pasal 21", Evidence.TEXT).citable
    assert not LegalRef(PP_6_2025, "Pasal 21", Evidence.INFER).citable
    assert not WAGE_BASE.citable
    assert str(LegalRef(KEBIJAKAN, "", Evidence.POLICY, "POL-19")) == "Kebijakan JKP (POL-19)"
    objection = duties.OBJECTION_WORKING_DAYS.on(DAY)
    assert objection.value == 21
    assert not objection.law.citable


@pytest.mark.parametrize("regime", list(Regime))
def test_every_condition_has_an_article_in_both_regimes(regime: Regime) -> None:
    codes = {*CODES, *(f"MON-{number:02d}" for number in range(1, 8)), "PAYMENT"}
    assert codes <= set(ARTICLES[regime])
    assert all(article(code, regime).text for code in codes)


def test_the_parameters_of_a_decision_are_kept_as_json() -> None:
    kept = parameters.snapshot(DAY)
    assert json.loads(json.dumps(kept)) == kept
    assert kept["benefit_rates"] == {
        "value": ["3/5"] * 6,
        "since": "2025-02-07",
        "law": "PP 6/2025 Pasal 21 ayat (1)",
    }
    assert kept["jkn_segments"]["value"] == ["pbi", "pbpu", "ppu"]  # type: ignore[index]
    assert parameters.snapshot(date(2021, 2, 1)) == {}
    assert VERSION


def test_values_are_shown_as_an_indonesian_reader_writes_them() -> None:
    values = [
        Fraction(14, 10_000),
        Fraction(1),
        Fraction(1, 1000),
        5_000_000,
        True,
        False,
        (1, 15),
        frozenset("in"),
        "any",
    ]
    shown = ["0,14 %", "100 %", "0,1 %", "5.000.000", "ya", "tidak", "1; 15", "i, n", "any"]
    assert [show(value) for value in values] == shown


def test_unknown_and_known_conditions_combine_as_the_policy_says() -> None:
    assert all_met(True, True) is True
    assert all_met(True, None) is None
    assert all_met(None, False) is False


# --- Facts and decisions as JSON ---------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [build.eligibility(), build.eligibility(None, previous_benefits=None)])
def test_eligibility_facts_survive_json_and_are_decided_alike(question: dict[str, object]) -> None:
    facts = facts_json.eligibility_facts(question)
    stored = json.loads(json.dumps(facts_json.eligibility_to_json(facts)))
    assert facts_json.eligibility_facts(stored) == facts
    assert set(stored) == set(question) - {"id", "question"}
    again = eligibility.decide(facts_json.eligibility_facts(stored), SHIPPED)
    assert again.to_json() == eligibility.decide(facts, SHIPPED).to_json()


@pytest.mark.parametrize("training", [None, {"attendance": None}, {"attendance": "0.125"}, {"attendance": "1"}])
def test_month_facts_survive_json_and_are_decided_alike(training: dict[str, object] | None) -> None:
    question = build.month_question(training=training)
    facts = facts_json.month_facts(question)
    stored = json.loads(json.dumps(facts_json.month_to_json(facts)))
    assert stored == {key: value for key, value in question.items() if key not in ("id", "question")}
    assert monthly.decide(facts_json.month_facts(stored)) == monthly.decide(facts)


def test_unknown_facts_survive_json() -> None:
    facts = EligibilityFacts()
    assert facts_json.eligibility_facts(facts_json.eligibility_to_json(facts)) == facts
    month = MonthFacts(n=2, training=Training())
    assert facts_json.month_facts(facts_json.month_to_json(month)) == month


def test_a_decision_holds_only_what_json_can_hold() -> None:
    for question in (build.eligibility(), build.eligibility(decided_on="2025-02-06", phk__on="2024-12-10")):
        decision = eligibility.decide(facts_json.eligibility_facts(question))
        stored = json.loads(json.dumps(decision.to_json()))
        assert [reason["code"] for reason in stored["reasons"]] == list(CODES)
        assert decision.reason("ELG-09").facts["last_filing_day"] == stored["last_filing_day"]


def test_a_reason_is_found_by_its_code() -> None:
    decision = eligibility.decide(facts_json.eligibility_facts(build.eligibility()))
    month = monthly.decide(facts_json.month_facts(build.month_question()))
    assert decision.reason("ELG-04").met is True
    assert month.reason("MON-04").law.text == "Permenaker 2/2025 Pasal 13 ayat (2) (POL-13)"
    for answer in (decision, month):
        with pytest.raises(KeyError):
            answer.reason("XXX-01")


def test_what_was_read_once_is_remembered_within_bounds() -> None:
    remembered = values.Read(lambda value: str(value))
    for number in range(values.REMEMBERED + 5):
        assert remembered[number] == str(number)
    assert len(remembered) == 5


# --- Counting and evidence ---------------------------------------------------------------------------------------


def test_the_run_may_be_asked_to_reach_the_phk() -> None:
    early = [counting.COUNTED] * 6 + [counting.NO_RECORD] * 18
    before_last = [counting.NO_RECORD] * 16 + [counting.COUNTED] * 7 + [counting.UNPAID]
    to_last = [counting.LATE] * 17 + [counting.COUNTED] * 7
    assert counting.longest_run(early) == (6, 5)
    assert counting.longest_run(early, "ending_at_phk") == (0, -1)
    assert counting.longest_run(before_last, "ending_at_phk") == (7, 22)
    assert counting.longest_run(to_last, "ending_at_phk") == (7, 23)
    assert counting.longest_run([counting.NO_RECORD] * 24) == (0, -1)


def test_a_late_payment_in_a_year_without_calendar_is_late_when_no_calendar_could_change_it() -> None:
    march_2018 = build.month("2018-03")
    assert counting.paid_by_due_day(march_2018, date(2018, 4, 15), SHIPPED) is True
    assert counting.paid_by_due_day(march_2018, date(2018, 5, 1), SHIPPED) is False


@pytest.mark.parametrize(
    "name",
    ["PT Maju Jaya", "pt. maju-jaya", "P.T. MAJU JAYA Tbk.", "Maju Jaya (Persero)", "CV Maju  Jaya", "UD. MajuJaya"],
)
def test_one_company_in_many_spellings(name: str) -> None:
    assert fold_company(name) == "majujaya"


@pytest.mark.parametrize(
    ("name", "folded"), [("Maju Jayapt", "majujayapt"), ("PT", "pt"), ("Optik Cvita", "optikcvita")]
)
def test_a_form_inside_a_word_is_part_of_the_name(name: str, folded: str) -> None:
    assert fold_company(name) == folded


def test_without_distinct_companies_every_application_counts() -> None:
    day = date(2026, 3, 5)
    items = tuple(JobSearchItem("PT Satu", day, used) for used in (False, False, None, True))
    counted = tally(items, date(2026, 3, 1), date(2026, 3, 31), distinct=False)
    assert (counted.sure, counted.at_most, counted.repeated, counted.used) == (2, 3, 0, 1)
    assert [counted.reaches(needed) for needed in (2, 3, 4)] == [True, None, False]


# --- The documentation -------------------------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]


def test_law_to_code_names_every_condition_policy_parameter_and_scenario() -> None:
    table = (ROOT / "docs/law-to-code.md").read_text(encoding="utf-8")
    codes = {
        *CODES,
        *(f"MON-{number:02d}" for number in range(1, 8)),
        *(f"POL-{number:02d}" for number in range(1, 27)),
        *(f"VOU-{number:02d}" for number in range(1, 5)),
        *(f"LIN-{number:02d}" for number in range(1, 7)),
        *(f"SAN-{number:02d}" for number in range(1, 6)),
    }
    scenarios = {path.stem for path in (ROOT / "tests/rules/scenarios").glob("*.yaml")}
    assert {name for name in codes | scenarios if name not in table} == set()
    named = {name for name in re.findall(r"`([a-z0-9_]+)`", table) if "_" in name and not name.startswith("_")}
    known = (
        {parameter.name for parameter in parameters.PARAMETERS}
        | set(dir(deadlines))
        | set(dir(training))
        | set(dir(sanctions))
        | set(dir(membership))
        | {"payment_regime"}
    )
    assert named - known - {"contribution_day", "ending_at_phk"} == set()


def test_law_to_code_names_functions_that_exist() -> None:
    table = (ROOT / "docs/law-to-code.md").read_text(encoding="utf-8")
    for module, function in re.findall(r"`([a-z]+)\.(_?[A-Za-z_]+)`", table):
        assert hasattr(importlib.import_module(f"rules.{module}"), function), f"{module}.{function}"
    for section, module in (("Conditions of eligibility", eligibility), ("Conditions of a month", monthly)):
        rows = table.split(f"## {section}")[1].split("\n## ")[0]
        private = re.findall(r"`(_[a-z_]+)`", rows)
        assert len(private) >= 7
        assert all(hasattr(module, function) for function in private)
