"""Workers of an employer, as the operations make them.

waiting_report()                     an enrolment that waits for BPJS
confirmed_employment(programmes=…)   BPJS has confirmed it
"""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from participants.enums import WorkerReportKind
from participants.models import Employer, Employment, Person, WorkerReport
from participants.operations.membership import confirm_report, enrol_worker, report_change
from participants.said import Worker
from participants.worker_said import Changed, Enrolled
from tests.factories.accounts import officer
from tests.factories.participants import MORNING, PersonFactory, StaffFactory

ALL = ("JKK", "JKM", "JHT", "JP")
STARTED = date(2026, 11, 2)
KPJ = "99000000777"  # what BPJS gives with its answer


def enrolled(**facts: Any) -> Enrolled:
    return Enrolled(**{"started_on": STARTED, "wage": 4_500_000, "programmes": ALL, **facts})


def worker_of(person: Person) -> Worker:
    return Worker(person.nik, person.full_name, person.born_on)


def staff_user(employer: Employer) -> User:
    staff = employer.staff.filter(until=None).first() or StaffFactory(employer=employer, is_admin=True)
    return staff.user


def waiting_report(
    employer: Employer | None = None, person: Person | None = None, at: datetime = MORNING, **facts: Any
) -> WorkerReport:
    staff = StaffFactory(is_admin=True) if employer is None else None
    employer = employer or staff.employer
    worker = worker_of(person or PersonFactory())
    where = {"workplace": facts.pop("workplace", None)}
    return enrol_worker(
        employer=employer, worker=worker, said=enrolled(**facts), actor=staff_user(employer), at=at, **where
    )


def confirmed_employment(
    employer: Employer | None = None, person: Person | None = None, at: datetime = MORNING, **facts: Any
) -> Employment:
    report = waiting_report(employer, person, at, **facts)
    confirm_report(report, actor=officer(Role.BPJS_VERIFIER), at=at + timedelta(hours=1), kpj=KPJ)
    return Employment.objects.select_related("employer", "person__user").get(pk=report.employment_id)


def changed(employment: Employment, kind: str = WorkerReportKind.WAGE, at: datetime = MORNING, **facts: Any):
    """A change that waits: by itself a new wage."""
    more = {
        "effective_on": date(2026, 11, 9),
        **({"wage": 5_000_000} if kind == WorkerReportKind.WAGE else {}),
        **facts,
    }
    return report_change(
        employment, Changed(WorkerReportKind(kind), **more), actor=staff_user(employment.employer), at=at
    )
