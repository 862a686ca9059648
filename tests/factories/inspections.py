"""Inspections as they go, by the operations: a coordinator of Jawa Tengah, a lead, an employer of Surakarta with staff.

inspection()                     planned, with its lead
inspection("ordered") … "visited", "found", "issued", "replied", "followed", "closed"
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from compliance.enums import InspectionKind
from compliance.models import Finding, Inspection
from compliance.operations import inspections, visits
from core import clock
from core.models import Region
from participants.models import Employer
from tests.factories.accounts import officer
from tests.factories.compliance import inspector
from tests.factories.participants import MORNING, EmployerFactory, StaffFactory

STEPS = ("planned", "ordered", "visited", "found", "issued", "replied", "followed", "closed")
BECAUSE = "Banyak PHK yang terlambat dilaporkan."
SEEN = "Daftar gaji dan laporan BPJS dibandingkan untuk bulan Oktober 2026."
FOUND = "Tiga pekerja diberhentikan pada Oktober dan belum dilaporkan."
ANSWERED = "Ketiga PHK sudah kami laporkan, tanda terimanya terlampir."
PROVED = "Tanda terima laporan PHK ketiganya sudah diperiksa."


def coordinator(region: str = "33", **fields: Any) -> User:
    return officer(Role.INSPECTION_COORDINATOR, region=region, **{"full_name": "Koordinator Satu", **fields})


def plan(
    lead: User, *, kind: InspectionKind = InspectionKind.RISK, employer: Employer | None = None, **facts: Any
) -> inspections.InspectionPlan:
    region = Region.objects.get(pk=facts.pop("region", "3372"))
    if kind != InspectionKind.OUTREACH and employer is None:
        employer = EmployerFactory()
    given = {"because": BECAUSE, "planned_on": date(2026, 11, 18), **facts}
    return inspections.InspectionPlan(kind, employer, region, given["because"], given["planned_on"], lead)


def inspection(
    step: str = "planned", *, lead: User | None = None, by: User | None = None, at: datetime = MORNING, **facts: Any
) -> Inspection:
    """`by`: the coordinator who signs. The employer has one of staff."""
    province = facts.get("region", "3372")[:2]
    lead = lead or inspector(province)
    made = inspections.open_inspection(plan(lead, **facts), actor=lead, at=at)
    if made.employer is not None and not made.employer.staff.exists():
        StaffFactory(employer=made.employer, is_admin=True)
    return bring_to(made, step, by=by or coordinator(province), at=at)


def bring_to(made: Inspection, step: str, *, by: User, at: datetime = MORNING) -> Inspection:
    for name in STEPS[1 : STEPS.index(step) + 1]:
        _TAKE[name](made, by, at)
    return Inspection.objects.select_related("employer", "region", "lead").get(pk=made.pk)


def _order(made: Inspection, by: User, at: datetime) -> None:
    for member in made.members.all():
        inspections.declare(made, interest=False, actor=member.user, at=at)
    inspections.order_inspection(made, actor=by, at=at)


def _visit(made: Inspection, by: User, at: datetime) -> None:
    visit = visits.Visit(clock.legal_date(at), "Jalan Contoh 1", "Kepala personalia", SEEN)
    visits.record_visit(made, visit, actor=made.lead, at=at)


def _close(made: Inspection, by: User, at: datetime) -> None:
    for finding in Finding.objects.filter(inspection=made):
        visits.meet_finding(finding, text=PROVED, actor=made.lead, at=at)
    visits.close_inspection(made, actor=made.lead, at=at + timedelta(hours=3))


_TAKE: dict[str, Callable[[Inspection, User, datetime], Any]] = {
    "ordered": _order,
    "visited": _visit,
    "found": lambda made, by, at: visits.add_finding(
        made, visits.Found("report_phk", FOUND, 3), actor=made.lead, at=at
    ),
    "issued": lambda made, by, at: visits.issue_nota(made, actor=by, at=at),
    "replied": lambda made, by, at: visits.reply_to_nota(made, text=ANSWERED, actor=staff_of(made), at=at),
    "followed": lambda made, by, at: visits.follow_up(made, text=PROVED, actor=made.lead, at=at),
    "closed": _close,
}


def staff_of(made: Inspection) -> User:
    """Who acts for the employer."""
    return made.employer.staff.first().user
