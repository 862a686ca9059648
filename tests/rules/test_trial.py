"""What if? A parameter that is not law, for a dry run."""

from datetime import date
from fractions import Fraction

import pytest

from rules import parameters
from rules.reading import THE_LAW, Tables, read
from rules.transitional import last_filing_day
from rules.trial import UnknownParameter, parameter, read_value, standing_in, trial

HALF = (Fraction(1, 2),) * 6


def test_a_trial_holds_for_its_block_and_leaves_the_law_as_it_was():
    before, day = parameters.BENEFIT_RATES.values, date(2026, 1, 2)
    with trial(parameters.BENEFIT_RATES, HALF, date(2026, 1, 1)):
        assert parameters.BENEFIT_RATES.on(day).value == HALF
        assert parameters.BENEFIT_RATES.on(date(2025, 12, 31)).value == (Fraction(3, 5),) * 6
    assert parameters.BENEFIT_RATES.values is before


def fail_in_a_trial():
    with trial(parameters.BENEFIT_RATES, HALF, date(2026, 1, 1)):
        raise RuntimeError


def test_a_trial_that_fails_leaves_the_law_as_it_was():
    before = parameters.BENEFIT_RATES.values
    with pytest.raises(RuntimeError):
        fail_in_a_trial()
    assert parameters.BENEFIT_RATES.values is before


def test_a_parameter_is_found_by_its_name():
    assert parameter("benefit_rates") is parameters.BENEFIT_RATES
    with pytest.raises(UnknownParameter):
        parameter("nothing")


@pytest.mark.parametrize(
    ("like", "plain", "value"),
    [
        (Fraction(4, 5), "0.75", Fraction(3, 4)),
        (True, False, False),
        (5, 6, 6),
        ("any", "ending_at_phk", "ending_at_phk"),
        (frozenset({"ppu"}), ["pbi"], frozenset({"pbi"})),
        ((1, 15), [1, 16], (1, 16)),
    ],
)
def test_values_are_read_as_the_parameter_holds_them(like, plain, value):
    assert read_value(like, plain) == value


@pytest.mark.parametrize(("like", "plain"), [((1, 15), [1]), (5, True), (True, 1), (5, "x"), (frozenset({"a"}), "a")])
def test_a_value_of_another_kind_is_refused(like, plain):
    with pytest.raises(UnknownParameter):
        read_value(like, plain)


def test_what_was_remembered_of_the_law_is_forgotten_for_a_trial_and_after_it():
    phk_on, day = date(2026, 2, 10), date(2026, 3, 1)
    assert last_filing_day(phk_on, day) == date(2026, 8, 10)
    with trial(parameters.CLAIM_PERIOD_MONTHS, 9, date(2026, 1, 1)):
        assert last_filing_day(phk_on, day) == date(2026, 11, 10)
    assert last_filing_day(phk_on, day) == date(2026, 8, 10)


def test_a_parameter_that_stands_in_leaves_the_law_as_it_is():
    day, before = date(2026, 1, 2), parameters.COUNTED_MONTHS_NEEDED.values
    tables = Tables([standing_in(parameters.COUNTED_MONTHS_NEEDED, 6, date(2026, 1, 1))])
    assert (read(day, tables).needed, read(date(2025, 12, 31), tables).needed, read(day).needed) == (6, 12, 12)
    assert tables.of(parameters.WAGE_CEILING) is parameters.WAGE_CEILING is THE_LAW.of(parameters.WAGE_CEILING)
    assert parameters.COUNTED_MONTHS_NEEDED.values is before
