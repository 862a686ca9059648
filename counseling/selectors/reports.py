"""Reads of referrals and reports: of a session, of a person, and the verifier's queue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q

from accounts.models import User
from core.clock import legal_date
from counseling.enums import ReportState
from counseling.models import Report, ReportQuerySet, Session
from participants.models import Person

_WITH_PEOPLE = ("session__person__user", "session__person__region", "session__counsellor__user", "written_by")


@dataclass(frozen=True, slots=True)
class ReportNumbers:
    """How the queue stands; `oldest` is the moment of the report that waits longest."""

    open: int
    late: int
    closed_lately: int
    oldest: datetime | None


def reports_of(session: Session) -> list[Report]:
    """In the order in which they were written."""
    return list(Report.objects.filter(session=session).select_related("written_by").order_by("at", "pk"))


def reports_about(person: Person) -> list[Report]:
    """Notices to BPJS about a person, the latest first; referrals are between the two of the session."""
    rows = Report.objects.for_bpjs().filter(session__person=person).select_related("written_by", "session")
    return list(rows.order_by("-at", "pk"))


def report_queue() -> ReportQuerySet:
    """Notices to BPJS: open ones by their last day, then the closed ones."""
    return Report.objects.for_bpjs().select_related(*_WITH_PEOPLE).order_by("-state", "due_on", "at", "pk")


def reports_owed_to(officer: User) -> ReportQuerySet:
    """Open notices that this officer may close: not about themselves, not of their own hand."""
    waiting = report_queue().filter(state=ReportState.OPEN)
    return waiting.exclude(session__person__user=officer).exclude(written_by=officer)


def report_for(user: User, pk: UUID | str, on: date) -> Report | None:
    """With both people, for somebody who may read it."""
    return Report.objects.visible_to(user, on).select_related(*_WITH_PEOPLE).filter(pk=pk).first()


def next_report(user: User) -> Report | None:
    """The notice whose last day is nearest and that this officer may close."""
    return reports_owed_to(user).first()


def report_numbers(at: datetime) -> ReportNumbers:
    today = legal_date(at)
    waits, closed = Q(state=ReportState.OPEN), Q(state=ReportState.CLOSED, closed_at__gte=at - timedelta(days=30))
    found = Report.objects.for_bpjs().aggregate(
        open=Count("pk", filter=waits),
        late=Count("pk", filter=waits & Q(due_on__lt=today)),
        closed_lately=Count("pk", filter=closed),
        oldest=Min("at", filter=waits),
    )
    return ReportNumbers(**found)


def closed_by(report: Report) -> str:
    """The name of the officer who closed it, as the log has it; empty while it is open."""
    row = report.log.filter(move="close").order_by("pk").last()
    return row.actor_name if row is not None else ""
