"""Knows a picture again after it was shrunk or saved anew: a difference hash of 16 by 16 steps.

Pure: bytes in, pattern out. A bit says that a place is clearly brighter than its left neighbour, so that blank paper
gives no bits and the noise of JPEG none either.
"""

import io
from dataclasses import dataclass

from PIL import Image

SIDE = 16
STEP = 4  # of 256 levels: less is noise
FEWEST_BITS = 12  # with fewer there is too little on the picture to compare
MOST_DIFFERENT = 10  # of 256 bits, in copies of one picture
_PIECE_BITS = 16


@dataclass(frozen=True, slots=True)
class Print:
    """256 bits in hex, and the parts that are not blank, each with its place in front. Empty for a blank picture."""

    pattern: str = ""
    pieces: tuple[int, ...] = ()


def print_of(content: bytes) -> Print:
    """The print of an image that the portal itself has drawn (files.rewriting)."""
    with Image.open(io.BytesIO(content)) as picture:
        picture.draft("L", (SIDE * 16, SIDE * 16))
        small = picture.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX)
    levels = small.tobytes()
    bits = 0
    for row in range(SIDE):
        start = row * (SIDE + 1)
        for place in range(start, start + SIDE):
            bits = bits << 1 | (levels[place + 1] > levels[place] + STEP)
    return Print(f"{bits:064x}", _pieces(bits)) if bits.bit_count() >= FEWEST_BITS else Print()


def look_alike(one: str, other: str) -> bool:
    """Whether two patterns come from the same picture."""
    return bool(one and other) and (int(one, 16) ^ int(other, 16)).bit_count() <= MOST_DIFFERENT


def _pieces(bits: int) -> tuple[int, ...]:
    """Each row of the hash with its number; blank rows say nothing."""
    rows = ((row, bits >> row * _PIECE_BITS & 0xFFFF) for row in range(SIDE))
    return tuple(row << _PIECE_BITS | piece for row, piece in rows if piece)
