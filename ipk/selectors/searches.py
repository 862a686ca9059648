"""Reads of what one person keeps and reports about vacancies."""

from django.db.models import QuerySet

from accounts.models import User
from ipk.models import SavedSearch, VacancyReport


def searches_of(user: User) -> QuerySet[SavedSearch]:
    """The searches that somebody wants to hear about, the oldest first."""
    return SavedSearch.objects.filter(user=user).order_by("created_at")


def reports_by(user: User) -> QuerySet[VacancyReport]:
    """The vacancies that somebody reported, the latest first."""
    return VacancyReport.objects.filter(user=user).select_related("vacancy").order_by("-at")
