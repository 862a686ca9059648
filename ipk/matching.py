"""How well a vacancy fits somebody, in percent, with every part named. Pure, published, the same for everybody.

Each part that is known gives 0 to 100; their weighted mean is the match. What is unknown is left out and never counts
against anybody; with fewer than two known parts there is no number. The company never sees it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ipk.enums.vacancies import Schooling

LEAST_PARTS = 2
_HALF = 50


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts, from a day on. They sum to 100."""

    since: date
    experience: int
    interest: int
    place: int
    skills: int
    wage: int
    schooling: int


WEIGHTS = (Weights(date(2026, 1, 1), experience=30, interest=25, place=20, skills=10, wage=10, schooling=5),)


@dataclass(frozen=True, slots=True)
class Wants:
    """What is known about somebody; empty is unknown.

    `former` and `wished` are occupation groups (one to four digits); `interests` percent by group of two digits;
    `places` area codes where somebody would work, `home` where they live; `wage` the least, in whole rupiah; `skills`
    by their key, `schooling` a rung of the ladder.
    """

    former: frozenset[str] = frozenset()
    wished: frozenset[str] = frozenset()
    interests: Mapping[str, int] = field(default_factory=dict)
    home: str = ""
    places: frozenset[str] = frozenset()
    anywhere: bool = False
    skills: frozenset[str] = frozenset()
    wage: int | None = None
    schooling: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a vacancy says that can be compared."""

    group: str
    region: str
    wage_best: int | None
    schooling: str
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """`points` of 100, times `weight`. `why` names what was found: same, near, wished, far, below, some, none."""

    name: str
    points: int
    weight: int
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    percent: int
    parts: tuple[Part, ...]


def weights_on(day: date) -> Weights:
    """The weights in force. Raises LookupError before the first ones."""
    for weights in reversed(WEIGHTS):
        if weights.since <= day:
            return weights
    raise LookupError(f"no weights on {day}")


def match(wants: Wants, offer: Offer, *, on: date) -> Match | None:
    """The match and its parts; None when too little is known to say anything."""
    weights = weights_on(on)
    found = {
        "experience": _experience(wants, offer),
        "interest": _interest(wants, offer),
        "place": _place(wants, offer),
        "skills": _skills(wants, offer),
        "wage": _wage(wants, offer),
        "schooling": _schooling(wants, offer),
    }
    parts = tuple(
        Part(name, said[0], getattr(weights, name), said[1]) for name, said in found.items() if said is not None
    )
    if len(parts) < LEAST_PARTS:
        return None
    total = sum(part.weight for part in parts)
    points = sum(part.points * part.weight for part in parts)
    return Match((2 * points + total) // (2 * total), parts)


def _experience(wants: Wants, offer: Offer) -> tuple[int, str] | None:
    """The same group as former work or as what is wished; half for the same major group."""
    for groups, why in ((wants.former, "same"), (wants.wished, "wished")):
        if any(_is_within(group, offer.group) for group in groups):
            return 100, why
    if any(group[:1] == offer.group[:1] for group in wants.former | wants.wished):
        return _HALF, "near"
    return (0, "none") if wants.former or wants.wished else None


def _is_within(one: str, other: str) -> bool:
    """Two digits or more are the same job; one digit alone is only the same level of work."""
    return len(one) >= 2 and len(other) >= 2 and one[:2] == other[:2]


def _interest(wants: Wants, offer: Offer) -> tuple[int, str] | None:
    if not wants.interests:
        return None
    percent = wants.interests.get(offer.group[:2])
    return None if percent is None else (percent, "high" if percent >= 70 else "some" if percent >= 40 else "low")


def _place(wants: Wants, offer: Offer) -> tuple[int, str] | None:
    if not (wants.home or wants.places or wants.anywhere):
        return None
    if not offer.region:
        return 0, "abroad"
    places = wants.places | ({wants.home} if wants.home else set())
    if offer.region in places:
        return 100, "same" if offer.region == wants.home else "chosen"
    if any(offer.region[:2] == place[:2] for place in places):
        is_home = offer.region[:2] == wants.home[:2]
        return (100 if offer.region[:2] in wants.places else 60), "near" if is_home else "chosen_near"
    return (_HALF, "moving") if wants.anywhere else (0, "far")


def _skills(wants: Wants, offer: Offer) -> tuple[int, str] | None:
    asked = frozenset(offer.skills)
    if not wants.skills or not asked:
        return None
    shared = len(asked & wants.skills)
    return 100 * shared // len(asked), "some" if shared else "none"


def _wage(wants: Wants, offer: Offer) -> tuple[int, str] | None:
    if wants.wage is None or offer.wage_best is None:
        return None
    if offer.wage_best >= wants.wage:
        return 100, "enough"
    return max(0, 100 - 4 * (100 * (wants.wage - offer.wage_best) // wants.wage)), "below"


def _schooling(wants: Wants, offer: Offer) -> tuple[int, str] | None:
    if not wants.schooling or offer.schooling == Schooling.ANY:
        return None
    return (100, "enough") if wants.schooling >= offer.schooling else (0, "below")
