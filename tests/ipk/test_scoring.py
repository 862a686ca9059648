"""The published formula: every letter, ties, rounding, limits, and results that never change."""

import itertools
import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipk.scoring import LETTERS, Parameters, Result, Score, says_nothing, score, unanswered_allowed

FILE = Path(__file__).parents[2] / "ipk" / "data" / "instruments" / "riasec-1.json"
DATA = json.loads(FILE.read_text(encoding="utf-8"))
V1 = Parameters.read(DATA["scoring"])
TYPES = {item["code"]: item["type"] for item in DATA["items"]}
VALUES = (0, 25, 50, 75, 100)
answered = st.fixed_dictionaries({code: st.sampled_from(VALUES) for code in TYPES})
jobs = st.lists(st.sampled_from(["1120", "2512", "3322", "4321", "5230", "5414", "8153", "9333"]), max_size=3)


def liking(**means: int) -> dict[str, int]:
    """Every item of a letter answered alike; letters that are not named with 50."""
    return {code: means.get(letter, 50) for code, letter in TYPES.items()}


def scored(answers: dict[str, int], former: tuple[str, ...] = (), wanted: tuple[str, ...] = ()) -> Result:
    return score(answers, TYPES, former=former, wanted=wanted, parameters=V1)


def of(result: Result, code: str) -> Score:
    return next(group for group in result.groups if group.code == code)


def by_float(answers: dict[str, int], letters: str) -> float:
    """50 + 50·r once more, the way a textbook writes it."""
    means = [
        sum(v for code, v in answers.items() if TYPES[code] == k) / sum(TYPES[code] == k for code in answers)
        for k in LETTERS
    ]
    group = [dict(zip(letters, (3, 2, 1), strict=True)).get(k, 0) for k in LETTERS]
    p, g = [m - sum(means) / 6 for m in means], [x - 1 for x in group]
    along = sum(a * b for a, b in zip(p, g, strict=True))
    return 50 + 50 * along / math.sqrt(sum(a * a for a in p) * sum(b * b for b in g))


