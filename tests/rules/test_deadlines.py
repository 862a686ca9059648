"""Every deadline on its boundary days, and the working-day calendar with its decrees."""

from collections.abc import Callable
from datetime import date, timedelta

import holidays
import pytest

from rules import calendar, deadlines
from rules.calendar import SHIPPED, Calendar, Month, add_months, first_day, full_years, last_day, month_name
from rules.deadlines import Window
from rules.errors import CalendarNotLoaded, DateOutOfRange
from rules.holiday_rows import DECREES, ROWS
from rules.law import Parameter, Value
from rules.transitional import contribution_day, eligibility_regime, payment_regime
from tests.rules import build

FRIDAY = date(2026, 3, 13)  # five days before Nyepi and Idul Fitri: the next working days are 16, 17 and 25 March


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        (deadlines.bpjs_decision_due, date(2026, 3, 25)),  # 3
        (deadlines.phk_report_due, date(2026, 3, 31)),  # 7
        (deadlines.phk_reply_due, date(2026, 3, 31)),
        (deadlines.reemployment_report_due, date(2026, 3, 31)),
        (deadlines.reimbursement_due, date(2026, 3, 31)),
        (deadlines.allegation_reply_due, date(2026, 3, 31)),
        (deadlines.inspection_reply_due, date(2026, 3, 31)),
        (deadlines.counselling_answer_due, date(2026, 3, 25)),
        (deadlines.counsellor_report_due, date(2026, 3, 27)),
        (deadlines.training_payment_due, date(2026, 3, 27)),  # 5
        (deadlines.complaint_answer_due, date(2026, 3, 27)),
        (deadlines.warning_due, date(2026, 4, 6)),  # 10; 3 April is Good Friday
        (deadlines.objection_answer_due, date(2026, 4, 6)),
        (deadlines.appeal_due, date(2026, 4, 6)),
        (deadlines.objection_due, date(2026, 4, 21)),  # 21
    ],
)
def test_a_duty_ends_on_its_working_day(deadline: Callable[[date, Calendar], date], due: date) -> None:
    assert deadline(FRIDAY, SHIPPED) == due


def test_an_answered_complaint_may_be_reopened_for_thirty_days() -> None:
    assert deadlines.complaint_reopen_until(date(2026, 11, 16)) == date(2026, 12, 16)


def test_three_working_days_without_holidays_are_three_weekdays() -> None:
    assert deadlines.bpjs_decision_due(FRIDAY, Calendar(())) == date(2026, 3, 18)


def test_the_employer_asks_for_reimbursement_within_three_months() -> None:
    assert deadlines.reimbursement_request_due(date(2025, 11, 30)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("day", "batch"),
    [
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 3, 2), date(2026, 3, 15)),
        (date(2026, 3, 15), date(2026, 3, 15)),
        (date(2026, 3, 16), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_training_bills_go_out_on_the_1st_and_15th(day: date, batch: date) -> None:
    assert deadlines.next_training_batch(day) == batch


@pytest.mark.parametrize(
    ("month", "due"),
    [
        ("2026-01", date(2026, 2, 18)),  # 15 is a Sunday, 16 joint leave, 17 Imlek
        ("2026-02", date(2026, 3, 16)),  # 15 is a Sunday
        ("2026-03", date(2026, 4, 15)),
        ("2025-12", date(2026, 1, 15)),
        ("2024-03", date(2024, 4, 16)),  # 15 April 2024 was joint leave of Idul Fitri
    ],
)
def test_a_contribution_is_due_on_the_15th_or_the_next_working_day(month: str, due: date) -> None:
    assert deadlines.contribution_due(build.month(month)) == due


def test_the_six_windows_of_a_claim_filed_on_31_january() -> None:
    assert deadlines.month_windows(date(2026, 1, 31), Calendar(())) == {
        1: None,
        2: Window(date(2026, 2, 28), date(2026, 3, 6)),
        3: Window(date(2026, 3, 31), date(2026, 4, 7)),
        4: Window(date(2026, 4, 30), date(2026, 5, 7)),
        5: Window(date(2026, 5, 31), date(2026, 6, 5)),
        6: Window(date(2026, 7, 23), date(2026, 7, 30)),
    }
    assert deadlines.benefit_period_end(date(2026, 1, 31)) == date(2026, 7, 30)
    assert deadlines.evidence_from(date(2026, 1, 31), 3) == date(2026, 2, 28)
    assert deadlines.evidence_from(date(2026, 1, 31), 2) == date(2026, 1, 31)


def test_a_window_holds_its_first_and_last_day() -> None:
    window = Window(date(2026, 2, 28), date(2026, 3, 6))
    days = [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 6), date(2026, 3, 7)]
    assert [day in window for day in days] == [False, True, True, False]


