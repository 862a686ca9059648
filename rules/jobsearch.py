"""Proof of looking for work: applications at different companies, or an interview (POL-10, POL-17)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from rules.facts import JobSearchItem

# Forms of enterprise, also when written with spaces after their dots became spaces ("P.T.", "C.V.").
_FORMS = re.compile(r"\b(?:p ?t|c ?v|u ?d|t ?b ?k|persero)\b")
_NOT_WORD = re.compile(r"[\W_]+")


def fold_company(name: str) -> str:
    """A company's name without case, punctuation, spaces and the forms PT, CV, UD, Tbk, Persero (POL-10)."""
    words = _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
    bare = _FORMS.sub(" ", words).replace(" ", "")
    return bare or words.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items count: surely, and at most when what is unknown speaks for the person.

    `repeated`: the same company again; `outside`: not dated in the evidence period; `used`: counted for another month.
    """

    sure: int
    at_most: int
    repeated: int
    outside: int
    used: int

    def reaches(self, needed: int) -> bool | None:
        """None when only the unknown items could make the difference."""
        if self.sure >= needed:
            return True
        return None if self.at_most >= needed else False


def tally(items: tuple[JobSearchItem, ...], first: date | None, last: date | None, distinct: bool) -> Tally:
    """Counts the items dated from `first` to `last`, both inclusive; `distinct` counts each company once."""
    sure: list[str] = []
    perhaps: list[str] = []
    unnamed = outside = used = 0
    for item in items:
        inside = _inside(item.on, first, last)
        if item.used or inside is False:
            used += item.used is True
            outside += item.used is not True
        elif item.company is None:
            unnamed += 1
        else:
            certain = inside and item.used is False
            (sure if certain else perhaps).append(fold_company(item.company))
    if not distinct:
        return Tally(len(sure), len(sure) + len(perhaps) + unnamed, 0, outside, used)
    companies = {*sure, *perhaps}
    repeated = len(sure) + len(perhaps) - len(companies)
    return Tally(len(set(sure)), len(companies) + unnamed, repeated, outside, used)


def _inside(day: date | None, first: date | None, last: date | None) -> bool | None:
    """False as soon as one known end excludes the day; None when an unknown end or day leaves it open."""
    if day is None:
        return None
    if (first is not None and day < first) or (last is not None and day > last):
        return False
    return None if first is None or last is None else True
