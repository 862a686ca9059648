"""The batch answers what `eligibility.decide` answers, asks where the columns do not say, and never refuses for it."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import eligibility, facts_json, parameters
from rules.batch import (
    ASK,
    ELIGIBLE,
    INELIGIBLE,
    NO,
    UNKNOWN,
    YES,
    Answers,
    People,
    bitmaps,
    code_of,
    days,
    judge,
    people_of,
    periods,
    programme_bits,
)
from rules.batch.bitmaps import EPOCH, NO_RECORD
from rules.batch.money import shares_of
from rules.batch.people import counted_bits
from rules.calendar import Month, month_of
from rules.counting import COUNTED, longest_run
from rules.counting import NO_RECORD as NOTHING
from rules.decision import Outcome
from rules.errors import DateOutOfRange, InvalidFacts
from rules.facts import EligibilityFacts, PhkReason, Programme
from rules.money import Rupiah, share_of
from rules.reading import CODES, Tables
from rules.trial import standing_in, trial
from tests.rules import build
from tests.rules.histories import differences, expected, histories

ROOT = Path(__file__).parents[2]
MONTHS_ALONE = frozenset(CODES) - {"ELG-05", "ELG-06"}
THOUSANDS = 4_000


def facts_of(**changes: Any) -> EligibilityFacts:
    return facts_json.eligibility_facts(build.eligibility(**changes))


@cache
def known() -> tuple[list[EligibilityFacts], People, Answers]:
    facts = list(histories(THOUSANDS, seed=20260301))
    people = people_of(facts)
    return facts, people, judge(people)


# --- Equal to the reference --------------------------------------------------------------------------------------


def test_thousands_of_random_people_are_answered_as_one_by_one() -> None:
    facts, _, answers = known()
    assert differences(facts, answers) == []


def test_the_random_people_reach_every_answer_of_every_condition() -> None:
    _, _, answers = known()
    assert min(answers.count().values()) > 20
    for code in CODES:
        assert {YES, UNKNOWN, NO} == set(answers.met(code).tolist()), code
    again = answers.people.benefits_taken
    assert again is not None
    assert ((again > 0) & (answers.met("ELG-10") == YES)).sum() > 10
    assert set(answers.regime().tolist()) == {0, 1}


@given(st.integers(0, 2**32))
def test_any_other_random_people_are_answered_alike_too(seed: int) -> None:
    facts = list(histories(20, seed))
    assert differences(facts, judge(people_of(facts))) == []


@pytest.mark.parametrize("size", [1, 7, 64, 1_000])
def test_the_size_of_a_block_changes_nothing(size: int) -> None:
    people = known()[1].rows(slice(0, 700))
    whole, parts = judge(people), judge(people, block=size)
    for name in ("outcome", "failed", "unknown", "wage_base", "period"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name)), name


def test_one_day_for_everybody_is_the_same_as_a_column_of_it() -> None:
    people, day = known()[1], days.number(date(2026, 3, 4))
    column = np.full(len(people), day, dtype=np.int32)
    scalar = judge(replace(people, decided_on=day, filed_on=day))
    columns = judge(replace(people, decided_on=column, filed_on=column))
    for name in ("outcome", "failed", "unknown", "wage_base"):
        assert np.array_equal(getattr(scalar, name), getattr(columns, name)), name


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (parameters.CONSECUTIVE_ANCHOR, "ending_at_phk"),
        (parameters.WINDOW_INCLUDES_PHK_MONTH, False),
        (parameters.WINDOW_MONTHS, 36),
        (parameters.WINDOW_MONTHS, 5),
        (parameters.COUNTED_MONTHS_NEEDED, 18),
        (parameters.CLAIM_PERIOD_MONTHS, 9),
        (parameters.WAGE_CEILING, Rupiah(4_000_000)),
    ],
)
def test_changed_tables_are_judged_as_a_trial_of_the_same_change(parameter: Any, value: object) -> None:
    facts = [one for one in histories(400, seed=7) if one.phk.on is None or one.phk.on >= date(2025, 1, 1)]
    since = date(2021, 2, 2)
    answers = judge(people_of(facts), tables=Tables([standing_in(parameter, value, since)]))
    with trial(parameter, value, since):
        assert differences(facts, answers) == []
    assert differences(facts, judge(people_of(facts))) == []


# --- Unknown is not no -------------------------------------------------------------------------------------------


OPTIONAL = [
    "filed_on", "paid_bits", "last_wage", "last_month", "reason", "contract", "contract_ends_on", "proof", "disputed",
    "citizen", "born_on", "registered_on", "scale", "programmes", "jkn", "willing_to_work", "employed_elsewhere",
    "benefits_taken", "previous_phk_on",
]  # fmt: skip


@given(st.sets(st.sampled_from(OPTIONAL), min_size=1), st.integers(0, 2**32))
def test_who_is_known_less_of_is_never_refused_more(missing: set[str], seed: int) -> None:
    _, people, full = known()
    changes: dict[str, Any] = dict.fromkeys(missing)
    if "paid_bits" not in missing and people.paid_bits is not None:
        doubted = np.random.default_rng(seed).integers(0, 1 << 62, len(people))
        kept = np.where(people.paid_bits < 0, people.paid_bits, people.paid_bits & ~doubted)
        changes |= {"paid_bits": kept, "doubtful_bits": np.where(kept < 0, 0, people.paid_bits & doubted)}
    less = judge(replace(people, **changes))
    assert not (less.failed & ~full.failed).any(), "a failure that the whole facts do not have"
    met, met_before = ~(less.failed | less.unknown), ~(full.failed | full.unknown)
    assert not (met & ~met_before).any(), "a condition met that the whole facts do not meet"
    assert set(full.outcome[less.outcome == ELIGIBLE].tolist()) <= {ELIGIBLE}
    assert set(full.outcome[less.outcome == INELIGIBLE].tolist()) <= {INELIGIBLE}


def test_without_any_months_the_old_regime_asks_too_and_a_second_benefit_counts_what_is_there() -> None:
    old = facts_of(phk__on="2024-12-10", filed_on="2024-12-20", decided_on="2024-12-22")
    answers = judge(replace(people_of([old]), paid_bits=None))
    assert [answers.met(code).tolist() for code in ("ELG-05", "ELG-06")] == [[UNKNOWN], [UNKNOWN]]
    assert judge(replace(people_of([old]), doubtful_bits=None)).met("ELG-06").tolist() == [YES]
    again = people_of([facts_of(previous_benefits=[{"phk_on": "2023-03-01"}])])
    assert judge(replace(again, doubtful_bits=None)).met("ELG-10").tolist() == [NO]


def test_a_month_that_may_not_have_been_in_time_makes_the_batch_ask() -> None:
    people = people_of([facts_of()])
    bits = (1 << 12) - 1 << (month_of(date(2026, 2, 10)) - EPOCH - 11)
    eleven = bits & (bits - 1)
    for paid, doubtful, met, outcome in (
        (bits, 0, YES, ELIGIBLE),
        (eleven, bits ^ eleven, UNKNOWN, ASK),
        (eleven, 0, NO, INELIGIBLE),
        (NO_RECORD, 0, UNKNOWN, ASK),
    ):
        changed = replace(
            people, paid_bits=np.array([paid], dtype=np.int64), doubtful_bits=np.array([doubtful], dtype=np.int64)
        )
        answers = judge(changed)
        assert (answers.met("ELG-05").tolist(), answers.outcome.tolist()) == ([met], [outcome])


@pytest.mark.parametrize("phk_on", ["2021-06-10", "2023-11-30", "2027-04-01", "2029-12-31"])
def test_months_without_a_bit_are_asked_about_and_what_is_known_is_right(phk_on: str) -> None:
    """Of a PHK in 2021 no month has a bit; of one at the edge enough have, or few enough that it is asked."""
    first = month_of(date.fromisoformat(phk_on))
    rows = build.paid_rows([Month(first - back) for back in range(24)])
    facts = facts_of(contributions=rows, phk__on=phk_on, filed_on=phk_on, decided_on=phk_on)
    answers, reference = judge(people_of([facts])), expected(eligibility.decide(facts))
    for code in CODES:
        assert answers.met(code).tolist()[0] in (reference[code], UNKNOWN)
    assert answers.outcome.tolist()[0] in (reference["outcome"], ASK)
    bits = counted_bits(facts)
    assert bits.bit_count() == sum(0 <= first - back - EPOCH < 63 for back in range(24))


def test_at_the_edge_of_the_bits_what_surely_counts_is_enough() -> None:
    """PHK in April 2027: 23 of the 24 months have a bit, so eleven of them and April may be twelve."""
    for months, outcome in ((23, ELIGIBLE), (12, ASK), (11, INELIGIBLE)):
        last = month_of(date(2027, 4, 10))
        rows = build.paid_rows([Month(last - back) for back in range(months)])
        question = {"phk__on": "2027-04-10", "filed_on": "2027-04-20", "decided_on": "2027-04-22"}
        answers = judge(people_of([facts_of(contributions=rows, **question)]))
        assert answers.outcome.tolist() == [outcome]


@pytest.mark.parametrize("decided_on", [None, "2021-02-01"])
def test_who_has_no_law_on_the_day_of_decision_is_for_an_officer(decided_on: str | None) -> None:
    people = people_of([facts_of(), facts_of(phk__reason="i")])
    day = days.number(date.fromisoformat(decided_on) if decided_on else None)
    for decided in (day, np.array([day, day], dtype=np.int32)):
        answers = judge(replace(people, decided_on=decided))
        assert answers.outcome.tolist() == [ASK, ASK]
        assert answers.failed.tolist() == [0, 0]
        assert {answers.met(code).tolist()[0] for code in CODES} == {UNKNOWN}
        assert answers.regime().tolist() == [-1, -1]
        assert answers.benefit().tolist() == answers.amount(1).tolist() == [0, 0]
        assert answers.last_filing_day().tolist() == [days.NO_DAY, days.NO_DAY]


def test_a_phk_whose_deadline_cannot_be_written_is_asked_about() -> None:
    people = replace(people_of([facts_of()]), phk_on=np.array([days.number(date(9999, 12, 1))], dtype=np.int32))
    answers = judge(people)
    assert answers.met("ELG-09").tolist() == [UNKNOWN]
    assert answers.last_filing_day().tolist() == [days.NO_DAY]
    with pytest.raises(DateOutOfRange):
        days.day(10_000_000)


@pytest.mark.parametrize(
    ("changes", "wage"),
    [
        ({}, 4_500_000),
        ({"last_month": 1}, 0),
        ({"last_reported_on": 1}, 0),
        ({"last_reported_on": days.NO_DAY}, 0),
        ({"last_reported_on": None}, 4_500_000),
        ({"last_wage": -5_000_000_000}, 0),
        ({"last_wage": 5_000_000_000}, 5_000_000),
        ({"last_wage": None}, 0),
        ({"last_month": None}, 0),
    ],
)
def test_a_wage_that_was_not_surely_reported_by_the_phk_is_unknown(changes: dict[str, int | None], wage: int) -> None:
    """`last_month` and `last_reported_on` are given as steps after the PHK."""
    people = people_of([facts_of()])
    for name, value in changes.items():
        column = getattr(people, name)
        relative = name != "last_wage" and value is not None and value != days.NO_DAY
        new = None if value is None else np.array([column[0] + value if relative else value], dtype=column.dtype)
        people = replace(people, **{name: new})
    answers = judge(people)
    assert answers.wage_base.tolist() == [wage]
    assert answers.outcome.tolist() == [ELIGIBLE if wage else ASK]


def test_who_knows_only_months_and_wages_hears_who_could_be_due_the_benefit() -> None:
    """The sweep over the register: everything else is presumed, or asked of the person."""
    people = people_of([facts_of(), facts_of(contributions=[])])
    bare = People(
        phk_on=people.phk_on,
        decided_on=days.number(date(2026, 3, 4)),
        paid_bits=people.paid_bits,
        last_wage=people.last_wage,
        last_month=people.last_month,
    )
    assert judge(bare).outcome.tolist() == [ASK, INELIGIBLE]
    answers = judge(bare, presumed=MONTHS_ALONE)
    assert answers.outcome.tolist() == [ELIGIBLE, INELIGIBLE]
    assert answers.count() == {
        Outcome.ELIGIBLE: 1, Outcome.INELIGIBLE: 1, Outcome.HELD: 0, Outcome.NEEDS_OFFICER: 0,
    }  # fmt: skip
    assert answers.benefit().tolist() == [6 * 2_700_000, 0]
    assert answers.amount(7).tolist() == [0, 0]
    assert answers.nbytes() == 2 * 10
    assert bare.nbytes() == 2 * (4 + 8 + 8 + 4)


def test_nobody_is_no_problem() -> None:
    answers = judge(people_of([]))
    assert set(answers.count().values()) == {0}
    assert answers.last_filing_day().tolist() == answers.benefit().tolist() == []


# --- Columns ------------------------------------------------------------------------------------------------------


def test_columns_of_another_length_or_kind_are_refused() -> None:
    day = np.zeros(2, dtype=np.int32)
    for wrong, name in (
        ({"paid_bits": np.zeros(3, dtype=np.int64)}, "paid_bits"),
        ({"last_wage": np.zeros(2, dtype=np.int32)}, "last_wage"),
        ({"phk_on": np.zeros((2, 1), dtype=np.int32)}, "phk_on"),
    ):
        with pytest.raises(InvalidFacts) as raised:
            People(**{"phk_on": day, "decided_on": 0, **wrong})  # type: ignore[arg-type]
        assert raised.value.path == name


def test_values_become_numbers_in_the_order_of_the_law() -> None:
    assert (code_of(PhkReason.A), code_of(PhkReason.OTHER), code_of(None)) == (0, 15, -1)
    assert (programme_bits(None), programme_bits([]), programme_bits(Programme)) == (-1, 0, 15)
    assert days.day(days.number(date(2026, 2, 28))) == date(2026, 2, 28)


def test_what_the_numbers_cannot_hold_is_refused() -> None:
    people, since = people_of([facts_of()]), date(2021, 2, 2)
    for parameter, value, path in (
        (parameters.WINDOW_MONTHS, 64, "window_months"),
        (parameters.WAGE_CEILING, Rupiah(3_000_000_000), "wage_ceiling"),
    ):
        with pytest.raises(InvalidFacts) as raised:
            judge(people, tables=Tables([standing_in(parameter, value, since)]))
        assert raised.value.path == path
    with pytest.raises(InvalidFacts, match="too fine"):
        shares_of(np.array([1]), Fraction(1, 10**18 * 5), 1)


@pytest.mark.parametrize("rate", [Fraction(1), Fraction(3, 5), Fraction(123_457, 1_000_000)])
def test_large_wages_are_added_up_without_overflow(rate: Fraction) -> None:
    """Two thousand million a month fits 32 bits, six of them do not; nor do the steps of a finer share."""
    wage, since = 2_000_000_001, date(2021, 2, 2)
    changes = [(parameters.WAGE_CEILING, Rupiah(wage)), (parameters.BENEFIT_RATES, (rate,) * 6)]
    people = replace(people_of([facts_of()]), last_wage=np.array([wage + 5], dtype=np.int64))
    answers = judge(people, tables=Tables([standing_in(parameter, value, since) for parameter, value in changes]))
    assert answers.benefit().tolist() == [6 * share_of(Rupiah(wage), rate)]
    assert answers.amount(6).tolist() == [share_of(Rupiah(wage), rate)]


def test_time_is_cut_only_where_a_decision_or_a_payment_reads_another_law() -> None:
    assert [period.since for period in periods.periods_of()] == [date(2021, 2, 2), date(2025, 2, 7)]
    changed = standing_in(parameters.BENEFIT_RATES, (Fraction(1, 2),) * 6, date(2027, 1, 1))
    found = periods.periods_of(Tables([changed]))
    assert [period.since for period in found] == [date(2021, 2, 2), date(2025, 2, 7), date(2027, 1, 1)]
    assert found[2].rates == (Fraction(1, 2),) * 6


# --- Bits and money -----------------------------------------------------------------------------------------------


@given(
    st.lists(st.integers(0, (1 << 63) - 1), min_size=1, max_size=20),
    st.integers(-80, 90),
    st.integers(1, 63),
    st.data(),
)
def test_windows_runs_and_spans_agree_with_looking_at_every_month(
    rows: list[int], first: int, length: int, data: st.DataObject
) -> None:
    bits, place = np.array(rows, dtype=np.int64), np.full(len(rows), first, dtype=np.int64)
    run, at_end = data.draw(st.integers(1, 30)), data.draw(st.booleans())
    every_bit = bitmaps.inside(place, length)
    words = bitmaps.windows(bits, place, length, every_bit)
    runs = bitmaps.has_run(words, run, length, at_end)
    spans, without = bitmaps.between(place, place + length - 1)
    for row, word, has, span in zip(rows, words.tolist(), runs.tolist(), (bits & spans).tolist(), strict=True):
        states = [
            COUNTED if 0 <= month < 63 and row >> month & 1 else NOTHING for month in range(first, first + length)
        ]
        assert [bool(word >> n & 1) for n in range(length)] == [state == COUNTED for state in states]
        anchor = "ending_at_phk" if at_end else "any"
        assert has == (longest_run(states, anchor)[0] >= run)
        assert span.bit_count() == states.count(COUNTED)
    missing = [month for month in range(first, first + length) if not 0 <= month < 63]
    assert bitmaps.outside(place, length).tolist() == [sum(1 << (month - first) for month in missing)] * len(rows)
    assert without.tolist() == [len(missing)] * len(rows)
    assert every_bit == (not missing)


def test_a_span_that_ends_before_it_begins_is_empty() -> None:
    bits, without = bitmaps.between(np.array([5], dtype=np.int64), np.array([4], dtype=np.int64))
    assert (bits.tolist(), without.tolist()) == ([0], [0])


@given(st.lists(st.integers(0, 30_000_000), min_size=1, max_size=50), st.fractions(0, 1, max_denominator=1_000_000))
def test_many_shares_are_rounded_as_one(amounts: list[int], share: Fraction) -> None:
    many = shares_of(np.array(amounts, dtype=np.int64), share, max(amounts))
    assert many.tolist() == [share_of(Rupiah(amount), share) for amount in amounts]


# --- What it costs others -----------------------------------------------------------------------------------------


def test_the_law_as_pages_use_it_does_not_carry_numpy() -> None:
    """Neither the rules nor the whole portal with its addresses loads it: only batch, simulation and their jobs do."""
    script = (
        "import sys, django; django.setup();"
        "import rules.questions, rules.trial, rules.eligibility, rules.monthly, jkp_portal.urls, jkp_portal.wsgi;"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
