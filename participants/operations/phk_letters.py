"""Letters about a termination: to who reports, that the report is here; to the worker, that its proof is accepted."""

from datetime import datetime

from accounts.models import User
from core.formatting import mask_nik
from notices.enums import LetterKind
from notices.letters import issue_letter
from participants.enums import Side
from participants.models import PhkEvent, PhkVersion


def acknowledge_report(version: PhkVersion, *, at: datetime) -> None:
    """The receipt of one side's report, to who sent it (Permenaker 2/2025 Pasal 9)."""
    event = version.event
    _issue(event, version.submitted_by, version, at, reported_by=Side(version.side).label)


def issue_receipts(event: PhkEvent, *, at: datetime) -> None:
    """The receipt with its number, once the proof is accepted: to the worker, or else to who reported."""
    user = event.person.user or event.versions.first().submitted_by
    _issue(event, user, event, at, reported_by=Side(event.opened_by).label, receipt_number=event.receipt_number)


def _issue(event: PhkEvent, user: User, subject: PhkEvent | PhkVersion, at: datetime, **more: object) -> None:
    issue_letter(
        kind=LetterKind.PHK_RECEIPT,
        user=user,
        subject=subject,
        at=at,
        nik=mask_nik(event.person.nik),
        number=event.number,
        worker=event.person.full_name,
        employer=event.employer.name,
        phk_on=subject.phk_on,
        reason=subject.get_reason_display(),
        reported_at=event.reported_at if subject is event else subject.at,
        other_side_due_on=event.other_side_due_on if subject is not event else None,
        **more,
    )
