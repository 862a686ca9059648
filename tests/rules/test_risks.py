"""The rules of the risk list: at the boundary and not before it."""

from datetime import date

import pytest

from rules import risks
from rules.risks import RULES, judged

ON = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("code", "count", "of", "speaks"),
    [
        ("late", 2, 8, True),
        ("late", 2, 9, False),  # less than a quarter
        ("late", 1, 1, False),  # less than two
        ("unregistered", 1, 0, True),
        ("unregistered", 0, 0, False),
        ("shell", 12, 15, True),  # 80 %
        ("shell", 11, 14, False),
        ("shell", 9, 9, False),
        ("same_wage", 19, 20, False),
        ("same_wage", 38, 40, True),  # 95 %
        ("arrears", 2, 0, False),
        ("arrears", 3, 0, True),
    ],
)
def test_a_rule_speaks_from_its_number_and_share_on(code: str, count: int, of: int, speaks: bool) -> None:
    assert (judged(code, count, of, ON) is not None) is speaks


def test_a_finding_says_what_it_is_held_against() -> None:
    found = judged("late", 3, 4, ON)
    assert found is not None
    assert (found.points, found.count, found.of, found.least, str(found.share)) == (30, 3, 4, 2, "1/4")
    assert found.law.text == "Permenaker 2/2025 Pasal 9 ayat (1)"


def test_every_rule_has_points_below_a_hundred_and_a_least_number() -> None:
    for rule in RULES.values():
        points, least, share = rule.threshold.on(ON).value
        assert 0 < points <= 60
        assert least >= 1
        assert 0 <= share < 1


def test_the_fraud_rules_have_the_weight_of_the_threat_list() -> None:
    weights = {code: RULES[code].threshold.on(ON).value[0] for code in RULES}
    fraud = {"rehired": 50, "reasons": 40, "shell": 60, "ceiling": 60, "one_proof": 40, "wage_rose": 40}
    assert {code: weights[code] for code in fraud} == fraud
    assert risks.RISK_REHIRE_DAYS.on(ON).value == 90
    assert risks.RISK_SHELL_MONTHS.on(ON).value == 18
