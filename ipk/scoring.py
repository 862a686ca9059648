"""How answers become a match with job groups: the published formula, exact, without a framework, database or clock.

Everything that decides is counted in whole numbers and fractions, so the same answers and the same parameters give the
same result on every machine. Rounding is to the nearest whole number, halves upwards, and happens at three places: the
six means that are shown, the interest of a group, and the match.

    mean_k      mean of the answered items of letter k, 0 to 100
    p_k         mean_k - mean of the six means
    g_k         3, 2, 1 for the three letters of the group, 0 for the others, minus 1 (their mean)
    r           sum(p·g) / sqrt(sum(p²) · sum(g²)), the correlation of the person's profile with the group's
    interest    50 + 50·r, rounded; 50 for every group when the six means are equal
    experience  `same_group` when a former job lies in the group (two digits), `same_major` in the same major group (one
                digit), else 0; the best former job counts
    preference  the same for the wanted jobs
    match       weights of interest, experience and preference in percent, rounded

Groups stand in the order of the match before rounding, then of experience, preference and exact interest. Groups that
are equal in all four share a rank; they are told by code only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

LETTERS = "RIASEC"
PLACES = (3, 2, 1)  # what the first, second and third letter of a group weigh
LARGEST = 100


@dataclass(frozen=True, slots=True)
class Parameters:
    """The scoring of one version of an instrument. Weights are percent and sum to 100."""

    interest: int
    experience: int
    preference: int
    same_group: int
    same_major: int
    most_unanswered: int  # percent of the items
    least_spread: int  # standard deviation of all answers below which they say nothing
    groups: Mapping[str, str]  # two digits → three letters

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Parameters":
        """From the stored form. Raises ValueError with what is wrong."""
        try:
            numbers = {name: data[name] for name in _NUMBERS}
            groups = dict(data["groups"])
        except (KeyError, TypeError, ValueError) as missing:
            raise ValueError(f"scoring lacks {missing}") from missing
        for name, number in numbers.items():
            if type(number) is not int or not 0 <= number <= LARGEST:
                raise ValueError(f"{name} is not a whole number from 0 to 100")
        if numbers["interest"] + numbers["experience"] + numbers["preference"] != LARGEST:
            raise ValueError("the weights of interest, experience and preference do not sum to 100")
        for code, letters in groups.items():
            _check_group(code, letters)
        if len(groups) < len(LETTERS) / 2:
            raise ValueError("fewer than three groups")
        return cls(**numbers, groups=groups)


_NUMBERS = ("interest", "experience", "preference", "same_group", "same_major", "most_unanswered", "least_spread")


@dataclass(frozen=True, slots=True)
class Score:
    """One job group. Parts and match are 0 to 100; `rank` begins at 1 and is shared by full ties."""

    code: str
    interest: int
    experience: int
    preference: int
    match: int
    rank: int


@dataclass(frozen=True, slots=True)
class Result:
    """`profile`: the six means, rounded. `strongest`: letters above the person's own mean, the strongest first.

    `groups` are in the order of rank, then code.
    """

    profile: Mapping[str, int]
    strongest: str
    groups: tuple[Score, ...]

    def stored(self) -> dict[str, Any]:
        """As plain data, for keeping."""
        rows = [[s.code, s.interest, s.experience, s.preference, s.match, s.rank] for s in self.groups]
        return {"profile": dict(self.profile), "strongest": self.strongest, "groups": rows}

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Result":
        return cls(data["profile"], data["strongest"], tuple(Score(*row) for row in data["groups"]))


def unanswered_allowed(items: int, parameters: Parameters) -> int:
    """How many items may stay open: the share of all, rounded down."""
    return items * parameters.most_unanswered // 100


def says_nothing(values: Iterable[int], parameters: Parameters) -> bool:
    """Whether the answers hardly differ: standard deviation (of all of them, not of a sample) below the limit."""
    answers = list(values)
    n, total, squares = len(answers), sum(answers), sum(value * value for value in answers)
    return n * squares - total * total < (parameters.least_spread * n) ** 2


def score(
    answers: Mapping[str, int],
    types: Mapping[str, str],
    *,
    former: Iterable[str],
    wanted: Iterable[str],
    parameters: Parameters,
) -> Result:
    """The result of an attempt. `answers`: item → 0 to 100; `types`: item → letter; jobs: codes of four digits.

    Raises ValueError when a letter has no answer or an answer has no item.
    """
    means = _means(answers, types)
    middle = sum(means.values(), Fraction()) / len(LETTERS)
    person = {letter: mean - middle for letter, mean in means.items()}
    did, wants = tuple(former), tuple(wanted)
    rows = [_group(code, letters, person, did, wants, parameters) for code, letters in parameters.groups.items()]
    above = [letter for letter in LETTERS if person[letter] > 0]
    return Result(
        profile={letter: _rounded(mean) for letter, mean in means.items()},
        strongest="".join(sorted(above, key=lambda letter: (-person[letter], LETTERS.index(letter)))),
        groups=_ranked(rows),
    )


# --- parts -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    interest: int
    experience: int
    preference: int
    hundredths: int  # the match before rounding, times 100
    exact: Fraction  # orders interest: sum(p·g), for equal sum(g²)

    @property
    def order(self) -> tuple[Any, ...]:
        return (-self.hundredths, -self.experience, -self.preference, -self.exact)


def _check_group(code: Any, letters: Any) -> None:
    if not (isinstance(code, str) and code.isascii() and code.isdigit() and len(code) == 2):
        raise ValueError(f"{code!r} is not a group of two digits")
    if not (
        isinstance(letters, str) and len(letters) == len(set(letters)) == len(PLACES) and set(letters) <= {*LETTERS}
    ):
        raise ValueError(f"group {code} has no three different letters of {LETTERS}")


def _means(answers: Mapping[str, int], types: Mapping[str, str]) -> dict[str, Fraction]:
    values: dict[str, list[int]] = {letter: [] for letter in LETTERS}
    for item, value in answers.items():
        if item not in types:
            raise ValueError(f"no item {item!r}")
        values[types[item]].append(value)
    for letter, given in values.items():
        if not given:
            raise ValueError(f"no answer of letter {letter}")
    return {letter: Fraction(sum(given), len(given)) for letter, given in values.items()}


def _group(
    code: str,
    letters: str,
    person: Mapping[str, Fraction],
    former: tuple[str, ...],
    wanted: tuple[str, ...],
    parameters: Parameters,
) -> _Row:
    weights = dict(zip(letters, PLACES, strict=True))
    group = {letter: weights.get(letter, 0) - 1 for letter in LETTERS}
    along = sum((person[letter] * group[letter] for letter in LETTERS), Fraction())
    square = sum((value * value for value in person.values()), Fraction()) * sum(g * g for g in group.values())
    interest = _interest(along, square)
    experience, preference = _kinship(code, former, parameters), _kinship(code, wanted, parameters)
    hundredths = (
        parameters.interest * interest + parameters.experience * experience + parameters.preference * preference
    )
    return _Row(code, interest, experience, preference, hundredths, along)


def _interest(along: Fraction, square: Fraction) -> int:
    """50 + 50·along/sqrt(square), rounded, halves upwards, without ever taking an inexact root.

    It is floor((101 + s) / 2) with s = 100·along/sqrt(square), and the floor of a root is known exactly.
    """
    if square == 0:
        return 50
    y = 10_000 * along * along / square
    root = isqrt(y.numerator // y.denominator)
    if along < 0:
        root = -root if root * root == y else -root - 1
    return (101 + root) // 2


def _kinship(code: str, jobs: tuple[str, ...], parameters: Parameters) -> int:
    same_group = parameters.same_group if any(job[:2] == code for job in jobs) else 0
    same_major = parameters.same_major if any(job[:1] == code[:1] for job in jobs) else 0
    return max(same_group, same_major)


def _ranked(rows: list[_Row]) -> tuple[Score, ...]:
    ordered = sorted(rows, key=lambda row: (row.order, row.code))
    scores: list[Score] = []
    for place, row in enumerate(ordered):
        tied = place > 0 and row.order == ordered[place - 1].order
        rank = scores[-1].rank if tied else place + 1
        match = (row.hundredths + 50) // 100
        scores.append(Score(row.code, row.interest, row.experience, row.preference, match, rank))
    return tuple(scores)


def _rounded(number: Fraction) -> int:
    """To the nearest whole number, halves upwards."""
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)
