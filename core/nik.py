"""The sixteen digits of a NIK: 6 region, 6 birth date (women: day + 40), 4 serial.

Regions follow the codes of the Ministry of Home Affairs, with the provinces of Papua as divided in 2022.
"""

import re

from django.conf import settings

from core.text import ascii_digits, without_invisible

PROVINCES = frozenset(
    map(
        str,
        (*range(11, 20), 21, *range(31, 37), 51, 52, 53, *range(61, 66), *range(71, 77), 81, 82, *range(91, 97)),
    )
)
SYNTHETIC_PROVINCE = "99"
"""No such province: people of the demo and the tests. Accepted with SYNTHETIC_NIK only, which production never sets."""

_RUN = re.compile(r"\d(?:[ .\u00a0\u2010-\u2014-]?\d)*")
_SEPARATORS = str.maketrans("", "", " -.\u00a0\u2010\u2011\u2012\u2013\u2014")


def compact_nik(text: str) -> str:
    """Sixteen ASCII digits out of what was typed: spaces, dashes, dots and foreign digits are forgiven."""
    return ascii_digits(without_invisible(text)).translate(_SEPARATORS).strip()


def is_nik(nik: str) -> bool:
    """Well formed: 16 digits, a known province, a possible birth part, a serial other than 0000."""
    if len(nik) != 16 or not (nik.isascii() and nik.isdigit()):
        return False
    day, month = int(nik[6:8]), int(nik[8:10])
    return (
        (nik[:2] in PROVINCES or (nik[:2] == SYNTHETIC_PROVINCE and getattr(settings, "SYNTHETIC_NIK", False)))
        and day % 40 in range(1, 32)
        and day <= 71
        and month in range(1, 13)
        and nik[-4:] != "0000"
    )


def names_nik(text: str) -> bool:
    """Whether somebody's own words hold a NIK, also one written in groups. A longer number is something else."""
    return any(is_nik(compact_nik(run)) for run in _RUN.findall(ascii_digits(without_invisible(text))))
