"""Small groups of a simulation are hidden, and nobody works them out from what is shown."""

from itertools import product
from random import Random
from typing import Any

import pytest

from reports.hiding import LEAST
from reports.simulated import MONEY, SIDES, told, told_months


def group(place: int, *counts: int, newly: int = 0, money: int = 1_000) -> dict[str, Any]:
    sides = dict(zip(SIDES, counts, strict=True))
    return {"province": place, "people": sum(counts), **sides, "newly": newly, "no_longer": 0} | dict.fromkeys(
        MONEY, money * place
    )


def test_large_groups_are_told_as_they_are():
    groups = [group(1, 10, 20, 0, 30, newly=5), group(2, 9, 8, 7, 6)]
    assert told(groups, "province") == [
        {"province": row["province"], **{name: row[name] for name in row if name != "province"}} for row in groups
    ]


def test_a_small_group_is_hidden_with_its_rupiah_and_takes_another_along():
    rows = told([group(1, 1, 2, 0, 0), group(2, 10, 0, 20, 0), group(3, 40, 50, 60, 70)], "province")
    assert [row["people"] for row in rows] == [None, None, 220]
    assert all(rows[0][name] is None for name in (*SIDES, *MONEY, "newly", "no_longer"))
    assert rows[2]["people"] == 220


def test_few_winners_hide_what_they_gain_and_the_sums_that_would_tell():
    rows = told([group(1, 2, 30, 40, 50), group(2, 20, 30, 40, 50), group(3, 60, 30, 40, 50)], "province")
    assert [row["winners"] for row in rows] == [None, None, 60]
    assert [row["gained"] for row in rows] == [None, None, 3_000]
    assert [row["before"] for row in rows] == [None, None, 3_000]
    assert all(sum(row[side] is None for side in SIDES) != 1 for row in rows)


@pytest.mark.parametrize(("newly", "shown"), [(0, 0), (3, None), (18, None), (5, 5), (20, 20)])
def test_few_of_the_winners_who_are_new_are_hidden(newly, shown):
    assert told([group(1, 20, 30, 40, 50, newly=newly)], "province")[0]["newly"] == shown


def test_no_row_and_no_column_of_random_groups_has_one_hidden_number():
    random = Random(5)
    for _ in range(300):
        groups = [
            group(place, *(random.choice([0, 1, 3, 5, 9, 40]) for _ in SIDES)) for place in range(random.randint(2, 6))
        ]
        rows = told(groups, "province")
        for row, side in product(rows, SIDES):
            assert row[side] is None or not 0 < row[side] < LEAST
        lines = [[(n, side) for side in SIDES] for n in range(len(rows))]
        lines += [[(n, side) for n in range(len(rows))] for side in SIDES]
        for line in lines:
            hidden = [groups[n][side] for n, side in line if rows[n][side] is None]
            assert not hidden or (len(hidden) > 1 and (sum(hidden) >= LEAST or len(hidden) == len(line)))


def test_a_month_that_few_are_paid_in_is_hidden_with_another():
    costs = {"before": 10, "after": 8, "before_possible": 0, "after_possible": 0}
    months = [{"month": f"2026-0{n}", **costs} for n in (1, 2, 3)]
    rows = told_months(months, [[20, 20, 0, 0], [9, 3, 0, 0], [12, 12, 0, 0]])
    assert [row["before"] for row in rows] == [10, None, None]
    assert told_months(months, [[20, 20, 0, 0]] * 3) == months
