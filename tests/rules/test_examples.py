"""The worked amounts of the law, and published claims that are wrong and must not be reproduced."""

from datetime import date

import pytest

from rules import contributions, monthly
from rules.eligibility import amounts
from rules.money import Rupiah
from rules.parameters import BENEFIT_RATES, CLAIM_PERIOD_MONTHS, CONSECUTIVE_MONTHS_NEEDED, PAYMENT_WORKING_DAYS
from rules.questions import answer
from tests.rules import build

LAST_R21 = date(2025, 2, 6)
FIRST_R25 = date(2025, 2, 7)

# wage, base, R25 a month, R25 in all, R21 months 1-3, R21 months 4-6, R21 in all, contribution R21, contribution R25
AMOUNTS = [
    (1_000_000, 1_000_000, 600_000, 3_600_000, 450_000, 250_000, 2_100_000, 4_600, 3_600),
    (2_400_000, 2_400_000, 1_440_000, 8_640_000, 1_080_000, 600_000, 5_040_000, 11_040, 8_640),
    (3_000_000, 3_000_000, 1_800_000, 10_800_000, 1_350_000, 750_000, 6_300_000, 13_800, 10_800),
    (4_999_999, 4_999_999, 2_999_999, 17_999_994, 2_250_000, 1_250_000, 10_500_000, 23_000, 18_000),
    (5_000_000, 5_000_000, 3_000_000, 18_000_000, 2_250_000, 1_250_000, 10_500_000, 23_000, 18_000),
    (5_000_001, 5_000_000, 3_000_000, 18_000_000, 2_250_000, 1_250_000, 10_500_000, 23_000, 18_000),
    (7_000_000, 5_000_000, 3_000_000, 18_000_000, 2_250_000, 1_250_000, 10_500_000, 23_000, 18_000),
    (10_000_000, 5_000_000, 3_000_000, 18_000_000, 2_250_000, 1_250_000, 10_500_000, 23_000, 18_000),
]


@pytest.mark.parametrize("row", AMOUNTS, ids=[f"wage {row[0]}" for row in AMOUNTS])
def test_the_table_of_amounts_is_paid_to_the_rupiah(row: tuple[int, ...]) -> None:
    wage, base, r25, r25_all, r21_first, r21_last, r21_all, iuran_r21, iuran_r25 = row
    new = [monthly.amount(n, wage, FIRST_R25) for n in range(1, 7)]
    old = [monthly.amount(n, wage, LAST_R21) for n in range(1, 7)]
    assert new == [r25] * 6
    assert sum(new) == r25_all
    assert old == [r21_first] * 3 + [r21_last] * 3
    assert sum(old) == r21_all
    assert contributions.compute(build.month("2025-01"), wage).total == iuran_r21
    assert contributions.compute(build.month("2025-02"), wage).total == iuran_r25
    assert contributions.compute(build.month("2025-02"), wage).base == base


@pytest.mark.parametrize("row", AMOUNTS, ids=[f"wage {row[0]}" for row in AMOUNTS])
def test_an_eligible_person_reads_the_same_amounts(row: tuple[int, ...]) -> None:
    wage, base, r25 = row[:3]
    months = [build.month("2024-03") + number for number in range(24)]
    reply = answer(build.eligibility(build.paid_rows(months, wage=wage)))
    assert reply["outcome"] == "eligible"
    assert reply["wage_base"] == base
    assert reply["months"] == [{"n": n, "amount": r25} for n in range(1, 7)]


def test_the_ministers_simulation_of_2022_comes_to_ten_and_a_half_million() -> None:
    paid = amounts(Rupiah(5_000_000), date(2022, 2, 14))
    assert [month.amount for month in paid] == [2_250_000] * 3 + [1_250_000] * 3
    assert sum(month.amount for month in paid) == 10_500_000


def test_a_claim_that_runs_over_7_february_2025_changes_rate_and_keeps_its_months() -> None:
    granted = [date(2024, 11, 8), date(2024, 12, 9), date(2025, 1, 8), date(2025, 2, 6), FIRST_R25, date(2025, 4, 9)]
    paid = [monthly.amount(n, 5_000_000, day) for n, day in enumerate(granted, 1)]
    assert paid == [2_250_000, 2_250_000, 2_250_000, 1_250_000, 3_000_000, 3_000_000]


@pytest.mark.parametrize("wage", [5_000_000, 7_200_000, 10_000_000])
def test_no_wage_is_paid_75_percent_or_7_200_000(wage: int) -> None:
    """N01: a published claim without any rule behind it."""
    assert max(monthly.amount(n, wage, day) for n in range(1, 7) for day in (LAST_R21, FIRST_R25)) == 3_000_000


def test_45_and_25_percent_ended_on_6_february_2025() -> None:
    """N02 and N06: neither did 45/25 stay, nor was 45 % for six months ever enacted."""
    assert len(set(BENEFIT_RATES.on(FIRST_R25).value)) == 1
    assert monthly.amount(1, 1_000_000, FIRST_R25) == 600_000
    assert [monthly.amount(n, 1_000_000, LAST_R21) for n in (3, 4)] == [450_000, 250_000]


def test_the_60_percent_stand_in_pasal_21() -> None:
    """N03: not in Pasal 22."""
    assert str(BENEFIT_RATES.on(FIRST_R25).law) == "PP 6/2025 Pasal 21 ayat (1)"


def test_a_claim_after_february_2025_has_six_months() -> None:
    """N04: not three."""
    assert CLAIM_PERIOD_MONTHS.on(FIRST_R25).value == 6


def test_six_consecutive_months_are_no_longer_asked() -> None:
    """N05: the condition was dropped."""
    assert CONSECUTIVE_MONTHS_NEEDED.on(LAST_R21).value == 6
    assert CONSECUTIVE_MONTHS_NEEDED.on(FIRST_R25).value == 0


def test_a_claim_is_verified_and_paid_within_three_working_days() -> None:
    """N07: not 7 to 14."""
    assert PAYMENT_WORKING_DAYS.on(FIRST_R25).value == 3
