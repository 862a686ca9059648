"""What a counsellor may know of a participant when the worksheet is begun, as plain data that is kept as it was."""

from datetime import date, datetime, timedelta
from typing import Any

from core.clock import legal_date
from counseling.models import Session
from ipk import selectors as ipk
from ipk.enums.profile import Part
from ipk.models import Occupation, SelfAssessment
from ipk.scoring import Result
from ipk.selectors import FullProfile
from participants.models import Person
from participants.selectors import current_phk

Json = dict[str, Any]
SHAPE = 1  # the version of the shape
BEST_GROUPS = 3
MOST_JOBS, MOST_SKILLS, MOST_COMPANIES = 5, 12, 5
DAYS_OF_SEARCH = 90


def facts_of(session: Session, *, at: datetime) -> Json:
    """Both people, profile, assessment and job search. Days are ISO; codes stay codes, for either language.

    Never NIK, birth, money, or a health condition. `session` with person, user, counsellor and region.
    """
    person, today = session.person, legal_date(at)
    period = ipk.current_period(person)
    phk = current_phk(person)
    return {
        "v": SHAPE,
        "at": at.isoformat(),
        "participant": {"name": person.full_name, "home": _home(person)},
        "counsellor": _counsellor(session),
        "month": period.n if period is not None else None,
        "phk": {"employer": phk.employer.name, "on": phk.phk_on.isoformat()} if phk is not None else None,
        **_profile(ipk.profile_of(person)),
        "wish": _wish(person),
        "assessment": _assessment(person),
        "search": _search(person, today),
    }


def _counsellor(session: Session) -> Json:
    counsellor = session.counsellor
    return {
        "name": counsellor.user.full_name,
        "kind": counsellor.kind,
        "number": counsellor.number,
        "office": counsellor.region.name,
    }


def _home(person: Person) -> str:
    return person.region.name if person.region is not None else ""


def _profile(profile: FullProfile) -> Json:
    """Schooling, jobs and skills in the order of the profile: what goes on first, then the latest."""
    return {
        "schooling": [
            {"level": entry.level, "title": entry.title, "place": entry.place}
            for entry in profile.of(Part.EDUCATION)[:1]
        ],
        "jobs": [
            {"title": e.title, "place": e.place, "began": _month(e.began_on), "ended": _month(e.ended_on)}
            for e in profile.of(Part.EXPERIENCE)[:MOST_JOBS]
        ],
        "skills": [entry.title for entry in profile.of(Part.SKILL)[:MOST_SKILLS]],
    }


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day is not None else ""


def _wish(person: Person) -> Json | None:
    seeker = ipk.jobseeker_of(person)
    if seeker is None:
        return None
    places = ipk.places_named(seeker.places)
    return {"job": seeker.job, "places": places, "abroad": seeker.abroad, "ready_on": seeker.ready_on.isoformat()}


def _assessment(person: Person) -> Json | None:
    """The latest complete attempt with the groups on top; one without a score has none."""
    latest = ipk.assessment_of(person)
    if latest is None or latest.completed_at is None:
        return None
    return {
        "on": legal_date(latest.completed_at).isoformat(),
        "may_move": latest.may_move,
        "may_train": latest.may_train,
        "groups": _groups(latest),
    }


def _groups(attempt: SelfAssessment) -> list[Json]:
    if not attempt.result:
        return []
    best = sorted(Result.read(attempt.result).groups, key=lambda group: (group.rank, group.code))[:BEST_GROUPS]
    named = Occupation.objects.in_bulk([group.code for group in best])
    return [
        {"code": g.code, "name": named[g.code].name, "name_en": named[g.code].name_en, "match": g.match} for g in best
    ]


def _search(person: Person, today: date) -> Json:
    """Applications and interviews of the last ninety days, today included."""
    first = today - timedelta(days=DAYS_OF_SEARCH - 1)
    found = ipk.job_search(person, first, today)
    companies = list(dict.fromkeys(item.company for item in reversed(found.applications)))
    return {
        "first": first.isoformat(),
        "last": today.isoformat(),
        "applications": len(found.applications),
        "interviews": len(found.interviews),
        "companies": companies[:MOST_COMPANIES],
    }