class TestInterest:
    @pytest.mark.parametrize("letters", ["".join(p) for p in itertools.permutations(LETTERS, 3)])
    def test_a_profile_like_the_group_is_100_and_its_mirror_0(self, letters):
        alone = Parameters.read({**DATA["scoring"], "groups": {"11": letters, "12": "RIA", "13": "SEC"}})
        like = {k: 25 + 25 * weight for k, weight in zip(letters, (3, 2, 1), strict=True)}
        answers = {code: like.get(k, 25) for code, k in TYPES.items()}
        mirror = {code: 125 - value for code, value in answers.items()}
        for given_answers, expected in ((answers, 100), (mirror, 0)):
            found = score(given_answers, TYPES, former=(), wanted=(), parameters=alone)
            assert of(found, "11").interest == expected

    @pytest.mark.parametrize("letter", LETTERS)
    def test_one_letter_that_stands_out_orders_groups_by_its_place(self, letter):
        found = scored(liking(**{letter: 100}))
        assert found.strongest == letter
        for group in found.groups:
            place = V1.groups[group.code].find(letter)
            # r of a single letter: (g_k - 0) / sqrt(5/6 · 8)·..., by the weights 3, 2, 1, 0
            expected = {0: 89, 1: 69, 2: 50, -1: 31}[place]
            assert group.interest == expected

    def test_equal_means_say_nothing_about_groups(self):
        answers = {code: (0, 25, 50, 75, 100, 50, 50, 50)[int(code[1]) - 1] for code in TYPES}
        found = scored(answers)
        assert not says_nothing(answers.values(), V1)
        assert {group.interest for group in found.groups} == {50}
        assert {group.rank for group in found.groups} == {1}
        assert found.strongest == ""
        assert [group.code for group in found.groups] == sorted(V1.groups)

    @given(answered)
    @settings(max_examples=150, deadline=None)
    def test_it_agrees_with_the_textbook(self, answers):
        found = scored(answers)
        if len(set(found.profile.values())) == 1:
            return
        for code, letters in V1.groups.items():
            exact = by_float(answers, letters)
            assert abs(of(found, code).interest - exact) <= 0.5 + 1e-9
            assert 0 <= of(found, code).interest <= 100

    def test_halves_go_upwards(self):
        """p = (2, -1, -1, 0, 0, 0)/…: 50 + 50·r lies exactly on halves where r is a multiple of 0.01 plus 0.01/2."""
        assert [(101 + s) // 2 for s in (-101, -1, 0, 1, 2)] == [0, 50, 50, 51, 51]
        # R 100 over 50: r with "IRC" is 1/sqrt(20/3·…) and never a half; the shown means are, and go up
        assert scored({**liking(), "R1": 54, "R2": 50}).profile["R"] == 51  # 50.5
        assert scored({**liking(), "R1": 53, "R2": 50}).profile["R"] == 50  # 50.375


class TestExperienceAndWish:
    @pytest.mark.parametrize(
        ("jobs", "code", "expected"),
        [
            ((), "81", 0),
            (("8153",), "81", 100),
            (("8153",), "82", 60),
            (("8153",), "71", 0),
            (("8322", "8153"), "81", 100),
            (("8322", "9333"), "81", 60),
            (("5230", "5414", "5120"), "53", 60),
        ],
    )
    def test_the_nearest_job_counts(self, jobs, code, expected):
        assert of(scored(liking(R=75), former=jobs), code).experience == expected
        assert of(scored(liking(R=75), wanted=jobs), code).preference == expected

    def test_the_match_is_weighed_and_rounded_halves_upwards(self):
        group = of(scored(liking(R=100), former=("8153",), wanted=("8211", "9333", "5230")), "81")
        assert (group.interest, group.experience, group.preference) == (89, 100, 60)
        assert group.match == 87  # 53.4 + 25 + 9 = 87.4
        other = of(scored(liking(R=100), wanted=("5230", "4321", "9333")), "93")
        assert (other.interest, other.preference, other.match) == (89, 100, 68)  # 53.4 + 15 = 68.4
        weights = {**DATA["scoring"], "interest": 50, "experience": 50, "preference": 0, "same_group": 100}
        halves = score(liking(R=100), TYPES, former=("8153",), wanted=(), parameters=Parameters.read(weights))
        assert of(halves, "81").match == 95  # 44.5 + 50 = 94.5


class TestTies:
    def test_groups_with_the_same_letters_share_a_rank_and_stand_by_code(self):
        found = scored(liking(R=100, C=75, E=60))
        best = [group for group in found.groups if group.rank == 1]
        assert [group.code for group in best] == [code for code in sorted(V1.groups) if V1.groups[code] == "RCE"]
        assert found.groups[len(best)].rank == len(best) + 1

    def test_experience_tells_them_apart(self):
        found = scored(liking(R=100, C=75, E=60), former=("8211",))
        assert [(group.code, group.rank) for group in found.groups[:1]] == [("82", 1)]

    def test_a_wish_tells_them_apart(self):
        found = scored(liking(R=100, C=75, E=60), wanted=("9333", "5414", "2512"))
        assert [(group.code, group.rank) for group in found.groups[:1]] == [("93", 1)]

    def test_equal_match_goes_to_experience_first(self):
        even = Parameters.read({**DATA["scoring"], "interest": 50, "experience": 25, "preference": 25})
        found = score(liking(R=100, C=75, E=60), TYPES, former=("8211",), wanted=("9333",), parameters=even)
        first, second = found.groups[:2]
        assert (first.code, second.code) == ("82", "93")
        assert (first.match, first.rank, second.match, second.rank) == (second.match, 1, first.match, 2)


class TestWhatSaysNothing:
    @pytest.mark.parametrize("value", VALUES)
    def test_one_answer_throughout(self, value):
        assert says_nothing([value] * 48, V1)

    @pytest.mark.parametrize(("different", "nothing"), [(1, True), (2, True), (3, False), (24, False)])
    def test_a_standard_deviation_below_five(self, different, nothing):
        assert says_nothing([50] * (48 - different) + [75] * different, V1) is nothing

    def test_exactly_five_says_something(self):
        assert says_nothing([45, 55], V1) is False
        assert says_nothing([45, 54], V1) is True

    def test_no_answers_at_all_do_not_break(self):
        assert says_nothing([], V1) is False

    @pytest.mark.parametrize(("items", "allowed"), [(48, 4), (50, 5), (30, 3), (9, 0), (10, 1)])
    def test_a_tenth_may_stay_open(self, items, allowed):
        assert unanswered_allowed(items, V1) == allowed

    def test_open_items_are_left_out_of_the_mean(self):
        answers = {**liking(R=75), "R1": 0}
        assert scored(answers).profile["R"] == 66  # 525 / 8 = 65.6
        del answers["R1"]
        assert scored(answers).profile["R"] == 75

    def test_a_letter_without_answers_and_an_unknown_item_are_refused(self):
        with pytest.raises(ValueError, match="no answer of letter R"):
            scored({code: 50 for code, letter in TYPES.items() if letter != "R"})
        with pytest.raises(ValueError, match="no item 'X1'"):
            scored({**liking(), "X1": 50})


class TestAlways:
    @given(answered, jobs, jobs)
    @settings(max_examples=100, deadline=None)
    def test_the_order_of_answers_and_jobs_does_not_matter_and_it_survives_keeping(self, answers, former, wanted):
        found = scored(answers, tuple(former), tuple(wanted))
        turned = scored(dict(reversed(answers.items())), tuple(reversed(former)), tuple(reversed(wanted)))
        assert found == turned
        assert Result.read(json.loads(json.dumps(found.stored()))) == found

    @given(answered, jobs, jobs)
    @settings(max_examples=100, deadline=None)
    def test_all_forty_groups_once_the_best_first(self, answers, former, wanted):
        groups = scored(answers, tuple(former), tuple(wanted)).groups
        assert {group.code for group in groups} == V1.groups.keys()
        assert [group.match for group in groups] == sorted((group.match for group in groups), reverse=True)
        assert all(0 <= group.match <= 100 for group in groups)
        assert [group.rank for group in groups] == sorted(group.rank for group in groups)

    @given(answered, st.integers(1, 3))
    @settings(max_examples=60, deadline=None)
    def test_liking_everything_more_changes_no_group(self, answers, step):
        """The profile is what stands out, not how much somebody likes on the whole."""
        shifted = {code: value + step for code, value in answers.items()}
        assert scored(shifted).groups == scored(answers).groups

    @given(st.integers(-(10**9), 10**9), st.integers(1, 10**9), st.integers(1, 10**12))
    @settings(max_examples=200, deadline=None)
    def test_rounding_of_interest_is_exact(self, top, bottom, square):
        from ipk.scoring import _interest

        along = Fraction(top, bottom)
        whole = Fraction(square)
        if along * along > whole:  # r lies between -1 and 1
            whole = along * along
        found = _interest(along, whole)
        low, high = Fraction(2 * found - 101, 100), Fraction(2 * found - 99, 100)  # found - 50.5 <= 50 r < found - 49.5

        def below(x: Fraction) -> bool:
            """x <= along / sqrt(whole)"""
            square_of = x * x * whole
            if x < 0:
                return along >= 0 or along * along <= square_of
            return along >= 0 and along * along >= square_of

        assert below(low)
        assert not below(high)


class TestParameters:
    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"interest": 61}, "do not sum to 100"),
            ({"interest": 60.0}, "interest is not a whole number"),
            ({"same_group": 101}, "same_group is not a whole number"),
            ({"least_spread": True}, "least_spread is not a whole number"),
            ({"groups": {"81": "RCI"}}, "fewer than three groups"),
            ({"groups": {"8": "RCI"}}, "not a group of two digits"),
            ({"groups": {"81": "RRI"}}, "three different letters"),
            ({"groups": {"81": "RXI"}}, "three different letters"),
            ({"groups": None}, "scoring lacks"),
        ],
    )
    def test_what_cannot_be_scored_is_not_read(self, change, sentence):
        with pytest.raises(ValueError, match=sentence):
            Parameters.read({**DATA["scoring"], **change})

    def test_a_missing_number_is_named(self):
        with pytest.raises(ValueError, match="preference"):
            Parameters.read({name: value for name, value in DATA["scoring"].items() if name != "preference"})


