"""What is known about a person that a vacancy can be compared with."""

from functools import cache

from rapidfuzz import fuzz, process

from ipk.enums import AssessmentState, MayMove
from ipk.everyday import everyday_jobs
from ipk.matching import Offer, Wants
from ipk.models import SelfAssessment, Vacancy
from participants.models import Person

_ALIKE = 82


def wants_of(person: Person) -> Wants:
    """From the self-assessment and the address; what is not there stays unknown."""
    assessed = SelfAssessment.objects.filter(person=person, state=AssessmentState.COMPLETE).first()
    if assessed is None:
        return Wants(home=person.region_id or "")
    return Wants(
        former=groups_of(tuple(assessed.former_jobs)),
        wished=groups_of(tuple(assessed.wanted_jobs)),
        home=person.region_id or "",
        anywhere=assessed.may_move == MayMove.ANYWHERE,
    )


def offer_of(vacancy: Vacancy) -> Offer:
    return Offer(
        group=vacancy.occupation_id,
        region=vacancy.region_id or "",
        wage_best=vacancy.wage_to or vacancy.wage_from,
        schooling=vacancy.education,
        skills=tuple(vacancy.skills),
    )


@cache
def _everyday() -> dict[str, str]:
    return {job.title.casefold(): job.group for job in everyday_jobs()}


def groups_of(titles: tuple[str, ...]) -> frozenset[str]:
    """The groups of jobs as people call them; a title that nobody knows has none."""
    known = _everyday()
    found = (
        process.extractOne(title.casefold(), known.keys(), scorer=_likeness, score_cutoff=_ALIKE) for title in titles
    )
    return frozenset(known[hit[0]] for hit in found if hit)


def _likeness(one: str, other: str, **_options: object) -> float:
    """Words that are all there count, and so does what else is there: "operator jahit", "Operator jahit garmen"."""
    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2