def test_the_regimes_meet_on_7_february_2025() -> None:
    days = [date(2025, 2, 6), date(2025, 2, 7), date(2025, 2, 8)]
    assert [eligibility_regime(day) for day in days] == ["R21", "R25", "R25"]
    assert [payment_regime(day) for day in days] == ["R21", "R25", "R25"]
    assert contribution_day(build.month("2025-02")) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("phk_on", "decided_on", "last"),
    [
        (date(2024, 11, 6), date(2025, 2, 7), date(2025, 2, 6)),
        (date(2024, 11, 7), date(2025, 2, 7), date(2025, 5, 7)),
        (date(2024, 11, 30), date(2025, 2, 6), date(2025, 2, 28)),
        (date(2024, 11, 30), date(2025, 2, 7), date(2025, 5, 30)),
        (date(2025, 8, 31), date(2026, 1, 5), date(2026, 2, 28)),
        (date(2023, 8, 31), date(2023, 9, 5), date(2023, 11, 30)),
    ],
)
def test_the_last_filing_day(phk_on: date, decided_on: date, last: date) -> None:
    assert deadlines.last_filing_day(phk_on, decided_on) == last


# --- The calendar ------------------------------------------------------------------------------------------------


def test_the_calendar_holds_2021_to_2027_and_refuses_to_guess_beyond() -> None:
    assert [SHIPPED.holds(year) for year in (2020, 2021, 2027, 2028)] == [False, True, True, False]
    for day in (date(2020, 12, 31), date(2028, 1, 3)):
        with pytest.raises(CalendarNotLoaded, match=str(day.year)):
            SHIPPED.is_working_day(day)


def test_the_frozen_rows_are_what_the_holidays_package_says() -> None:
    for year in DECREES:
        expected = {
            (day.isoformat(), kind): name
            for category, kind in (("public", "libur"), ("government", "cuti"))
            for day, name in holidays.country_holidays("ID", years=year, categories=(category,), language="id").items()
        }
        frozen = {
            (row.day, row.kind): row.name + (" (perkiraan)" if row.estimated else "")
            for row in ROWS
            if row.day.startswith(str(year))
        }
        assert frozen == expected


def test_the_rows_are_in_order_and_each_year_has_its_decree() -> None:
    days = [row.day for row in ROWS]
    assert days == sorted(days)
    assert {int(day[:4]) for day in days} == set(DECREES) == set(range(2021, 2028))
    assert all("SKB 3 Menteri" in decree for decree in DECREES.values())
    assert {row.day for row in ROWS if row.decree} == {"2024-02-14", "2024-11-27"}
    assert all(row.day.startswith("2027") for row in ROWS if row.estimated)


@pytest.mark.parametrize("day", ["2021-05-12", "2022-05-06", "2023-06-30", "2024-04-15", "2025-08-18", "2026-03-24"])
def test_joint_leave_is_not_a_working_day(day: str) -> None:
    assert date.fromisoformat(day).weekday() < 5
    assert not SHIPPED.is_working_day(date.fromisoformat(day))


def test_joint_leave_is_a_working_day_when_the_policy_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = calendar.JOINT_LEAVE_IS_DAY_OFF
    no_day_off = Parameter(policy.name, policy.label, Value(policy.values[0].since, False, policy.values[0].law))
    monkeypatch.setattr(calendar, "JOINT_LEAVE_IS_DAY_OFF", no_day_off)
    working = calendar.shipped()
    assert working.is_working_day(date(2026, 3, 20))  # joint leave
    assert not working.is_working_day(date(2026, 3, 19))  # Nyepi


def test_an_ordinary_weekday_is_a_working_day_and_a_weekend_is_not() -> None:
    monday = date(2026, 3, 9)
    assert [SHIPPED.is_working_day(monday + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2
    assert SHIPPED.next_working_day(date(2026, 3, 7)) == monday
    assert SHIPPED.next_working_day(monday) == monday


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(1900, 1, 29), 1, date(1900, 2, 28)),
        (date(2000, 1, 31), 1, date(2000, 2, 29)),
    ],
)
def test_months_are_added_clamped(day: date, months: int, moved: date) -> None:
    assert add_months(day, months) == moved


def test_a_day_beyond_the_last_year_is_an_error() -> None:
    with pytest.raises(DateOutOfRange):
        add_months(date(9999, 12, 1), 1)
    with pytest.raises(DateOutOfRange):
        deadlines.bpjs_decision_due(date(9999, 12, 31), Calendar(()))


def test_months_have_names_and_ends() -> None:
    february = build.month("2024-02")
    assert month_name(february) == "2024-02"
    assert (first_day(february), last_day(february)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert last_day(Month(february + 12)) == date(2025, 2, 28)


def test_age_is_in_completed_years() -> None:
    assert [full_years(date(1972, 3, 10), date(2026, 3, day)) for day in (9, 10, 11)] == [53, 54, 54]


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (121, None),
        (120, 120),
        (61, 120),
        (60, 60),
        (31, 60),
        (30, 30),
        (8, 30),
        (7, 7),
        (2, 7),
        (1, 1),
        (0, 1),
        (-1, None),
    ],
)
def test_a_reminder_is_in_the_last_step_that_has_begun(left: int, step: int | None) -> None:
    last = date(2027, 4, 12)
    assert deadlines.outreach_step(last, last - timedelta(days=left)) == step
