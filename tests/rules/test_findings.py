"""Duties that an inspection finds, and a sample that can be drawn again."""

from hashlib import sha256

import pytest

from rules.errors import InvalidFacts
from rules.findings import FINDINGS
from rules.sampling import chosen, fingerprint

NAMES = [f"99{n:06d}" for n in range(200)]


def test_the_report_of_a_phk_has_its_article() -> None:
    assert FINDINGS["report_phk"].law.text == "Permenaker 2/2025 Pasal 9 ayat (1)"
    assert FINDINGS["report_phk"].law.citable


def test_the_programmes_of_a_scale_have_their_article() -> None:
    assert FINDINGS["programmes"].cited == "PP 6/2025 Pasal 4 ayat (3)"


def test_part_of_the_workers_or_of_the_wage_is_no_law_to_cite() -> None:
    assert [duty.code for duty in FINDINGS.values() if not duty.cited] == ["whole_wage", "all_workers"]
    assert [duty.id for duty in FINDINGS.values()].count("DUT-06") == 3


def test_codes_fit_their_column() -> None:
    assert max(map(len, FINDINGS)) <= 12
    assert all(code == duty.code for code, duty in FINDINGS.items())


def test_the_same_seed_and_population_give_the_same_names() -> None:
    drawn = chosen(NAMES, seed="Jateng 2026/1", size=5)
    assert drawn == chosen(reversed(NAMES), seed="Jateng 2026/1", size=5)
    assert len(set(drawn)) == 5
    assert drawn != chosen(NAMES, seed="Jateng 2026/2", size=5)


def test_a_name_is_drawn_by_its_own_fingerprint() -> None:
    by_hand = min(NAMES, key=lambda name: sha256(f"x:{name}".encode()).digest())
    assert chosen(NAMES, seed="x", size=1) == [by_hand]


def test_who_leaves_the_population_moves_nobody_else() -> None:
    first, second, third = chosen(NAMES, seed="x", size=3)
    assert chosen([n for n in NAMES if n != second], seed="x", size=2) == [first, third]


def test_a_sample_larger_than_its_population_is_all_of_it() -> None:
    assert sorted(chosen(NAMES[:3], seed="x", size=9)) == NAMES[:3]
    assert chosen([], seed="x", size=1) == []


@pytest.mark.parametrize(("seed", "size"), [("", 1), ("x", 0), ("x", -1)])
def test_no_sample_without_seed_or_size(seed: str, size: int) -> None:
    with pytest.raises(InvalidFacts):
        chosen(NAMES, seed=seed, size=size)


def test_the_fingerprint_of_a_population_knows_no_order() -> None:
    assert fingerprint(NAMES) == fingerprint([*reversed(NAMES), NAMES[0]])
    assert fingerprint(NAMES) != fingerprint(NAMES[1:])
    assert fingerprint(["a", "b"]) == sha256(b"a\nb").hexdigest()
