"""What was recommended in sessions, and what happened since: applications, answers of employers, training."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from counseling.models import Session, TrainingAdvice, VacancyAdvice
from ipk.enums.activities import ActivityKind
from ipk.enums.applications import ApplicationState
from ipk.enums.vacancies import VacancyState
from ipk.models import Activity, Application, Vacancy
from ipk.selectors import told_of
from training.enums import RecommendationState
from training.models import TrainingRecommendation
from training.selectors import recommendations

A = ApplicationState
ANSWERED = (A.CALLED, A.ACCEPTED, A.REFUSED)


@dataclass(frozen=True, slots=True)
class VacancyOutcome:
    """`application` is the person's own that stands, or else the last that was taken back. `told` is what the person
    says, with evidence, of having applied where the vacancy comes from.
    """

    advice: VacancyAdvice
    application: Application | None
    told: Activity | None = None

    @property
    def vacancy(self) -> Vacancy:
        return self.advice.vacancy

    @property
    def has_applied(self) -> bool:
        return self.told is not None or (self.application is not None and self.application.state != A.WITHDRAWN)

    @property
    def was_called(self) -> bool:
        """Whether the person told of a call to a test or interview by who takes applications elsewhere."""
        return self.told is not None and self.told.kind == ActivityKind.INTERVIEW

    @property
    def is_elsewhere(self) -> bool:
        """Whether another site takes the applications."""
        return self.vacancy.employer_id is None

    def is_open(self, on: date) -> bool:
        """Whether somebody can still apply, here or at its own site."""
        return self.vacancy.state == VacancyState.PUBLISHED and self.vacancy.closes_on >= on


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    advice: TrainingAdvice
    recommendation: TrainingRecommendation | None

    @property
    def is_used(self) -> bool:
        return self.recommendation is not None and self.recommendation.state == RecommendationState.USED

    def is_in_force(self, on: date) -> bool:
        found = self.recommendation
        return found is not None and found.state == RecommendationState.OPEN and found.valid_until >= on


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that one session recommended, in the order of its moments."""

    session: Session
    vacancies: tuple[VacancyOutcome, ...] = ()
    trainings: tuple[TrainingOutcome, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.vacancies and not self.trainings

    @property
    def has_happened(self) -> bool:
        """Whether the person did anything with it: applied, or took a training."""
        return any(row.has_applied for row in self.vacancies) or any(row.is_used for row in self.trainings)


def outcomes_of(sessions: Sequence[Session]) -> dict[UUID, Outcome]:
    """By session, for as many as there are: five queries."""
    ids = [session.pk for session in sessions]
    people = {session.pk: session.person_id for session in sessions}
    advised = list(
        VacancyAdvice.objects.filter(session__in=ids)
        .select_related("vacancy__region")
        .order_by("at", "vacancy__title", "pk")
    )
    applied = _applications({(people[row.session_id], row.vacancy_id) for row in advised})
    told = told_of(set(people.values()), {row.vacancy_id for row in advised if row.vacancy.employer_id is None})
    trained = list(TrainingAdvice.objects.filter(session__in=ids).order_by("at", "title", "pk"))
    known = recommendations([row.recommendation for row in trained])
    return {
        session.pk: Outcome(
            session,
            tuple(
                VacancyOutcome(row, applied.get(pair), told.get(pair))
                for row in advised
                for pair in [(session.person_id, row.vacancy_id)]
                if row.session_id == session.pk
            ),
            tuple(
                TrainingOutcome(row, known.get(row.recommendation)) for row in trained if row.session_id == session.pk
            ),
        )
        for session in sessions
    }


def outcome_of(session: Session) -> Outcome:
    return outcomes_of([session])[session.pk]


def is_advised(session: Session, vacancy_id: UUID) -> bool:
    """Whether the counsellor showed this vacancy in the session."""
    return VacancyAdvice.objects.filter(session=session, vacancy=vacancy_id).exists()


def applied_for(person_id: UUID, vacancies: Sequence[UUID]) -> set[UUID]:
    """Which of these vacancies somebody has applied for, and not taken back: here, or elsewhere as told."""
    about = {"person": person_id, "vacancy__in": vacancies}
    sent = Application.objects.live().filter(**about).values_list("vacancy", flat=True)
    told = Activity.objects.standing().filter(**about).values_list("vacancy", flat=True)
    return set(sent.union(told))


def _applications(pairs: set[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Application]:
    """One of each person and vacancy: what stands before what was taken back, the latest before the earlier."""
    if not pairs:
        return {}
    rows = Application.objects.filter(
        person__in={person for person, _vacancy in pairs}, vacancy__in={vacancy for _person, vacancy in pairs}
    )
    found: dict[tuple[UUID, UUID], Application] = {}
    for row in sorted(rows.order_by("sent_at", "pk"), key=lambda row: row.state != A.WITHDRAWN):
        found[row.person_id, row.vacancy_id] = row
    return {pair: row for pair, row in found.items() if pair in pairs}
