"""Sanctions as they grow, by the operations; the inspection before them by its own moves.

inspection()                      its nota issued a month ago, its answer's last day over, one finding open
case()                            opened on the morning, an officer has seen that duties are not met
case("warned_once")               proposed and approved by two officers; `served=True`: its letter arrived that day
stepped(made, "warned_twice", at) one step further
"""

import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from compliance.enums import InspectionKind, SanctionState, ServedHow
from compliance.models import Finding, Inspection, SanctionCase, SanctionProposal
from compliance.operations import sanction_serving, sanctions
from core import clock
from participants.models import Employer
from tests.factories.accounts import officer
from tests.factories.compliance import inspector
from tests.factories.files import StoredFileFactory
from tests.factories.participants import MORNING, EmployerFactory, StaffFactory

TEXT = "Perusahaan belum mendaftarkan 12 pekerja sesudah nota pemeriksaan."
SEEN = "Dilihat di tempat kerja: 12 pekerja belum terdaftar."
DONE = "Dilihat di daftar BPJS: semua pekerja sudah terdaftar."
UNPAID = {"2026-09": 12_500_000, "2026-10": 12_500_000}
PATH = tuple(SanctionState)[1:6]
_count = itertools.count(1)


def coordinator(region: str = "33", **fields: Any) -> User:
    return officer(Role.INSPECTION_COORDINATOR, region=region, **fields)


def inspection(
    *,
    employer: Employer | None = None,
    region: str = "3372",
    issued_at: datetime = MORNING - timedelta(days=28),
    reply_until: date | None = None,
    finding: str = "12 pekerja bagian produksi belum didaftarkan.",
    issued: bool = True,
) -> Inspection:
    """The employer has one of staff. `issued=False`: only visited."""
    employer = employer or StaffFactory(employer=EmployerFactory(region_id=region), is_admin=True).employer
    by = inspector(region[:2])
    opened_at = issued_at - timedelta(days=14)
    made = Inspection.objects.create(
        number=f"UJI-2026-{next(_count):07d}",
        kind=InspectionKind.RISK,
        employer=employer,
        region_id=region,
        because="Upah yang dilaporkan sama untuk semua pekerja.",
        lead=by,
        planned_on=clock.legal_date(issued_at) - timedelta(days=7),
        opened_by=by,
        opened_at=opened_at,
    )
    Inspection.workflow.move(made, "order", actor=by, at=opened_at)
    made = Inspection.workflow.move(made, "visit", actor=by, at=issued_at)
    Finding.objects.create(inspection=made, code="enrol", text=finding, count=12, found_at=issued_at)
    if not issued:
        return made
    until = reply_until or clock.legal_date(issued_at) + timedelta(days=14)
    facts = {"issued_by": by, "issued_at": issued_at, "reply_until": until}
    return Inspection.workflow.move(made, "issue", actor=by, at=issued_at, **facts)


def case(
    state: str = "found",
    *,
    by: User | None = None,
    approver: User | None = None,
    at: datetime = MORNING,
    seen: bool = True,
    served: bool = False,
    **facts: Any,
) -> SanctionCase:
    """In a stage up to `warned_once`; later ones take their weeks: `stepped`."""
    found = facts.pop("of", None) or inspection(**facts)
    by = by or inspector(found.region_id[:2])
    made = sanctions.open_case(found, by=by, at=at)
    if seen:
        sanction_serving.check_obligations(made, met=False, text=SEEN, by=by, at=at)
    if state == "found":
        return made
    made = stepped(made, state, at=at, by=by, approver=approver, seen=False)
    return arrived(made, at=at, by=by) if served else made


def stepped(
    made: SanctionCase,
    step: str,
    *,
    at: datetime,
    by: User | None = None,
    approver: User | None = None,
    seen: bool = True,
    unpaid: dict[str, int] | None = None,
    offices: Sequence[str] = ("dpmptsp", "pengadaan"),
) -> SanctionCase:
    """The next step at a moment when its clock has run out; an officer looks first."""
    by = by or made.opened_by
    if seen:
        sanction_serving.check_obligations(made, met=False, text=SEEN, by=by, at=at)
    proposal = proposed(made, at=at, by=by, step=step, unpaid=unpaid, offices=offices)
    sanctions.approve(proposal, by=approver or coordinator(made.region_id[:2]), at=at)
    return SanctionCase.objects.get(pk=made.pk)


def proposed(
    made: SanctionCase,
    *,
    at: datetime = MORNING,
    by: User | None = None,
    step: str = "",
    unpaid: dict[str, int] | None = None,
    offices: Sequence[str] = ("dpmptsp", "pengadaan"),
) -> SanctionProposal:
    return sanctions.propose(
        made, text=TEXT, by=by or made.opened_by, at=at, step=step, unpaid=unpaid or UNPAID, offices=offices
    )


def arrived(made: SanctionCase, *, at: datetime, by: User | None = None, on: date | None = None) -> SanctionCase:
    """The letter of the stage reached the employer that day."""
    by = by or made.opened_by
    file = StoredFileFactory(owner=by, purpose=sanction_serving.FILE_PURPOSE)
    sanction_serving.serve(made, on=on or clock.legal_date(at), how=ServedHow.HAND, file=file, by=by, at=at)
    return SanctionCase.objects.get(pk=made.pk)
