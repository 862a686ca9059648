"""Codes that are read aloud and typed on a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codes import ALPHABET, is_consistent, new_checked_code, new_code, shown, typed


@pytest.mark.parametrize(
    "text", ["7K4P-2MQX-01TR", "7k4p2mqx01tr", " 7K4P 2MQX OITR ", "7k4p–2mqx–olTr", "7K4P.2MQX.0LTR"]
)
def test_a_code_is_read_as_people_type_it(text):
    assert typed(text, 12) == "7K4P2MQX01TR"


@pytest.mark.parametrize("text", ["", "7K4P-2MQX", "7K4P-2MQX-01TU", "7K4P-2MQX-01TR-9", "' OR 1=1--xx", "😀" * 12])
def test_what_cannot_be_a_code_is_none(text):
    assert typed(text, 12) == ""


def test_codes_are_shown_in_fours_and_differ():
    assert shown("7K4P2MQX9TRA") == "7K4P-2MQX-9TRA"
    assert len({new_code(12) for _ in range(1000)}) == 1000


def test_the_last_character_is_crockfords_check():
    assert is_consistent("16JD")  # 1234 is 16J with the check D, as on crockford.com
    assert not is_consistent("16JE")


def test_no_new_code_needs_a_sign_that_is_hard_to_type():
    codes = [new_checked_code(12) for _ in range(300)]
    assert all(set(code) <= set(ALPHABET) and is_consistent(code) for code in codes)


@given(place=st.integers(0, 11), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(place, other):
    code = new_checked_code(12)
    wrong = code[:place] + other + code[place + 1 :]
    assert is_consistent(wrong) == (wrong == code)


@given(place=st.integers(0, 10))
def test_two_neighbours_swapped_are_always_found(place):
    code = new_checked_code(12)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_consistent(swapped) == (swapped == code)
