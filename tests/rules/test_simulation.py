"""What if? Every figure of the simulator is the sum of what one person after the other would receive."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import eligibility, monthly, parameters
from rules.batch import days, people_of
from rules.calendar import Month, add_months, month_of
from rules.decision import Outcome
from rules.errors import InvalidFacts
from rules.facts import EligibilityFacts
from rules.money import Rupiah
from rules.simulation import COUNTED, WAGE_BANDS, Change, Claimants, Group, change_of, simulate, tables_of
from rules.synthetic import PRESUMED, invented
from rules.trial import UnknownParameter, trial
from tests.rules.histories import histories

HALF = Change(parameters.BENEFIT_RATES, (Fraction(1, 2),) * 6, date(2025, 9, 1))
NINE = (Fraction(1, 2),) * 3 + (Fraction(3, 10),) * 6
CHANGES = [
    [HALF],
    [Change(parameters.WAGE_CEILING, Rupiah(7_000_001), date(2025, 3, 3))],
    [Change(parameters.BENEFIT_MONTHS, 4, date(2026, 2, 15))],
    [Change(parameters.BENEFIT_RATES, NINE, date(2026, 1, 1)), Change(parameters.BENEFIT_MONTHS, 9, date(2026, 1, 1))],
    [Change(parameters.COUNTED_MONTHS_NEEDED, 6, date(2025, 6, 1)), HALF],
    [Change(parameters.CONSECUTIVE_MONTHS_NEEDED, 10, date(2025, 2, 7))],
    [Change(parameters.CLAIM_PERIOD_MONTHS, 1, date(2025, 2, 7))],
]
Paid = tuple[Outcome, dict[Month, int]]


@cache
def people() -> tuple[list[EligibilityFacts], Claimants]:
    facts, random = list(histories(1_200, seed=11)), Random(3)
    province = np.array([random.choice((-1, 0, 1, 7)) for _ in facts], dtype=np.int16)
    months_out = np.array([random.randint(1, 10) for _ in facts], dtype=np.int8)
    return facts, Claimants(people_of(facts), province, months_out)


def paid_to(facts: EligibilityFacts, months_out: int) -> Paid:
    """One person by the scalar rules: month by month, each under the law of the day it is granted."""
    decision, paid = eligibility.decide(facts), {}
    assert facts.decided_on is not None
    for n in range(1, months_out + 1):
        granted_on = add_months(facts.decided_on, n - 1)
        if n <= parameters.BENEFIT_MONTHS.on(granted_on).value and decision.wage_base is not None:
            paid[month_of(granted_on)] = monthly.amount(n, decision.wage_base, granted_on)
    return decision.outcome, paid


def one_by_one(changes: Sequence[Change]) -> list[Paid]:
    facts, claimants = people()
    assert claimants.months_out is not None
    with ExitStack() as trials:
        for change in changes:
            trials.enter_context(trial(change.parameter, change.value, change.since))
        return [paid_to(one, months) for one, months in zip(facts, claimants.months_out.tolist(), strict=True)]


def cost(paid: Sequence[Paid], outcomes: set[Outcome]) -> dict[Month, int]:
    costs: dict[Month, int] = defaultdict(int)
    for outcome, months in paid:
        if outcome in outcomes:
            for month, amount in months.items():
                costs[month] += amount
    return costs


@pytest.mark.parametrize("changes", CHANGES)
def test_every_figure_is_the_sum_over_people_one_by_one(changes: list[Change]) -> None:
    result = simulate(people()[1], changes)
    before, after = one_by_one([]), one_by_one(changes)
    for sides, suffix, outcomes in (
        ((before, after), "", {Outcome.ELIGIBLE}),
        ((before, after), "_possible", {Outcome.HELD, Outcome.NEEDS_OFFICER}),
    ):
        for paid, name in zip(sides, ("before", "after"), strict=True):
            expected = {month: amount for month, amount in cost(paid, outcomes).items() if amount}
            found = {month.month: getattr(month, name + suffix) for month in result.months}
            assert {month: amount for month, amount in found.items() if amount} == expected
    months = [month.month for month in result.months]
    assert months == list(range(months[0], months[-1] + 1))
    assert groups_by_hand(before, after) == {(one.province, one.wage_from): one for one in result.groups}


def groups_by_hand(before: Sequence[Paid], after: Sequence[Paid]) -> dict[Any, Group]:
    claimants, found = people()[1], {}
    wages = claimants.people.last_wage
    assert wages is not None
    for province, wage, *sides in zip(claimants.province.tolist(), wages.tolist(), before, after, strict=True):
        key = (None if province < 0 else province, max((edge for edge in WAGE_BANDS if edge <= wage), default=None))
        found[key] = found.get(key, Group(*key)) + Group(*key, people=1, **effect(*sides))
    return found


def effect(before: Paid, after: Paid) -> dict[str, int]:
    decided = {Outcome.ELIGIBLE, Outcome.INELIGIBLE}
    if not {before[0], after[0]} <= decided:
        return {"undecided": 1}
    due = [side[0] is Outcome.ELIGIBLE for side in (before, after)]
    had, has = (sum(side[1].values()) if is_due else 0 for side, is_due in zip((before, after), due, strict=True))
    return {
        "winners": has > had,
        "losers": has < had,
        "unchanged": has == had,
        "newly": due == [False, True],
        "no_longer": due == [True, False],
        "before": had,
        "after": has,
        "gained": max(has - had, 0),
        "lost": max(had - has, 0),
    }


@given(st.fractions(0, 1, max_denominator=10_000), st.integers(1_000_000, 12_000_000), st.integers(1, 6))
@settings(max_examples=10)
def test_any_rate_ceiling_and_number_of_months_is_summed_exactly(rate: Fraction, ceiling: int, months: int) -> None:
    since = date(2025, 5, 1)
    changes = [
        Change(parameters.BENEFIT_RATES, (rate,) * 6, since),
        Change(parameters.WAGE_CEILING, Rupiah(ceiling), since),
        Change(parameters.BENEFIT_MONTHS, months, since),
    ]
    total = simulate(people()[1], changes).total
    before, after = one_by_one([]), one_by_one(changes)
    assert total.before == sum(cost(before, {Outcome.ELIGIBLE}).values())
    assert total.after == sum(cost(after, {Outcome.ELIGIBLE}).values())
    assert total.gained - total.lost == total.after - total.before


def test_the_law_itself_changes_nothing_and_stays_as_it_is() -> None:
    rates = parameters.BENEFIT_RATES.values
    result = simulate(people()[1], [])
    assert all(month.before == month.after for month in result.months)
    assert (result.total.winners, result.total.losers) == (0, 0)
    simulate(people()[1], [HALF])
    assert parameters.BENEFIT_RATES.values is rates
    assert monthly.amount(1, 5_000_000, date(2026, 1, 1)) == 3_000_000


def test_groups_put_together_keep_everybody() -> None:
    result = simulate(people()[1], [HALF])
    for groups in (result.by_province(), result.by_wage()):
        for name in COUNTED:
            assert sum(getattr(group, name) for group in groups) == getattr(result.total, name)
    assert [group.province for group in result.by_province()] == [None, 0, 1, 7]
    assert [group.wage_from for group in result.by_wage()] == [None, *WAGE_BANDS]
    total = result.total
    assert total.people == 1_200 == total.undecided + total.winners + total.losers + total.unchanged
    assert total.undecided > 50


def test_from_60_to_50_percent_everybody_decided_after_the_day_loses_a_sixth() -> None:
    claimants = invented(3_000, seed=5, first_phk=date(2026, 1, 1), last_phk=date(2026, 12, 31))
    result = simulate(claimants, [change_of("benefit_rates", ["1/2"] * 6, date(2026, 1, 1))], presumed=PRESUMED)
    total = result.total
    assert (total.winners, total.undecided, total.newly, total.no_longer) == (0, 0, 0, 0)
    assert total.losers > 1_500
    assert abs(total.after * 6 - total.before * 5) < 6 * 6 * 3_000
    later = simulate(claimants, [change_of("benefit_rates", ["1/2"] * 6, date(2030, 1, 1))], presumed=PRESUMED)
    assert later.total.losers == 0
    assert later.to_json()["months"][0].keys() == {  # type: ignore[index]
        "month", "before", "after", "before_possible", "after_possible",
    }  # fmt: skip
    assert len(later.to_json()["groups"]) == len(later.groups) > 38  # type: ignore[arg-type]


def test_invented_people_are_the_same_for_the_same_seed() -> None:
    first, second, other = (invented(50, seed, date(2026, 1, 1), date(2026, 3, 1)) for seed in (1, 1, 2))
    assert np.array_equal(first.people.paid_bits, second.people.paid_bits)
    assert not np.array_equal(first.people.last_wage, other.people.last_wage)


def test_who_has_no_wage_province_or_day_is_counted_and_costs_nothing() -> None:
    facts, claimants = people()
    nobody = Claimants(
        replace(claimants.people, last_wage=None, decided_on=days.NO_DAY), np.full(len(facts), -1, dtype=np.int16)
    )
    result = simulate(nobody, [HALF])
    assert result.months == ()
    assert result.groups == (Group(None, None, people=len(facts), undecided=len(facts)),)
    empty = Claimants(people_of([]), np.zeros(0, dtype=np.int16))
    assert simulate(empty, [HALF]).groups == ()


def test_one_day_of_decision_for_everybody_and_no_end_of_months() -> None:
    claimants = people()[1]
    day = days.number(date(2026, 3, 4))
    column = np.full(len(claimants.people), day, dtype=np.int32)
    scalar, columns = (
        simulate(Claimants(replace(claimants.people, decided_on=one), claimants.province), [HALF])
        for one in (day, column)
    )
    assert scalar == columns
    assert len(scalar.months) == 6


# --- Changes ------------------------------------------------------------------------------------------------------


def test_of_two_changes_of_a_parameter_each_holds_from_its_day() -> None:
    first = Change(parameters.COUNTED_MONTHS_NEEDED, 9, date(2026, 1, 1))
    second = Change(parameters.COUNTED_MONTHS_NEEDED, 6, date(2027, 1, 1))
    needed = tables_of([second, first]).of(parameters.COUNTED_MONTHS_NEEDED)
    read = [needed.on(day).value for day in (date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1))]
    assert read == [12, 9, 6]


def test_a_change_is_read_from_json_and_rates_may_be_more_than_six() -> None:
    since = date(2026, 1, 1)
    assert change_of("benefit_rates", ["0.5"] * 9, since).value == (Fraction(1, 2),) * 9
    assert change_of("wage_ceiling", 7_000_000, since) == Change(parameters.WAGE_CEILING, 7_000_000, since)
    with pytest.raises(UnknownParameter):
        change_of("benefit_rates", "0.5", since)
    with pytest.raises(UnknownParameter):
        change_of("nothing", 1, since)
    for name in ("fine_days", "training_cost_ceiling"):
        with pytest.raises(InvalidFacts, match="neither who receives nor how much"):
            change_of(name, 1_000, since)


def test_what_does_not_fit_is_refused() -> None:
    claimants = people()[1]
    short = np.zeros(3, dtype=np.int16)
    with pytest.raises(InvalidFacts, match="province has 3 rows"):
        Claimants(claimants.people, short)
    with pytest.raises(InvalidFacts, match="months_out"):
        Claimants(claimants.people, claimants.province, short.astype(np.int8))
    with pytest.raises(InvalidFacts, match="not negative"):
        Claimants(claimants.people, claimants.province - np.int16(5))
    with pytest.raises(InvalidFacts, match="9 months need as many rates"):
        simulate(claimants, [Change(parameters.BENEFIT_MONTHS, 9, date(2026, 1, 1))])
    for bands in ((2, 5), (1, 5, 3), (1, 1), ()):
        with pytest.raises(InvalidFacts, match="bands"):
            simulate(claimants, [HALF], bands=bands)
