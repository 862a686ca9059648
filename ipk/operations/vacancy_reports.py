"""Reports that a vacancy is not honest, and what an officer makes of them."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.calendar import working_calendar
from core.errors import Conflict, NotAllowed
from core.limits import Limit, take
from core.text import one_line
from core.workflow import signed_by
from ipk.enums.vacancies import ReportReason, ReportState, VacancyState
from ipk.models import Vacancy, VacancyReport
from notices.operations import Telling, notify_many
from rules.calendar import add_working_days

REPORTS_THAT_HIDE = 3
WORKING_DAYS = 1
REPORTS_A_DAY = Limit("ipk.report_vacancy", most=10, within=timedelta(days=1))


def decision_due(at: datetime) -> date:
    """The last day of the answer that an officer owes about a vacancy or a report: one working day."""
    return add_working_days(clock.legal_date(at), WORKING_DAYS, working_calendar())


@transaction.atomic
def report_vacancy(vacancy: Vacancy, *, user: User, reason: ReportReason, note: str, at: datetime) -> VacancyReport:
    """Say what is wrong. When a third person says so, the vacancy is hidden at once until an officer has decided.

    Raises Conflict("already_reported" | "not_open") and TooMany.
    """
    locked = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy.pk)
    if locked.state not in (VacancyState.PUBLISHED, VacancyState.HELD):
        raise Conflict("not_open", _("Lowongan ini sudah tidak tayang."))
    take(REPORTS_A_DAY, str(user.pk), at=at)
    try:
        with transaction.atomic():
            report = VacancyReport.objects.create(
                vacancy=locked, user=user, reason=reason, note=one_line(note)[:1_000], at=at, due_on=decision_due(at)
            )
    except IntegrityError as error:
        raise Conflict("already_reported", _("Anda sudah melaporkan lowongan ini. Petugas memeriksanya.")) from error
    report.log.create(move="report", from_state="", to_state=report.state, at=at, **signed_by(user))
    if locked.state == VacancyState.PUBLISHED and open_reports(locked).count() >= REPORTS_THAT_HIDE:
        Vacancy.workflow.move(locked, "hold", actor=None, at=at, note="reports")
    return report


def open_reports(vacancy: Vacancy):  # type: ignore[no-untyped-def]
    return VacancyReport.objects.filter(vacancy=vacancy, state=ReportState.OPEN)


def decide_reports(vacancy: Vacancy, *, upheld: bool, actor: User, at: datetime, note: str = "") -> int:
    """Close all open reports of a vacancy with one word, which whoever reported hears; the caller holds the vacancy.
    Returns how many.
    """
    rows = list(open_reports(vacancy).select_related("user").select_for_update(of=("self",)))
    if any(row.user_id == actor.pk for row in rows):
        raise NotAllowed("own_report", _("Laporan Anda sendiri diputus oleh rekan Anda."))
    move = "uphold" if upheld else "dismiss"
    VacancyReport.workflow.move_rows(rows, move, actor=actor, at=at, note=note, each=lambda place: {"decided_at": at})
    if rows:
        audit.record("ipk.vacancy.reports_decided", actor=actor, at=at, subject=vacancy, upheld=upheld, count=len(rows))
        link = reverse("ipk:vacancy_report", args=[vacancy.pk])
        tellings = [Telling(row.user, link, str(row.pk), {"title": vacancy.title}) for row in rows]
        notify_many("vacancy_report_upheld" if upheld else "vacancy_report_dismissed", tellings, at=at)
    return len(rows)
