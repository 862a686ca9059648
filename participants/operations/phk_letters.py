"""Letters about a termination: to who reports, that the report is here; to the worker, that its proof is accepted."""

from datetime import datetime

from django.utils import translation

from accounts.models import User
from core.formatting import mask_nik
from notices.enums import LetterKind
from notices.letters import issue_letter
from participants.enums import PhkReason, Side
from participants.models import PhkEvent, PhkVersion


def acknowledge_report(version: PhkVersion, *, at: datetime) -> None:
    """That one side's report is here, to who sent it: not yet the receipt, which needs the proof."""
    event = version.event
    _issue(
        LetterKind.PHK_REPORT,
        event,
        version.submitted_by,
        version,
        at,
        reported_by=version.side,
        reported_at=version.at,
        other_side_due_on=event.other_side_due_on,
    )


def issue_receipts(event: PhkEvent, *, at: datetime) -> None:
    """The one receipt with its number (Permenaker 2/2025 Pasal 9): to the worker, or else to who reported."""
    _issue(
        LetterKind.PHK_RECEIPT,
        event,
        event.person.user or event.versions.first().submitted_by,
        event,
        at,
        reported_by=event.opened_by,
        reported_at=event.reported_at,
        receipt_number=event.receipt_number,
    )


def _issue(
    kind: LetterKind,
    event: PhkEvent,
    user: User,
    subject: PhkEvent | PhkVersion,
    at: datetime,
    *,
    reported_by: str,
    **more: object,
) -> None:
    """Letters are Indonesian whatever the page's language is: so are the labels in them."""
    with translation.override("id"):
        issue_letter(
            kind=kind,
            user=user,
            subject=subject,
            at=at,
            nik=mask_nik(event.person.nik),
            number=event.number,
            worker=event.person.full_name,
            employer=event.employer.name,
            phk_on=subject.phk_on,
            reason=str(PhkReason(subject.reason).label),
            reported_by=str(Side(reported_by).label),
            **more,
        )
