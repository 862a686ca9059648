"""What holds for every person, wage, day and calendar."""

import copy
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from rules import deadlines, eligibility, facts_json, monthly
from rules.calendar import SHIPPED, Calendar, Month, add_months, add_working_days, month_of, subtract_working_days
from rules.decision import Decision, MonthOutcome, Outcome
from rules.facts import Contribution
from rules.jobsearch import fold_company
from rules.money import Rupiah, share_of
from tests.rules import build

DAYS = st.dates(date(2021, 2, 2), date(2027, 6, 30))
WAGES = st.integers(1, 30_000_000)
SHARES = st.fractions(0, 1, max_denominator=10_000)
PHK_DAYS = st.dates(date(2023, 3, 1), date(2027, 9, 30))
# What one month of record may look like: paid when, relative to the PHK; None is unpaid, "absent" is no record.
MONTH_RECORDS = st.sampled_from(["absent", None, -400, -40, -1, 0, 1, 3, 20, 40, 400])


@st.composite
def histories(draw: st.DrawFn) -> tuple[date, list[Contribution]]:
    """A PHK day and up to three employers' records of the 30 months up to it and two after it."""
    phk_on = draw(PHK_DAYS)
    rows = []
    for employer in range(draw(st.integers(1, 2))):
        for back in range(-2, 30):
            record = draw(MONTH_RECORDS)
            if record != "absent":
                paid_on = None if record is None else phk_on + timedelta(days=record)
                month = Month(month_of(phk_on) - back)
                rows.append(Contribution(month, f"E{employer}", 3_000_000, paid_on, phk_on - timedelta(days=1)))
    return phk_on, rows


def decide(phk_on: date, rows: list[Contribution], decided_on: date | None = None) -> Decision:
    day = decided_on or date(2026, 3, 4)
    question = build.eligibility([], phk__on=phk_on.isoformat(), decided_on=day.isoformat())
    facts = facts_json.eligibility_facts(question)
    facts = type(facts)(facts.filed_on, day, facts.participant, facts.phk, tuple(rows), ())
    return eligibility.decide(facts, SHIPPED)


def counted_by_hand(phk_on: date, rows: list[Contribution]) -> set[int]:
    """POL-01 and POL-02 as slowly and plainly as they can be written."""
    counted = set()
    for row in rows:
        age = month_of(phk_on) - row.month
        if not 0 <= age <= 23 or row.paid_on is None:
            continue
        year, month = divmod(row.month + 1, 12)
        due = date(year, month + 1, 15)
        while not SHIPPED.is_working_day(due):
            due += timedelta(days=1)
        if row.paid_on <= phk_on or row.paid_on <= due:
            counted.add(int(row.month))
    return counted


@given(histories())
def test_counted_months_agree_with_counting_by_hand(history: tuple[date, list[Contribution]]) -> None:
    phk_on, rows = history
    assume(phk_on < date(2027, 8, 1))
    counted = counted_by_hand(phk_on, rows)
    reason = decide(phk_on, rows).reason("ELG-05")
    assert reason.facts["counted"] == len(counted)
    assert reason.met == (len(counted) >= 12)
    shown = list(reason.facts["months"].values())  # type: ignore[attr-defined]
    assert len(shown) == 24
    assert shown.count("counted") == len(counted)


@given(histories())
def test_the_longest_run_agrees_with_trying_every_start(history: tuple[date, list[Contribution]]) -> None:
    phk_on, rows = history
    counted = counted_by_hand(phk_on, rows)
    longest = 0
    for start in counted:
        length = 0
        while start + length in counted:
            length += 1
        longest = max(longest, length)
    reason = decide(phk_on, rows, decided_on=date(2025, 2, 6)).reason("ELG-06")
    assert reason.facts["longest"] == longest
    assert reason.met == (longest >= 6)


@given(histories(), st.integers(0, 29), st.sampled_from([date(2025, 2, 6), date(2026, 3, 4)]))
def test_an_extra_paid_month_never_harms(history: tuple[date, list[Contribution]], back: int, decided_on: date) -> None:
    phk_on, rows = history
    month = Month(month_of(phk_on) - back)
    wage = next((row.wage for row in rows if row.month == month), None)
    extra = Contribution(month, "E9", wage, phk_on, phk_on - timedelta(days=1) if wage else None)
    before, after = decide(phk_on, rows, decided_on), decide(phk_on, [*rows, extra], decided_on)
    for earlier, later in zip(before.reasons, after.reasons, strict=True):
        assert not (earlier.met is True and later.met is not True), earlier.code
    if before.outcome is Outcome.ELIGIBLE:
        assert after.outcome is Outcome.ELIGIBLE
    assert (after.wage_base or 0) >= (before.wage_base or 0)


@given(WAGES, st.integers(0, 5_000_000), st.integers(1, 6), DAYS)
def test_a_higher_wage_never_lowers_the_amount(wage: int, more: int, n: int, day: date) -> None:
    assert monthly.amount(n, wage + more, day) >= monthly.amount(n, wage, day)


@given(WAGES, st.integers(1, 6), DAYS)
def test_the_ceiling_holds(wage: int, n: int, day: date) -> None:
    assert 0 <= monthly.amount(n, wage, day) <= (3_000_000 if day >= date(2025, 2, 7) else 2_250_000)


@given(st.integers(0, 10**12), SHARES)
def test_rounding_is_half_up_to_the_nearest_rupiah(amount: int, share: Fraction) -> None:
    exact, rounded = amount * share, share_of(Rupiah(amount), share)
    assert -Fraction(1, 2) <= exact - rounded < Fraction(1, 2)


