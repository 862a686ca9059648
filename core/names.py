"""Comparing names of people: registers abbreviate, drop titles and change the order."""

import re

from rapidfuzz import fuzz

_NOT_LETTERS = re.compile(r"[^\w\s]|_")
_TITLES = frozenset({"h", "hj", "ir", "dr", "drs", "dra", "sdr", "sdri", "bpk", "ibu"})


def folded(name: str) -> str:
    """Lower case, without punctuation and titles, single spaces."""
    words = _NOT_LETTERS.sub(" ", name.casefold()).split()
    return " ".join(word for word in words if word not in _TITLES)


def likeness(first: str, second: str) -> int:
    """How alike two names are, in whole percent. Word order does not matter; an initial stands for its word."""
    a, b = folded(first).split(), folded(second).split()
    if not a or not b:
        return 0
    if _initials_agree(a, b):
        return 100
    return int(fuzz.token_sort_ratio(" ".join(a), " ".join(b)))


def names_match(first: str, second: str, *, percent: int) -> bool:
    return likeness(first, second) >= percent


def _initials_agree(a: list[str], b: list[str]) -> bool:
    """ "siti a" and "siti aminah": as many words, each equal or one the initial of the other, at least one in full."""
    if len(a) != len(b):
        return False
    pairs = list(zip(a, b, strict=True))
    fits = all(x == y or (1 in (len(x), len(y)) and x[0] == y[0]) for x, y in pairs)
    return fits and any(x == y for x, y in pairs)
