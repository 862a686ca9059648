"""What is known about a person that a vacancy can be compared with."""

from ipk.enums.activities import MayMove
from ipk.enums.profile import Part
from ipk.enums.profile import Schooling as Reached
from ipk.enums.vacancies import Schooling
from ipk.matching import Offer, Wants
from ipk.models import ProfileEntry, SelfAssessment, Vacancy
from ipk.selectors.assessment import completed_assessments, matches_in
from ipk.selectors.jobseekers import jobseeker_of
from ipk.skills import skill_key
from participants.models import Person

RUNGS: dict[str, str] = {
    Reached.SD: Schooling.PRIMARY,
    Reached.SMP: Schooling.LOWER,
    Reached.SMA: Schooling.UPPER,
    Reached.SMK: Schooling.UPPER,
    Reached.D1: Schooling.DIPLOMA,
    Reached.D2: Schooling.DIPLOMA,
    Reached.D3: Schooling.DIPLOMA,
    Reached.D4: Schooling.BACHELOR,
    Reached.S1: Schooling.BACHELOR,
    Reached.S2: Schooling.MASTER,
    Reached.S3: Schooling.MASTER,
}


def wants_of(person: Person) -> Wants:
    """From the self-assessment, the registration as jobseeker, the profile and the address: what is not there stays
    unknown.
    """
    assessed = completed_assessments().filter(person=person).order_by("-completed_at").first()
    registered = jobseeker_of(person)
    told = list(ProfileEntry.objects.filter(person=person, part__in=(Part.SKILL, Part.EDUCATION)))
    schools = [RUNGS[entry.level] for entry in told if entry.part == Part.EDUCATION and entry.level in RUNGS]
    return Wants(
        former=frozenset(assessed.former_codes) if assessed else frozenset(),
        wished=_wished(assessed) | ({registered.occupation_id} if registered else frozenset()),
        interests=matches_in(assessed) if assessed else {},
        home=person.region_id or "",
        places=frozenset(registered.places) if registered else frozenset(),
        anywhere=assessed is not None and assessed.may_move == MayMove.ANYWHERE,
        skills=frozenset(skill_key(entry.title) for entry in told if entry.part == Part.SKILL),
        wage=registered.wage if registered else None,
        schooling=max(schools, default=""),
    )


def _wished(assessed: SelfAssessment | None) -> frozenset[str]:
    return frozenset(assessed.wanted_codes) if assessed else frozenset()


def offer_of(vacancy: Vacancy) -> Offer:
    return Offer(
        group=vacancy.occupation_id,
        region=vacancy.region_id or "",
        wage_best=vacancy.wage_to or vacancy.wage_from,
        schooling=vacancy.education,
        skills=tuple(map(skill_key, vacancy.skills)),
    )
