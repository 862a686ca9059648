"""Who is told what about a complaint. Employers are told of what they are asked, by a key and a link of its own."""

from datetime import datetime

from compliance.models import Allegation, Complaint, ComplaintMessage
from core import clock
from notices.letters import issue_letter
from notices.operations import Telling, notify, notify_many
from participants.selectors import staff_of


def page_of(complaint: Complaint) -> str:
    """The author's page."""
    return f"/pengaduan/saya/{complaint.pk}/"


def tell_asked(message: ComplaintMessage, *, at: datetime) -> None:
    _tell("complaint_asked", message, at=at)


def tell_referred(message: ComplaintMessage, *, at: datetime) -> None:
    _tell("complaint_referred", message, at=at)


def tell_answered(message: ComplaintMessage, *, at: datetime) -> None:
    """A letter with the answer and its message. Who has no account reads both with the code."""
    complaint = message.complaint
    if complaint.author is None:
        return
    issue_letter(
        kind="complaint_answer",
        user=complaint.author,
        subject=message,
        at=at,
        number=complaint.number,
        kind_said=complaint.get_kind_display(),
        employer=complaint.about,
        filed_on=clock.legal_date(complaint.filed_at).isoformat(),
        answered_on=clock.legal_date(at).isoformat(),
        answer=message.text,
        reopen_until=_last_day(complaint),
    )
    _tell("complaint_answered", message, at=at)


def _last_day(complaint: Complaint) -> str:
    """Until when another look may be asked for; empty after the second answer."""
    day = None if complaint.reopened_at else complaint.reopen_until
    return day.isoformat() if day is not None else ""


def _tell(event: str, message: ComplaintMessage, *, at: datetime) -> None:
    complaint = message.complaint
    if complaint.author is not None:
        notify(
            event=event,
            user=complaint.author,
            at=at,
            link=page_of(complaint),
            key=str(message.pk),
            number=complaint.number,
        )


def tell_served(allegation: Allegation, *, at: datetime) -> None:
    """Everybody who acts for the employer."""
    people = staff_of(allegation.employer_id, clock.legal_date(at))
    link = f"/perusahaan/kepatuhan/{allegation.pk}/"
    tellings = [Telling(user, link, str(allegation.pk), {"due": allegation.due_on}) for user in people]
    notify_many("allegation_served", tellings, at=at)
