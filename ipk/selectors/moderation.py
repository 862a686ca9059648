"""The desk of vacancies: what waits for an officer, by the time that is left."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.models import User
from ipk.enums.vacancies import ReportState, VacancyState
from ipk.models import Vacancy, VacancyQuerySet, VacancyReport, VacancyVersion

_OPEN = Q(reports__state=ReportState.OPEN)


@dataclass(frozen=True, slots=True)
class DeskNumbers:
    late: int
    today: int
    waiting: int
    reported: int


def queue(user: User, today: date) -> VacancyQuerySet:
    """Vacancies to be looked at before they are shown, and shown ones that somebody reported: the nearest day first.

    `due` is the day of the answer, `reported` how many reports wait.
    """
    rows = Vacancy.objects.moderated_by(user, today).select_related("region", "employer")
    rows = rows.annotate(
        reported=Count("reports", filter=_OPEN),
        report_due=Min("reports__due_on", filter=_OPEN),
        due=Coalesce("report_due", F("due_on")),
    )
    reported = VacancyReport.objects.filter(vacancy=OuterRef("pk"), state=ReportState.OPEN)
    waits = Q(state=VacancyState.SUBMITTED) | Q(state=VacancyState.HELD) | Q(Exists(reported), state="published")
    return rows.filter(waits).order_by("due", "submitted_at", "pk")


def decided(user: User, today: date) -> VacancyQuerySet:
    """Those that stand as they are, reported ones included: the newest first."""
    rows = Vacancy.objects.moderated_by(user, today).exclude(state__in=(VacancyState.SUBMITTED, VacancyState.HELD))
    return rows.select_related("region", "employer").order_by("-created_at", "pk")


def numbers(user: User, today: date) -> DeskNumbers:
    days = list(queue(user, today).order_by().values_list("due", "reported"))
    return DeskNumbers(
        late=sum(due is not None and due < today for due, _reported in days),
        today=sum(due == today for due, _reported in days),
        waiting=sum(not reported for _due, reported in days),
        reported=sum(bool(reported) for _due, reported in days),
    )


def next_in_queue(user: User, today: date) -> Vacancy | None:
    return queue(user, today).first()


def reports_of(vacancy: Vacancy) -> list[VacancyReport]:
    """All reports, the open ones first. Who reported is for nobody's eyes but the log's."""
    return list(vacancy.reports.order_by("-state", "at"))


def last_two(vacancy: Vacancy) -> list[VacancyVersion]:
    """What it says now, and what it said before."""
    return list(vacancy.versions.order_by("-n")[:2])
