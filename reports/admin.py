"""Evaluations of institutes in the admin: looked at, never changed there."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from reports.models import InstituteEvaluation


@admin.register(InstituteEvaluation)
class InstituteEvaluationAdmin(ReadOnlyAdmin):
    list_display = ("institute", "year", "n", "conclusion", "by_name", "at")
    list_filter = ("conclusion", "year")
    list_select_related = ("institute",)
    search_fields = ("institute__name", "by_name")
