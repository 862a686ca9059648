"""A random choice that anybody can repeat: the same seed and population give the same names, in any language.

Each name is ordered by SHA-256 of "seed:name"; the first ones are taken. Who joins or leaves the population moves
nobody else's place.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from rules.errors import InvalidFacts


def chosen(names: Iterable[str], *, seed: str, size: int) -> Sequence[str]:
    """`size` different names, in the order in which they were drawn; all of them when there are fewer.

    Raises InvalidFacts for a size below one or an empty seed.
    """
    if size < 1:
        raise InvalidFacts("A sample has at least one name", "size")
    if not seed:
        raise InvalidFacts("A sample needs a seed", "seed")
    return sorted(set(names), key=lambda name: (sha256(f"{seed}:{name}".encode()).digest(), name))[:size]


def fingerprint(names: Iterable[str]) -> str:
    """SHA-256 of the population: every name once, in order, one a line."""
    return sha256("\n".join(sorted(set(names))).encode()).hexdigest()
