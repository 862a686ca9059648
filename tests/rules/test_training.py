"""The training benefit in the law's own numbers."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.deadlines import training_period
from rules.money import Rupiah
from rules.training import (
    LineFacts,
    Outlook,
    VoucherFacts,
    is_met,
    line_reasons,
    outlook,
    suffices,
    voucher_reasons,
)

TODAY = date(2026, 11, 16)
LINE = LineFacts(
    on=TODAY,
    recommended="menjahit",
    taught="menjahit",
    attended=6_720,
    planned=8_400,
    unrecorded=0,
    found_work=False,
    letter=False,
    price=Rupiah(1_850_000),
    priced_on=TODAY,
    billed_elsewhere=False,
)
VOUCHER = VoucherFacts(
    on=TODAY, recommended=True, in_period=True, holds_another=False, offered=True, cost=Rupiah(1_850_000)
)


def failing(reasons):
    return [reason.code for reason in reasons if reason.met is not True]


def test_training_begins_in_month_2_and_ends_with_month_5():
    period = training_period(date(2026, 8, 31))
    assert (period.opens_on, period.closes_on) == (date(2026, 9, 30), date(2027, 1, 30))


def test_80_percent_exactly_is_enough_and_a_minute_less_is_not():
    assert failing(line_reasons(LINE)) == []
    assert is_met(line_reasons(LINE)) is True
    assert failing(line_reasons(replace(LINE, attended=6_719))) == ["LIN-02"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"taught": "las"}, "LIN-01"),
        ({"planned": 0, "attended": 0}, "LIN-02"),
        ({"found_work": True}, "LIN-03"),
        ({"price": Rupiah(2_400_001)}, "LIN-04"),
        ({"price": Rupiah(0)}, "LIN-04"),
        ({"approved": Rupiah(1_849_999)}, "LIN-04"),
        ({"price": Rupiah(1_000_001), "priced_on": date(2025, 4, 13)}, "LIN-04"),
        ({"billed_elsewhere": True}, "LIN-05"),
        ({"unrecorded": 1}, "LIN-06"),
    ],
)
def test_each_condition_refuses_for_its_own_reason(change, code):
    assert failing(line_reasons(replace(LINE, **change))) == [code]


@pytest.mark.parametrize(("price", "priced_on"), [(1_000_000, date(2025, 4, 13)), (2_400_000, date(2025, 4, 14))])
def test_the_ceiling_is_that_of_the_day_the_price_was_set(price, priced_on):
    assert failing(line_reasons(replace(LINE, price=Rupiah(price), priced_on=priced_on))) == []


def test_who_found_work_is_paid_for_by_the_letter_whatever_the_attendance():
    working = replace(LINE, found_work=True, letter=True, attended=100, unrecorded=3)
    assert failing(line_reasons(working)) == []


def test_the_attendance_cites_the_law_of_the_day():
    reason = next(reason for reason in line_reasons(LINE) if reason.code == "LIN-02")
    assert str(reason.law) == "Permenaker 2/2025 Pasal 13 ayat (3) huruf b"
    assert reason.facts == {"attended": 6720, "planned": 8400, "needed": "0.8", "found_work": False}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"recommended": False}, "VOU-01"),
        ({"in_period": False}, "VOU-02"),
        ({"in_period": None}, "VOU-02"),
        ({"holds_another": True}, "VOU-03"),
        ({"offered": False}, "VOU-04"),
        ({"cost": Rupiah(2_400_001)}, "VOU-04"),
    ],
)
def test_a_voucher_needs_every_condition(change, code):
    reasons = voucher_reasons(replace(VOUCHER, **change))
    assert failing(reasons) == [code]
    assert is_met(reasons) is not True


def test_a_voucher_is_due_when_all_is_met():
    assert is_met(voucher_reasons(VOUCHER)) is True


@pytest.mark.parametrize(
    ("attended", "held", "planned", "where"),
    [
        (0, 0, 8_400, Outlook.SAFE),
        (0, 1_260, 8_400, Outlook.SAFE),  # 85 % can still be reached
        (0, 1_261, 8_400, Outlook.WARNED),
        (0, 1_680, 8_400, Outlook.WARNED),  # 80 % exactly
        (0, 1_681, 8_400, Outlook.LOST),
        (0, 0, 0, Outlook.SAFE),
    ],
)
def test_the_warning_comes_while_something_can_be_done(attended, held, planned, where):
    assert outlook(attended, held, planned, TODAY) == where


@given(planned=st.integers(1, 20_000), data=st.data())
def test_what_suffices_never_stops_sufficing_with_more_minutes(planned, data):
    attended = data.draw(st.integers(0, planned))
    more = data.draw(st.integers(attended, planned))
    assert suffices(attended, planned, TODAY) is (Fraction(attended, planned) >= Fraction(4, 5))
    assert not (suffices(attended, planned, TODAY) and not suffices(more, planned, TODAY))


@given(planned=st.integers(1, 20_000), data=st.data())
def test_the_outlook_is_lost_only_when_full_attendance_from_now_on_fails(planned, data):
    held = data.draw(st.integers(0, planned))
    attended = data.draw(st.integers(0, held))
    best = attended + planned - held
    assert (outlook(attended, held, planned, TODAY) == Outlook.LOST) is not suffices(best, planned, TODAY)
