"""Months on anchored bitmaps: bit k is the k-th month after January 2022, whoever looks and whenever.

A count over such bits is a pair: the months that surely count, and those that may. Months before 2022 and after March
2027 have no bit; like doubtful ones they may count.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rules.calendar import Month
from rules.errors import InvalidFacts

Bits = NDArray[np.int64]
Words = NDArray[Any]  # uint32 or uint64
Mask = NDArray[np.bool_]

EPOCH: Final = Month(2022 * 12)
MONTHS: Final = 63
NO_RECORD: Final = -1  # instead of bits: nothing is known about the months
_ALL: Final = (1 << MONTHS) - 1
_WORD: Final = 32


def windows(bits: Bits, place: NDArray[np.int64], length: int, every_bit: bool) -> Words:
    """The `length` months from month `place` of each row, oldest first in bit 0; months without a bit are 0.

    `every_bit`: all months of all windows have one (`inside`), which is quicker.
    """
    words, kind = bits.view(np.uint64), np.uint32 if length <= _WORD else np.uint64
    if every_bit:
        shifted = np.right_shift(words, place.view(np.uint64))
    else:
        forth, back = np.clip(place, 0, MONTHS).view(np.uint64), np.clip(-place, 0, MONTHS).view(np.uint64)
        shifted = np.where(place < 0, np.left_shift(words, back), np.right_shift(words, forth))
    found: Words = np.bitwise_and(shifted.astype(kind, copy=False), kind((1 << length) - 1))
    return found


def inside(place: NDArray[Any], length: int) -> bool:
    """True when every month of every window has a bit."""
    return not place.size or (int(place.min()) >= 0 and int(place.max()) + length <= MONTHS)


def outside(place: NDArray[np.int64], length: int) -> Words:
    """The months of each window that have no bit."""
    every = np.full(place.shape, _ALL, dtype=np.int64)
    seen = windows(every, place, length, every_bit=False)
    missing: Words = np.bitwise_xor(seen, seen.dtype.type((1 << length) - 1))
    return missing


def has_run(words: Words, run: int, length: int, at_end: bool) -> Mask:
    """Whether `run` (at least 1) set bits lie in a row; with `at_end` those that end at the last month or before it."""
    if run > length:
        return np.zeros(words.shape, dtype=bool)
    rows, done = words, 1
    while done < run:
        step = min(done, run - done)
        rows = rows & (rows >> words.dtype.type(step))
        done += step
    if at_end:
        ends = sum(1 << (end - run + 1) for end in (length - 2, length - 1) if end - run + 1 >= 0)
        rows = rows & words.dtype.type(ends)
    result: Mask = rows != 0
    return result


def between(first: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[Bits, NDArray[np.int64]]:
    """The bits of the months from `first` to `last`, and how many of those months have none."""
    low, high = np.clip(first, 0, MONTHS), np.clip(last + 1, 0, MONTHS)
    length = np.maximum(high - low, 0)
    one = np.uint64(1)
    run = np.left_shift(one, length.astype(np.uint64)) - one
    bits = np.left_shift(run, low.astype(np.uint64)).view(np.int64)
    return bits, np.maximum(last - first + 1, 0) - length


def count(words: Words) -> NDArray[np.int64]:
    """Set bits of each row."""
    found: NDArray[np.int64] = np.bitwise_count(words).astype(np.int64)
    return found


def window_length(months: int) -> int:
    """`months`, when a window of them fits the bits. Raises InvalidFacts."""
    if not 1 <= months <= MONTHS:
        raise InvalidFacts(f"A window of {months} months does not fit {MONTHS} bits", "window_months")
    return months
