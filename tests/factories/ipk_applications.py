"""Applications inside the portal, each state reached by the operations that reach it in life.

application()                               just sent, by a new person to an open vacancy
application("called", person=siti)          also seen, accepted, refused, withdrawn
applied(person, 3)                          three applications at different companies
"""

from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from files.models import StoredFile
from ipk import operations
from ipk.enums.applications import ApplicationState
from ipk.models import Application, Vacancy
from ipk.operations.applications import APPLICATION_PURPOSE
from participants.models import Person
from tests.factories.files import StoredFileFactory
from tests.factories.ipk import COMPANIES
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import MORNING, PersonFactory, StaffFactory

INTERVIEW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # Friday, 10.00 WIB
SNAPSHOT: dict[str, Any] = {
    "v": 1,
    "name": "Rina Kusuma",
    "home": "Kota Surakarta, Jawa Tengah",
    "email": "rina@contoh.id",
    "phone": "+6281200000001",
    "summary": "Operator jahit dengan pengalaman tujuh tahun.",
    "photo": None,
    "parts": {},
    "condition": None,
}


def appointment(**fields: Any) -> operations.Appointment:
    return operations.Appointment(
        **{"at": INTERVIEW, "place": "Jalan Contoh 1, Surakarta", "message": "Bawa KTP.", **fields}
    )


def staff_of(vacancy: Vacancy) -> User:
    """Somebody who acts for the vacancy's employer."""
    found = vacancy.employer.staff.filter(until=None).first() or StaffFactory(employer=vacancy.employer)
    return found.user


def attachment(owner: User, **fields: Any) -> StoredFile:
    """A checked file of the owner, as if it had been uploaded for an application."""
    return StoredFileFactory(owner=owner, purpose=APPLICATION_PURPOSE, **fields)


def application(
    state: str = ApplicationState.SENT,
    *,
    person: Person | None = None,
    vacancy: Vacancy | None = None,
    at: datetime = MORNING,
    snapshot: dict[str, Any] | None = None,
    **fields: Any,
) -> Application:
    """An application in a state; everything happens at `at`."""
    person, vacancy = person or PersonFactory(), vacancy or VacancyFactory()
    row = operations.send_application(
        person,
        vacancy=vacancy,
        snapshot=snapshot or {**SNAPSHOT, "name": person.full_name},
        actor=person.user,
        at=at,
        **fields,
    )
    staff = staff_of(vacancy)
    if state == ApplicationState.SEEN:
        return operations.see_application(row, actor=staff, at=at)
    if state == ApplicationState.CALLED:
        return operations.call_applicants([row], appointment=appointment(), actor=staff, at=at)[0]
    if state == ApplicationState.ACCEPTED:
        return operations.accept_applicant(row, actor=staff, at=at)
    if state == ApplicationState.REFUSED:
        return operations.refuse_applicants([row], actor=staff, at=at)[0]
    if state == ApplicationState.WITHDRAWN:
        return operations.withdraw_application(row, actor=person.user, at=at)
    return row


def applied(person: Person, count: int, *, at: datetime = MORNING) -> list[Application]:
    """So many applications at different companies."""
    return [
        application(person=person, vacancy=VacancyFactory(employer__name=company), at=at)
        for company in COMPANIES[:count]
    ]
