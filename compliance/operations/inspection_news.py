"""Who is told what about an inspection. Nothing here says that somebody complained."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from compliance.models import Finding, Inspection, InspectionMember
from core import clock
from notices.letters import issue_letter
from notices.operations import Telling, notify, notify_many
from participants.selectors import staff_of
from rules.findings import FINDINGS

ORDER, NOTA = "inspection_order", "inspection_nota"


def page_of(inspection: Inspection) -> str:
    return f"/pengawasan/pemeriksaan/{inspection.pk}/"


def tell_assigned(inspection: Inspection, user: User, *, at: datetime) -> None:
    """Somebody is of the team; before the order they declare that they have no interest."""
    notify(
        event="inspection_assigned",
        user=user,
        at=at,
        link=page_of(inspection),
        key=f"{inspection.pk}:{user.pk}",
        number=inspection.number,
    )


def order_letter(inspection: Inspection, members: Sequence[InspectionMember], *, at: datetime) -> None:
    """Surat tugas: who goes where on which day. Shown at the gate, so it does not say why this employer."""
    employer = inspection.employer
    issue_letter(
        kind=ORDER,
        user=inspection.lead,
        subject=inspection,
        at=at,
        number=inspection.number,
        employer=employer.name if employer is not None else "",
        npp=employer.npp if employer is not None else "",
        address=employer.address if employer is not None else "",
        region=inspection.region.name,
        planned_on=inspection.planned_on.isoformat(),
        outreach="" if employer is not None else "1",
        team=[[member.user.full_name, member.get_membership_display()] for member in members],
    )


def nota_letter(inspection: Inspection, findings: Sequence[Finding], *, at: datetime) -> None:
    """Nota pemeriksaan, to the employer: what was found, on which article, until when it may answer."""
    employer, visit = inspection.employer, inspection.visit
    issue_letter(
        kind=NOTA,
        user=inspection.issued_by,
        subject=inspection,
        at=at,
        name=employer.name,
        number=inspection.number,
        npp=employer.npp,
        place=employer.address,
        visited_on=visit.on.isoformat(),
        met=visit.met,
        issued_on=clock.legal_date(at).isoformat(),
        reply_until=inspection.reply_until.isoformat(),
        findings=[finding_row(row) for row in findings],
    )


def finding_row(finding: Finding) -> list[str]:
    """The duty, its article, and what was found."""
    duty = FINDINGS[finding.code]
    count = f" ({finding.count} {duty.counted})" if finding.count and duty.counted else ""
    return [duty.label, finding.law, f"{finding.text}{count}"]


def tell_nota(inspection: Inspection, *, at: datetime) -> None:
    """Everybody who acts for the employer."""
    people = staff_of(inspection.employer_id, clock.legal_date(at))
    link = f"/perusahaan/kepatuhan/nota/{inspection.pk}/"
    facts = {"due": inspection.reply_until}
    notify_many("nota_issued", [Telling(user, link, str(inspection.pk), facts) for user in people], at=at)


def tell_replied(inspection: Inspection, *, at: datetime) -> None:
    notify(
        event="nota_replied",
        user=inspection.lead,
        at=at,
        link=page_of(inspection),
        key=str(inspection.pk),
        number=inspection.number,
    )
