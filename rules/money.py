"""Whole rupiah, and the only rounding in the system."""

from fractions import Fraction
from typing import NewType

Rupiah = NewType("Rupiah", int)


def share_of(amount: Rupiah, share: Fraction) -> Rupiah:
    """`share` of `amount`, rounded half up to whole rupiah (POL-07). Totals are sums of shares."""
    numerator, denominator = share.as_integer_ratio()
    return Rupiah((2 * amount * numerator + denominator) // (2 * denominator))
