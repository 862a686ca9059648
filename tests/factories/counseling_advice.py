"""What sessions recommended, by the operations that do it in life.

in_room(person)                        going on, at its fifth minute: `session, at`
advised(session, vacancy)              a vacancy that was shown
recommended(session, programme)        a programme that was recommended
held_with_advice(person, vacancy)      held, with vacancies that were shown
"""

from datetime import datetime, timedelta
from typing import Any

from counseling.models import CounsellingRequest, Session, TrainingAdvice, VacancyAdvice
from counseling.operations.advice import advise_vacancies, recommend_trainings
from ipk.models import Vacancy
from participants.models import Person
from tests.factories.counseling import open_session
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.training import ProgrammeFactory
from training.models import Programme

WHY = "Dekat rumah dan sesuai pengalaman Anda."


def fifth_minute(session: Session) -> datetime:
    return session.starts_at + timedelta(minutes=5)


def in_room(person: Person | None = None, **how: Any) -> tuple[Session, datetime]:
    session = open_session(person, **how)
    return session, fifth_minute(session)


def advised(session: Session, *vacancies: Vacancy, why: str = WHY) -> list[VacancyAdvice]:
    rows = vacancies or (VacancyFactory(),)
    return advise_vacancies(
        session,
        vacancies=[row.pk for row in rows],
        why=why,
        actor=session.counsellor.user,
        at=fifth_minute(session),
    )


def recommended(session: Session, *programmes: Programme, why: str = WHY) -> list[TrainingAdvice]:
    rows = programmes or (ProgrammeFactory(),)
    return recommend_trainings(
        session,
        programmes=[row.pk for row in rows],
        why=why,
        actor=session.counsellor.user,
        at=fifth_minute(session),
    )


def over(session: Session) -> Session:
    """Held until the end of its time."""
    actor, end = session.counsellor.user, session.ends_at
    held = Session.workflow.move(session, "hold", actor=actor, at=end, closed_at=end)
    CounsellingRequest.workflow.move(
        CounsellingRequest.objects.get(pk=session.request_id), "finish", actor=actor, at=end
    )
    return held


def held_with_advice(person: Person | None = None, *vacancies: Vacancy, **how: Any) -> Session:
    """Held, with vacancies that were shown."""
    session = open_session(person, **how)
    advised(session, *vacancies)
    return over(session)
