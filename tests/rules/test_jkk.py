"""What an employer contributes for work accidents by its class, and what of it funds JKP."""

from datetime import date
from fractions import Fraction

import pytest

from rules.errors import ParameterNotInForce
from rules.jkk import RiskClass, jkk_rate

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("risk_class", "rate", "kept"), [("I", 24, 10), ("II", 54, 40), ("III", 89, 75), ("IV", 127, 113), ("V", 174, 160)]
)
def test_each_class_has_its_rate_and_keeps_what_is_not_recomposed(risk_class, rate, kept):
    found = jkk_rate(RiskClass(risk_class), TODAY)
    assert (found.rate, found.kept) == (Fraction(rate, 10_000), Fraction(kept, 10_000))
    assert found.to_jkp == Fraction(14, 10_000)


def test_both_articles_are_those_of_the_day():
    found = jkk_rate(RiskClass.I, TODAY)
    assert (found.law.text, found.recomposed_by.text) == ("PP 44/2015 Pasal 16", "PP 6/2025 Pasal 11 ayat (5)")
    assert jkk_rate(RiskClass.I, date(2025, 2, 6)).recomposed_by.text == "PP 37/2021 Pasal 11"


def test_before_the_programme_nothing_is_recomposed():
    with pytest.raises(ParameterNotInForce):
        jkk_rate(RiskClass.I, date(2021, 2, 1))