class TestGolden:
    """Results of version 1 that may never change. A new formula is a new version with its own lines here."""

    SEWER = {code: (75 if k in "RC" else 50 if k in "SE" else 25) for code, k in TYPES.items()}
    MIXED = {code: VALUES[(3 * place + place // 7) % 5] for place, code in enumerate(sorted(TYPES))}

    @pytest.mark.parametrize(
        ("answers", "former", "wanted", "profile", "top"),
        [
            (
                SEWER,
                ("8153",),
                ("7531", "4321", "5223"),
                "R75 I25 A25 S50 E50 C75",
                [
                    ("81", 85, 100, 0, 76, 1),
                    ("82", 94, 60, 0, 71, 2),
                    ("83", 94, 60, 0, 71, 2),
                    ("43", 94, 0, 100, 71, 4),
                ],
            ),
            (
                MIXED,
                ("5230", "9621"),
                ("4110", "2342", "5132"),
                "R44 I56 A47 S47 E53 C50",
                [
                    ("52", 66, 100, 60, 74, 1),
                    ("24", 77, 0, 60, 55, 2),
                    ("25", 77, 0, 60, 55, 2),
                    ("51", 39, 60, 100, 53, 4),
                ],
            ),
            (
                liking(I=100, S=75),
                ("2221",),
                ("2221", "3221", "5321"),
                "R50 I100 A50 S75 E50 C50",
                [
                    ("22", 97, 100, 100, 98, 1),
                    ("32", 97, 0, 100, 73, 2),
                    ("21", 78, 60, 60, 71, 3),
                    ("25", 78, 60, 60, 71, 3),
                ],
            ),
        ],
    )
    def test_version_1(self, answers, former, wanted, profile, top):
        found = scored(answers, former, wanted)
        assert "".join(f"{k}{v} " for k, v in found.profile.items()).strip() == profile
        assert [(g.code, g.interest, g.experience, g.preference, g.match, g.rank) for g in found.groups[:4]] == top
