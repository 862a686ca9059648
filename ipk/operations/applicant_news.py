"""The word to an employer about who applied: one a vacancy and day, however many there are."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.urls import reverse

from core import clock
from core.jobs import enqueue
from ipk.enums.applications import ApplicationState
from ipk.models import Application, Vacancy
from notices.operations import Telling, notify_many
from participants.selectors import staff_of

TOLD_AT = time(15)  # WIB: still office hours in all three zones
JOB = "ipk.tell_of_applicants"


def plan_news(vacancy_id: UUID, *, at: datetime) -> None:
    """Let the vacancy's employer hear, at the next 15.00 WIB, of who applied until then. Called once or often."""
    day = news_day(at)
    enqueue(JOB, due_at=_moment(day), dedupe=f"applicants:{vacancy_id}:{day}", vacancy_id=vacancy_id, day=day)


def news_day(at: datetime) -> date:
    """The day whose word tells of an application that is sent at this moment."""
    day = clock.legal_date(at)
    return day if at < _moment(day) else day + timedelta(days=1)


def tell_of_applicants(vacancy_id: UUID | str, *, day: date, at: datetime) -> int:
    """Tell everybody who acts for the firm how many applied in the 24 hours before the day's 15.00 WIB and wait unread.

    Nothing is said when all of them were opened or taken back. Twice is once. Returns how many people were told.
    """
    vacancy = Vacancy.objects.get(pk=vacancy_id)
    until = _moment(day)
    sent = Application.objects.filter(vacancy=vacancy, state=ApplicationState.SENT)
    count = sent.filter(sent_at__gte=until - timedelta(days=1), sent_at__lt=until).count()
    if not count or vacancy.employer_id is None:
        return 0
    link = reverse("ipk:board", args=[vacancy.pk])
    facts = {"title": vacancy.title, "count": count}
    staff = staff_of(vacancy.employer_id, clock.legal_date(at))
    return notify_many("new_applicants", [Telling(user, link, f"{vacancy.pk}:{day}", facts) for user in staff], at=at)


def _moment(day: date) -> datetime:
    return datetime.combine(day, TOLD_AT, tzinfo=clock.JAKARTA)