def test_exactly_half_a_rupiah_is_rounded_up() -> None:
    assert share_of(Rupiah(1), Fraction(1, 2)) == 1
    assert share_of(Rupiah(3), Fraction(1, 2)) == 2
    assert share_of(Rupiah(4), Fraction(1, 2)) == 2


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any holidays, as long as a week has a working day: at most ten days off in a row, weekends apart."""
    start = date(2021, 1, 1)
    blocks = draw(st.lists(st.tuples(st.integers(0, 2700), st.integers(1, 4)), max_size=60))
    taken: set[int] = set()
    for first, length in blocks:
        if not taken.intersection(range(first - 7, first + length + 7)):
            taken.update(range(first, first + length))
    return Calendar(start + timedelta(days=day) for day in taken)


@given(st.dates(date(2021, 2, 2), date(2027, 1, 31)), calendars())
def test_windows_never_overlap_and_come_in_order(first_filed_on: date, calendar: Calendar) -> None:
    windows = deadlines.month_windows(first_filed_on, calendar)
    assert windows[1] is None
    last_close = first_filed_on
    for n in range(2, 7):
        window = windows[n]
        assert window is not None
        assert last_close < window.opens_on <= window.closes_on
        last_close = window.closes_on
    assert last_close == deadlines.benefit_period_end(first_filed_on)


@given(st.dates(date(2021, 2, 2), date(2027, 1, 31)))
def test_windows_of_the_shipped_calendar_never_overlap(first_filed_on: date) -> None:
    windows = [window for window in deadlines.month_windows(first_filed_on).values() if window]
    assert all(before.closes_on < after.opens_on for before, after in pairwise(windows))
    for window in windows[:-1]:
        days = [window.opens_on + timedelta(days=n) for n in range(1, (window.closes_on - window.opens_on).days + 1)]
        assert sum(SHIPPED.is_working_day(day) for day in days) == 5


@given(st.dates(date(2021, 3, 1), date(2027, 9, 1)), st.integers(0, 20), calendars())
def test_working_days_forth_and_back_meet(day: date, count: int, calendar: Calendar) -> None:
    until = add_working_days(day, count, calendar)
    assert sum(calendar.is_working_day(day + timedelta(days=n)) for n in range(1, (until - day).days + 1)) == count
    if count and calendar.is_working_day(day):
        assert subtract_working_days(until, count, calendar) == day


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(-100, 100))
def test_months_are_added_clamped_and_never_skip_a_month(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert month_of(moved) == month_of(day) + months
    assert moved.day <= day.day
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


ELIGIBILITY_FACTS = [
    "filed_on", "decided_on", "participant__citizen", "participant__born_on", "participant__registered_on",
    "participant__scale", "participant__programmes", "participant__jkn", "participant__willing_to_work",
    "participant__employed_elsewhere", "phk__reason", "phk__contract", "phk__proof", "phk__disputed",
    "previous_benefits",
]  # fmt: skip


@given(st.sets(st.sampled_from(ELIGIBILITY_FACTS), min_size=1), st.sampled_from(["2026-03-04", "2025-02-06"]))
def test_an_unknown_fact_never_refuses_eligibility(unknown: set[str], decided_on: str) -> None:
    phk_on = "2026-02-10" if decided_on > "2025-06" else "2024-12-10"
    known = {"decided_on": decided_on, "phk__on": phk_on, "filed_on": decided_on}
    question = build.eligibility(**(known | dict.fromkeys(unknown)))
    assert build.outcome(question) == "needs_officer"


def test_unknown_person_and_unknown_phk_go_to_an_officer() -> None:
    for key in ("participant", "phk", "contributions"):
        question = build.eligibility()
        question[key] = None
        assert build.outcome(question) == "needs_officer"
    assert build.outcome({"question": "eligibility"}) == "needs_officer"


MONTH_FACTS = ["reference_date", "filed_on", "granted_on", "wage_base", "self_assessed", "status_form", "outage_days"]


@given(st.sets(st.sampled_from(MONTH_FACTS)), st.integers(1, 6), st.booleans())
def test_an_unknown_fact_never_refuses_a_month(unknown: set[str], n: int, no_evidence: bool) -> None:
    day = deadlines.month_window(date(2026, 1, 31), n)
    filed_on = (day.opens_on if day else date(2026, 1, 31)).isoformat()
    changes = {"n": n, "filed_on": filed_on, "interviews": [{"company": "CV A", "on": filed_on, "used": False}]}
    changes |= dict.fromkeys(unknown)
    if no_evidence:
        changes |= {"applications": None, "interviews": None}
    outcome = build.outcome(build.month_question(**changes))
    assert outcome in (MonthOutcome.PAYABLE, MonthOutcome.NEEDS_OFFICER)


@given(st.text(alphabet="abC .,-&()", min_size=1, max_size=20), st.sampled_from(["PT ", "CV. ", "P.T. ", "pt.", "UD "]))
def test_a_company_is_the_same_with_and_without_its_form(name: str, form: str) -> None:
    assume(fold_company(name))
    assert fold_company(form + name) == fold_company(name)
    assert fold_company(name.upper() + " Tbk. (Persero)") == fold_company(name)


@given(st.lists(st.sampled_from(["2026-03-01", "2026-03-10", "2026-02-27", "2026-04-02"]), max_size=9))
def test_more_evidence_never_holds_a_month(days: list[str]) -> None:
    items = [{"company": f"PT {number}", "on": day, "used": False} for number, day in enumerate(days)]
    for fewer in range(len(items)):
        before = build.outcome(build.month_question(applications=copy.deepcopy(items[:fewer])))
        after = build.outcome(build.month_question(applications=items[: fewer + 1]))
        assert not (before == "payable" and after != "payable")
