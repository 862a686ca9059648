"""Small groups are hidden, and so much else with them that the sum does not give them away."""

from fractions import Fraction

import pytest

from reports.hiding import LEAST, alone, hide, hide_by_key, share


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], []),
        ([0, 7, 12], [0, 7, 12]),
        ([3, 7, 12], [None, None, 12]),  # the smallest other one goes along
        ([3, 4, 12], [None, None, 12]),  # two small ones that sum to five or more hide each other
        ([1, 1, 12, 9], [None, None, 12, None]),  # two that sum to two would both be one
        ([4, 0, 0], [None, None, None]),  # with nothing else, noughts are hidden too
        ([4], [None]),
        ([5, 5], [5, 5]),
        ([4, 4, 4], [None, None, None]),
    ],
)
def test_a_small_number_takes_others_along_until_the_sum_is_no_help(counts, shown):
    assert hide(counts) == shown


def test_what_is_hidden_sums_to_five_or_to_everything_there_is():
    for first in range(9):
        for second in range(9):
            for third in range(9):
                counts = [first, second, third]
                shown = hide(counts)
                hidden = [count for count, cell in zip(counts, shown, strict=True) if cell is None]
                assert all(not 0 < cell < LEAST for cell in shown if cell is not None)
                assert not hidden or len(hidden) >= 2
                assert not hidden or sum(hidden) >= LEAST or len(hidden) == 3


def test_keys_keep_their_numbers():
    assert hide_by_key({"a": 9, "b": 2, "c": 6}) == {"a": 9, "b": None, "c": None}


def test_a_number_by_itself():
    assert [alone(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, None),
        (2, 4, None),
        (3, 40, None),
        (37, 40, None),
        (0, 40, Fraction(0)),
        (40, 40, Fraction(1)),
        (5, 10, Fraction(1, 2)),
    ],
)
def test_a_share_hides_a_small_part_and_a_small_rest(part, whole, shown):
    assert share(part, whole) == shown
