"""What an employer owes, and which step of the sanction procedure is open on which day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import Month, month_of
from rules.deadlines import contribution_due
from rules.debts import administrative_fine, debt, debts, months_late
from rules.errors import InvalidFacts
from rules.money import Rupiah
from rules.sanctions import SanctionFacts, Stage, next_step, stage_ends

MARCH = month_of(date(2026, 3, 1))
DUE = contribution_due(MARCH)
FOUND = SanctionFacts(
    on=date(2026, 11, 16), stage=Stage.FOUND, served_on=date(2026, 11, 2), obligations_met=False, reply_until=None
)


def blocked(facts):
    return [reason.code for reason in next_step(facts).reasons if reason.met is not True]


def test_a_contribution_is_late_from_the_day_after_its_due_day():
    assert date(2026, 4, 15) == DUE
    assert [months_late(MARCH, DUE + timedelta(days=days)) for days in (-1, 0, 1)] == [0, 0, 1]
    following = contribution_due(Month(MARCH + 1))
    assert [months_late(MARCH, following + timedelta(days=days)) for days in (0, 1)] == [1, 2]


def test_each_begun_month_of_delay_costs_two_percent_of_the_contribution():
    assert debt(MARCH, Rupiah(1_234_567), DUE).penalty == 0
    assert debt(MARCH, Rupiah(1_234_567), DUE + timedelta(days=1)).penalty == 24_691  # 24,691.34
    third = contribution_due(Month(MARCH + 2)) + timedelta(days=1)
    assert (debt(MARCH, Rupiah(1_000_000), third).months_late, debt(MARCH, Rupiah(1_000_000), third).penalty) == (
        3,
        60_000,
    )


def test_a_negative_debt_is_no_fact():
    with pytest.raises(InvalidFacts):
        debt(MARCH, Rupiah(-1), DUE)


def test_debts_are_the_late_months_oldest_first_and_the_fine_is_apart_from_the_penalty():
    on = contribution_due(Month(MARCH + 1)) + timedelta(days=1)
    unpaid = {
        Month(MARCH + 1): Rupiah(500_000),
        MARCH: Rupiah(1_000_000),
        Month(MARCH - 1): Rupiah(0),
        Month(MARCH + 2): Rupiah(700_000),
    }
    owed = debts(unpaid, on)
    assert [(one.month, one.months_late, one.penalty) for one in owed] == [
        (MARCH, 2, 40_000),
        (Month(MARCH + 1), 1, 10_000),
    ]
    assert administrative_fine(owed, on) == 2_500  # 0.1 % × 2 × 1,000,000 + 0.1 % × 1 × 500,000
    assert administrative_fine((), on) == 0


@given(st.integers(0, 10**12), st.integers(0, 500))
def test_a_debt_never_becomes_less_with_time(amount, days):
    today, tomorrow = (debt(MARCH, Rupiah(amount), DUE + timedelta(days=days + more)) for more in (0, 1))
    assert 0 <= today.penalty <= tomorrow.penalty


@pytest.mark.parametrize(
    ("stage", "following"),
    [
        (Stage.FOUND, Stage.WARNED_ONCE),
        (Stage.WARNED_ONCE, Stage.WARNED_TWICE),
        (Stage.WARNED_TWICE, Stage.FINED),
        (Stage.FINED, Stage.RECOMMENDED),
        (Stage.RECOMMENDED, Stage.IMPOSED),
        (Stage.IMPOSED, Stage.LIFTED),
    ],
)
def test_each_step_follows_the_one_before(stage, following):
    assert next_step(replace(FOUND, stage=stage)).stage == following


@pytest.mark.parametrize("stage", [Stage.LIFTED, Stage.COMPLIED])
def test_nothing_follows_a_case_that_ended(stage):
    assert next_step(replace(FOUND, stage=stage)) is None


@pytest.mark.parametrize("stage", [Stage.WARNED_ONCE, Stage.WARNED_TWICE])
def test_a_warning_gives_ten_working_days_and_the_next_step_opens_the_day_after(stage):
    ends_on = stage_ends(stage, date(2026, 11, 2))
    assert ends_on == date(2026, 11, 16)
    assert blocked(replace(FOUND, stage=stage, on=ends_on)) == ["SAN-02"]
    step = next_step(replace(FOUND, stage=stage, on=ends_on + timedelta(days=1)))
    assert step.is_open is True
    assert step.reasons[1].facts == {"ends_on": "2026-11-16"}


def test_the_stage_of_the_fine_lasts_thirty_days():
    ends_on = stage_ends(Stage.FINED, date(2026, 11, 2))
    assert ends_on == date(2026, 12, 2)
    assert blocked(replace(FOUND, stage=Stage.FINED, on=ends_on)) == ["SAN-02"]
    assert next_step(replace(FOUND, stage=Stage.FINED, on=ends_on + timedelta(days=1))).is_open is True


def test_what_has_no_clock_is_open_once_its_letter_was_served():
    assert stage_ends(Stage.FOUND, date(2026, 11, 2)) is None
    assert next_step(FOUND).is_open is True
    assert blocked(replace(FOUND, served_on=None)) == ["SAN-01", "SAN-02"]


def test_an_open_reply_blocks_until_its_last_day_has_passed():
    assert blocked(replace(FOUND, reply_until=FOUND.on)) == ["SAN-04"]
    assert blocked(replace(FOUND, reply_until=FOUND.on - timedelta(days=1))) == []


def test_who_met_the_obligations_is_not_punished_further_and_unknown_is_not_no():
    assert blocked(replace(FOUND, obligations_met=True)) == ["SAN-03"]
    assert next_step(replace(FOUND, obligations_met=True)).is_open is False
    assert next_step(replace(FOUND, obligations_met=None)).is_open is None


@pytest.mark.parametrize("known", [True, False, None])
def test_services_are_given_back_when_the_obligations_are_met(known):
    step = next_step(replace(FOUND, stage=Stage.IMPOSED, obligations_met=known))
    assert [(reason.code, reason.met) for reason in step.reasons] == [("SAN-05", known)]
    assert step.is_open is known


def test_a_letter_is_not_served_in_the_future():
    with pytest.raises(InvalidFacts):
        next_step(replace(FOUND, served_on=FOUND.on + timedelta(days=1)))
