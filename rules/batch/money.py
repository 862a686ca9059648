"""Shares of many amounts at once, by the rounding of `rules.money` itself."""

from fractions import Fraction
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from rules.errors import InvalidFacts
from rules.money import Rupiah, share_of

Amounts = NDArray[np.integer[Any]]


def shares_of(amounts: Amounts, share: Fraction, at_most: int) -> Amounts:
    """`share` of each amount, rounded half up (POL-07). `at_most`: no amount is larger, so that nothing overflows.

    Raises InvalidFacts for a share too fine to be counted in 64 bits.
    """
    numerator, denominator = share.as_integer_ratio()
    largest = 2 * at_most * numerator + denominator
    if max(largest, 2 * denominator) > np.iinfo(np.int64).max:
        raise InvalidFacts(f"{share} is too fine a share", "share")
    small = max(largest, 2 * denominator) <= np.iinfo(np.int32).max
    counted = amounts.astype(np.int32 if small else np.int64, copy=False)
    return cast(Amounts, share_of(cast(Rupiah, counted), share))
