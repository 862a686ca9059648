"""Invented people who were laid off: for trying the simulator and for measuring, and like nobody in particular.

Whole numbers throughout; the same seed gives the same people on every machine with the same numpy.
"""

from datetime import date
from typing import Final

import numpy as np

from rules.batch import People
from rules.batch.bitmaps import EPOCH, MONTHS
from rules.batch.days import months_table, number
from rules.reading import CODES
from rules.simulation import Claimants

# What these people do not say: taken as met in a question about months and money.
PRESUMED: Final = frozenset(CODES) - {"ELG-05", "ELG-06", "ELG-09"}
PROVINCES: Final = 38
_LOWEST_WAGE: Final = 1_600_000
_LONGEST: Final = 60


def invented(count: int, seed: int, first_phk: date, last_phk: date) -> Claimants:
    """People laid off between two days, decided a week after filing. Days from 2024 on keep all months on bits."""
    random = np.random.default_rng(seed)

    def drawn(low: int, high: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return random.integers(low, high + 1, count)

    phk_on = drawn(number(first_phk), number(last_phk)).astype(np.int32)
    filed_on = (phk_on + drawn(1, 14) ** 2).astype(np.int32)  # most within weeks, the last after half a year and more
    month = months_table(phk_on, EPOCH)[phk_on]
    people = People(
        phk_on=phk_on,
        decided_on=(filed_on + 7).astype(np.int32),
        filed_on=filed_on,
        paid_bits=_paid_bits(random, month.astype(np.int64), drawn(3, _LONGEST)),
        last_wage=_LOWEST_WAGE + drawn(0, 1_800) * 1_000 + drawn(0, 1_300) ** 2 * 3 + drawn(0, 999),
        last_month=month.astype(np.int32),
    )
    # Two draws, the lesser: provinces with low codes have more people.
    province = np.minimum(drawn(0, PROVINCES - 1), drawn(0, PROVINCES - 1)).astype(np.int16)
    return Claimants(people, province, drawn(1, 12).astype(np.int8))


def _paid_bits(
    random: np.random.Generator,
    last: np.ndarray[tuple[int], np.dtype[np.int64]],
    months: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Months in a row up to the PHK, about one in sixteen unpaid."""
    every = (1 << MONTHS) - 1
    end = np.clip(last + 1, 0, MONTHS).astype(np.uint64)
    begin = np.clip(last + 1 - months, 0, MONTHS).astype(np.uint64)
    one = np.uint64(1)
    worked = ((one << end) - one) & ~((one << begin) - one)
    gaps = np.full(len(last), every, dtype=np.int64)
    for _ in range(4):
        gaps &= random.integers(0, every, len(last), dtype=np.int64, endpoint=True)
    bits: np.ndarray[tuple[int], np.dtype[np.int64]] = worked.view(np.int64) & ~gaps
    return bits
