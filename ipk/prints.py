"""Knows a picture again after it was shrunk or saved anew: a difference hash of 32 by 32 steps.

Pure: bytes in, pattern out. A bit says that a place is clearly brighter than its left neighbour, so that blank paper
gives no bits and the noise of JPEG none either.
"""

import io
from dataclasses import dataclass

from PIL import Image

SIDE = 32
STEP = 4  # of 256 levels: less is noise
FEWEST_BITS = 20  # with fewer there is too little on the picture to compare
# Copies of one page of text differ in up to 12 % of what is on either; two pages with other words from 25 %.
MOST_DIFFERENT_PERCENT = 15
_PIECE_BITS = 16
_PIECES = SIDE * SIDE // _PIECE_BITS


@dataclass(frozen=True, slots=True)
class Print:
    """1,024 bits in hex, and the parts that are not blank, each with its place in front. Empty for a blank picture."""

    pattern: str = ""
    pieces: tuple[int, ...] = ()


def print_of(content: bytes) -> Print:
    """The print of an image that the portal itself has drawn (files.rewriting)."""
    with Image.open(io.BytesIO(content)) as picture:
        small = picture.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX)
    levels = small.tobytes()
    bits = 0
    for row in range(SIDE):
        start = row * (SIDE + 1)
        for place in range(start, start + SIDE):
            bits = bits << 1 | (levels[place + 1] > levels[place] + STEP)
    return Print(f"{bits:0{SIDE * SIDE // 4}x}", _pieces(bits)) if bits.bit_count() >= FEWEST_BITS else Print()


def look_alike(one: str, other: str) -> bool:
    """Whether two patterns come from the same picture. An empty one is like nothing."""
    if not (one and other):
        return False
    first, second = int(one, 16), int(other, 16)
    return (first ^ second).bit_count() * 100 <= MOST_DIFFERENT_PERCENT * (first | second).bit_count()


def _pieces(bits: int) -> tuple[int, ...]:
    """Sixteen bits each with their place; blank ones say nothing."""
    parts = ((place, bits >> place * _PIECE_BITS & 0xFFFF) for place in range(_PIECES))
    return tuple(place << _PIECE_BITS | piece for place, piece in parts if piece)
