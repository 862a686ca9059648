"""Reads of applications inside the portal: the person's portfolio, the employer's board, the work that was found."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import User
from core.clock import legal_date
from ipk.enums.applications import ApplicationState
from ipk.models import Application, ApplicationQuerySet, Vacancy
from participants.models import Person

S = ApplicationState
# What waits for the employer's answer stands first on the board.
_BOARD_ORDER = "-sent_at"


def applications_of(person: Person) -> ApplicationQuerySet:
    """Everything that somebody sent through the portal, the latest first, also what was taken back."""
    return Application.objects.filter(person=person).order_by("-sent_at", "pk")


def application_for(person: Person, vacancy: Vacancy) -> Application | None:
    """The one that stands, or else the last that was taken back."""
    rows = list(Application.objects.filter(person=person, vacancy=vacancy).order_by("-sent_at", "pk"))
    return next((row for row in rows if row.state != S.WITHDRAWN), rows[0] if rows else None)


def numbers_by_state(rows: QuerySet[Application]) -> dict[str, int]:
    """How many applications are in each state; every state is named."""
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in S.values}


def applicants(vacancy: Vacancy, user: User, on: date) -> ApplicationQuerySet:
    """The board of one vacancy: what was not taken back, the latest first. Empty for whoever is not its staff."""
    return Application.objects.of_employer(user, on).filter(vacancy=vacancy).live().order_by(_BOARD_ORDER, "pk")


@dataclass(frozen=True, slots=True)
class FoundWork:
    """A yes of an employer: what the report of placement begins with. `wage` is whole rupiah a month."""

    application_id: UUID
    person_id: UUID
    employer: str
    accepted_on: date
    starts_on: date | None
    wage: int | None


def found_work(application_id: UUID | str) -> FoundWork | None:
    """The employer's yes to this application, if it is one."""
    return _found(Application.objects.filter(pk=application_id))


def accepted_application(person_id: UUID, *, since: date) -> FoundWork | None:
    """The last yes that somebody got after a day (of the PHK): earlier work is not the one to report."""
    found = _found(Application.objects.filter(person=person_id))
    return found if found is not None and found.accepted_on > since else None


def was_accepted(person_column: str) -> Exists:
    """Whether an employer said yes to the person of another query."""
    return Exists(_yeses(Application.objects.filter(person=OuterRef(person_column))))


def _yeses(rows: QuerySet[Application]) -> QuerySet[Application]:
    return rows.filter(state=S.ACCEPTED, answered_at__isnull=False)


def _found(rows: QuerySet[Application]) -> FoundWork | None:
    row = _yeses(rows).order_by("-answered_at").first()
    if row is None or row.answered_at is None:
        return None
    return FoundWork(row.pk, row.person_id, row.company, legal_date(row.answered_at), row.starts_on, row.wage)
