"""The search for work in the admin: looked at, never changed there."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from ipk.models import Activity, Jobseeker, SelfAssessment, Vacancy, VacancyCopy, VacancyReport


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ("company", "kind", "on", "state", "due_on", "judged_at")
    list_filter = ("state", "kind")
    search_fields = ("company",)
    date_hierarchy = "on"


@admin.register(SelfAssessment)
class SelfAssessmentAdmin(ReadOnlyAdmin):
    list_display = ("person", "state", "started_at", "completed_at")
    list_filter = ("state",)
    list_select_related = ("person",)


@admin.register(Jobseeker)
class JobseekerAdmin(ReadOnlyAdmin):
    list_display = ("job", "occupation", "condition", "state", "registered_at")
    list_filter = ("state", "condition")
    list_select_related = ("occupation",)


@admin.register(Vacancy)
class VacancyAdmin(ReadOnlyAdmin):
    list_display = ("title", "company", "state", "source", "published_at", "closes_on")
    list_filter = ("state", "source")
    search_fields = ("title", "company", "external_id")
    exclude = ("search",)
    show_full_result_count = False


@admin.register(VacancyReport)
class VacancyReportAdmin(ReadOnlyAdmin):
    list_display = ("vacancy", "reason", "state", "at", "due_on")
    list_filter = ("state", "reason")
    list_select_related = ("vacancy",)


@admin.register(VacancyCopy)
class VacancyCopyAdmin(ReadOnlyAdmin):
    list_display = ("source", "started_at", "finished_at", "pages", "kept", "refused", "closed")
