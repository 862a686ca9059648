"""How many participants have enough months by the law: the bits and the rows give the same, by month and province."""

from datetime import UTC, date, datetime

import pytest

from core.jobs import run_due
from jkp_portal.demo.contribution_file import enter_members, make_sample
from participants.contribution_enough import asked_of, counted_sql, enough_sql
from participants.contribution_law import EPOCH
from participants.contribution_tables import SUMMARY, one
from participants.enums import ContributionKind
from participants.models import EnoughMonths, ParticipantSummary
from participants.operations.contribution_checking import check_contributions
from participants.operations.contribution_files import receive_contributions, start_loading
from participants.operations.contribution_loading import load_contributions
from participants.operations.contribution_reading import read_contributions
from participants.operations.enough_months import count_enough_months
from rules.calendar import Month, month_of
from rules.counting import COUNTED, NO_RECORD, longest_run
from tests.factories.participants import EmployerFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OCTOBER, OLD_DECEMBER = Month(2026 * 12 + 9), Month(2024 * 12 + 11)


def bits_of(*months: int) -> int:
    return sum(1 << (month - EPOCH) for month in months)


def answer(expression: str) -> bool:
    return bool(one(f"SELECT {expression}")[0])


@pytest.mark.parametrize("period", [OCTOBER, OLD_DECEMBER])
@pytest.mark.parametrize(("paid", "enough"), [(11, False), (12, True)])
def test_twelve_paid_months_of_the_window_are_enough(period, paid, enough) -> None:
    asked = asked_of(period)
    first = bits_of(*range(asked.first, asked.first + paid))
    assert (asked.first, asked.last) == (period - 23, period)
    assert answer(counted_sql(f"{first}::int8", asked)) is enough
    assert answer(enough_sql(f"{first}::int8", asked)) is enough


def test_a_month_before_the_window_does_not_count() -> None:
    asked = asked_of(OCTOBER)
    bits = bits_of(asked.first - 1, *range(asked.first, asked.first + 11))
    assert not answer(counted_sql(f"{bits}::int8", asked))


def test_six_in_a_row_are_asked_until_the_law_changed() -> None:
    assert (asked_of(OLD_DECEMBER).run, asked_of(Month(OLD_DECEMBER + 1)).run) == (6, 6)
    assert (asked_of(Month(OLD_DECEMBER + 2)).run, asked_of(OCTOBER).run) == (0, 0)


@pytest.mark.parametrize("shape", [0x555555, 0xF7BDEF, 0xFBEFBE, 0xFFF000, 0x000FFF, 0x03F777, 0x01F777])
def test_a_run_is_what_the_rules_call_a_run(shape) -> None:
    asked = asked_of(OLD_DECEMBER)
    states = [COUNTED if shape >> place & 1 else NO_RECORD for place in range(24)]
    expected = states.count(COUNTED) >= 12 and longest_run(states)[0] >= 6
    bits = shape << (asked.first - EPOCH)
    assert answer(enough_sql(f"{bits}::int8", asked)) is expected


def test_a_window_that_reaches_before_the_bits_is_not_counted() -> None:
    assert not asked_of(Month(EPOCH + 22)).has_bits
    assert asked_of(Month(EPOCH + 23)).has_bits


def load(sample, month: date) -> None:
    with sample.path.open("rb") as source:
        file = receive_contributions(
            source, name="iuran.csv", kind=ContributionKind.MONTH, month=month, said=sample.said, actor=None, at=AT
        )
    file = check_contributions(read_contributions(file, at=AT), at=AT)
    load_contributions(start_loading(file, actor=None, at=AT), at=AT)


def told(month: date) -> list[tuple]:
    names = ("reported", "province_id", "participants", "counted", "enough")
    return sorted(EnoughMonths.objects.filter(month=month).values_list(*names), key=str)


@pytest.fixture
def october(tmp_path) -> date:
    """Sixty workers of three firms; 98000001 is in Solo, of another the place is unknown, of the third everything.

    All of them had eleven paid months before, two more are insured and not reported.
    """
    month = date(2026, 10, 1)
    sample = make_sample(tmp_path, rows=60, month=month, mistakes=0)
    enter_members(sample, paid_bits=bits_of(*range(OCTOBER - 11, OCTOBER)))
    for number, bits in ((98_000_000_001, (1 << 57) - 1), (98_000_000_002, 0)):
        ParticipantSummary.objects.create(
            pk=number, paid_bits=bits, born_on=date(1990, 7, 1), registered_on=date(2022, 2, 1)
        )
    EmployerFactory(npp="99000000", region_id="3372")
    EmployerFactory(npp="99000001", region_id=None)
    load(sample, month)
    return month


def test_a_load_counts_its_month_by_the_province_of_the_firms(october) -> None:
    run_due()
    rows = {(reported, place): tuple(counts) for reported, place, *counts in told(october)}
    assert set(rows) == {(False, None), (True, "33"), (True, None)}
    assert (rows[True, "33"][0], rows[True, None][0], rows[False, None]) == (20, 40, (2, 1, 1))
    paid = one(f"SELECT count(*) FROM {SUMMARY} WHERE paid_bits >> 57 & 1 = 1")[0]  # noqa: S608
    assert rows[True, "33"][2] + rows[True, None][2] == paid
    assert 40 < paid < 61


def test_counting_twice_gives_the_same(october) -> None:
    count_enough_months(october, at=AT)
    before = told(october)
    count_enough_months(october, at=AT)
    assert told(october) == before
    assert len(before) == 3


def test_a_month_that_is_not_loaded_is_not_counted(october) -> None:
    assert count_enough_months(date(2026, 9, 1), at=AT) == []
    assert not EnoughMonths.objects.exists()


def test_an_older_month_that_comes_later_has_the_newer_one_counted_anew(october, tmp_path) -> None:
    run_due()
    enough = sum(row[4] for row in told(october))
    september = date(2026, 9, 1)
    ParticipantSummary.objects.update(paid_bits=0)
    load(make_sample(tmp_path, rows=60, month=september, mistakes=0), september)
    run_due()
    assert sum(row[4] for row in told(october)) == 0 < enough
    assert sum(row[2] for row in told(september)) == 62
    assert month_of(september) == OCTOBER - 1
