"""Which province, regency or city somebody means by what they typed. Read once a process: the list is frozen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from core.models import Region

_KIND = re.compile(r"^(kabupaten|kab\.?|kota( administrasi)?|provinsi|prov\.?|daerah istimewa|dki)\s+")
_ALIKE = 84  # of 100: "surakrata" is Surakarta, "solo" is nothing that the list knows
# What people say, and the list does not.
NICKNAMES = {"solo": "3372", "jogja": "34", "yogya": "34", "jkt": "31", "jabar": "32", "jateng": "33", "jatim": "35",
             "sulsel": "73", "sumut": "12", "bandung kota": "3273", "tangsel": "3674", "kalsel": "63", "kaltim": "64",
             "sumsel": "16", "sumbar": "13", "kalbar": "61", "sulut": "71", "ntb": "52", "ntt": "53", "babel": "19",
             "kepri": "21", "makasar": "7371", "diy": "34"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str


def bare(name: str) -> str:
    """Without case and without what kind of area it is."""
    return _KIND.sub("", name.casefold().strip())


def find_place(typed: str) -> Place | None:
    """The area that was meant: "Surakarta, Jawa Tengah", "kota solo", "jabar", also with a slip of the pen.

    The part before a comma counts. A province goes before a city of its name, a city before its regency.
    """
    text = bare(typed.split(",")[0])
    if not text:
        return None
    names, by_name = _known()
    if text in NICKNAMES:
        return by_code()[NICKNAMES[text]]
    full = typed.split(",")[0].casefold().strip()
    exact = _full_names().get(full) or by_name.get(text)
    if exact:
        return exact
    close = process.extractOne(text, names, scorer=fuzz.ratio, score_cutoff=_ALIKE) if len(text) > 3 else None
    return by_name[close[0]] if close else None


def place_at_the_end(words: Sequence[str]) -> tuple[Place | None, int]:
    """The area that the last words of a query name exactly, and how many words those are: "penjahit jawa tengah"."""
    _names, by_name = _known()
    for count in (3, 2, 1):
        if len(words) >= count:
            text = " ".join(words[-count:])
            found = by_code().get(NICKNAMES.get(text, "")) or by_name.get(text)
            if found:
                return found, count
    return None, 0


@cache
def by_code() -> dict[str, Place]:
    return {code: Place(code, name) for code, name in Region.objects.values_list("code", "name")}


@cache
def _full_names() -> dict[str, Place]:
    return {place.name.casefold(): place for place in by_code().values()}


@cache
def _known() -> tuple[list[str], dict[str, Place]]:
    by_name: dict[str, Place] = {}
    for place in sorted(by_code().values(), key=_preference):
        by_name.setdefault(bare(place.name), place)
    return list(by_name), by_name


def _preference(place: Place) -> tuple[bool, bool, str]:
    return len(place.code) != 2, not place.name.startswith("Kota"), place.code
