"""Where a thing stands among those that wait for an officer, and which is next: for desks that are worked through."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.formatting import number
from core.language import language

DECISION = "putusan"  # the id of the decision on a desk's page, where its keyboard begins


@dataclass(frozen=True, slots=True)
class Place:
    """`number` counts from 1 and is 0 for what does not wait for this officer; `before` and `after` are keys."""

    number: int
    count: int
    before: Any = None
    after: Any = None
    first: Any = None

    @property
    def onward(self) -> Any:
        """What is opened once this one is decided: the one after it, else the first that is left; None at the end."""
        if self.after is not None:
            return self.after
        return self.first if self.number != 1 else None


def place_in(queue: QuerySet[Any], key: Any) -> Place:
    """Its place in an ordered queue. One query, which reads keys only."""
    keys = list(queue.values_list("pk", flat=True))
    first = keys[0] if keys else None
    if key not in keys:
        return Place(0, len(keys), after=first, first=first)
    at = keys.index(key)
    before = keys[at - 1] if at else None
    after = keys[at + 1] if at + 1 < len(keys) else None
    return Place(at + 1, len(keys), before, after, first)


def steps(place: Place, page: str) -> dict[str, Any]:
    """For `jkp_portal/_queue.html`: `words`, and the addresses `before` and `after` of a named page ("" for none)."""
    known = language()
    if place.number:
        facts = {"n": number(place.number, known), "count": number(place.count, known)}
        words = _("Ke-%(n)s dari %(count)s yang menunggu Anda") % facts
    else:
        words = _("%(count)s menunggu Anda") % {"count": number(place.count, known)} if place.count else ""
    return {"words": words, "before": _href(page, place.before), "after": _href(page, place.after)}


def _href(page: str, key: Any) -> str:
    return reverse(page, args=[key]) if key is not None else ""


def onward(place: Place, page: str) -> str:
    """The address of the next one with the keyboard at its decision; "" when nothing else waits."""
    href = _href(page, place.onward)
    return f"{href}#{DECISION}" if href else ""
