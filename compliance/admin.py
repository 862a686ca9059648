"""Compliance in the admin: that there are some, and how they stand. Neither authors nor texts of complaints."""

from django.contrib import admin

from compliance import exchange_admin, money_admin
from compliance.models import (
    Allegation,
    Complaint,
    Inspection,
    PlanEvaluation,
    Sample,
    SanctionCase,
    SanctionObjection,
    SanctionProposal,
    WorkPlan,
)
from core.admin import ReadOnlyAdmin

__all__ = ["exchange_admin", "money_admin"]


@admin.register(Complaint)
class ComplaintAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "region", "state", "filed_at", "due_on")
    list_filter = ("state", "kind")
    list_select_related = ("region",)
    search_fields = ("number",)
    fields = ("number", "kind", "region", "state", "filed_at", "due_on", "answered_at", "reopened_at")


@admin.register(Allegation)
class AllegationAdmin(ReadOnlyAdmin):
    list_display = ("number", "employer", "state", "served_at", "due_on")
    list_filter = ("state",)
    list_select_related = ("employer",)
    search_fields = ("number",)
    fields = ("number", "employer", "state", "served_at", "due_on")


@admin.register(WorkPlan)
class WorkPlanAdmin(ReadOnlyAdmin):
    list_display = ("number", "title", "region", "signed_on", "ends_on")
    list_select_related = ("region",)
    search_fields = ("number", "title")


@admin.register(PlanEvaluation)
class PlanEvaluationAdmin(ReadOnlyAdmin):
    list_display = ("plan", "year", "state", "written_by", "agreed_by")
    list_filter = ("state", "year")
    list_select_related = ("plan", "written_by", "agreed_by")


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "employer", "region", "state", "planned_on", "reply_until")
    list_filter = ("state", "kind")
    list_select_related = ("employer", "region")
    search_fields = ("number",)
    fields = ("number", "kind", "employer", "region", "state", "planned_on", "issued_at", "reply_until", "closed_at")


@admin.register(Sample)
class SampleAdmin(ReadOnlyAdmin):
    list_display = ("number", "province", "size", "population", "drawn_at")
    list_select_related = ("province",)
    search_fields = ("number",)
    fields = ("number", "province", "seed", "size", "population", "population_sha256", "drawn_by", "drawn_at")


@admin.register(SanctionCase)
class SanctionCaseAdmin(ReadOnlyAdmin):
    list_display = ("number", "employer", "region", "state", "served_on", "ends_on")
    list_filter = ("state",)
    list_select_related = ("employer", "region")
    search_fields = ("number",)
    fields = ("number", "employer", "region", "state", "served_on", "ends_on", "opened_at", "closed_at")


@admin.register(SanctionProposal)
class SanctionProposalAdmin(ReadOnlyAdmin):
    list_display = ("case", "step", "state", "proposed_by", "proposed_at", "decided_by", "decided_at")
    list_filter = ("state", "step")
    list_select_related = ("case", "proposed_by", "decided_by")
    fields = ("case", "step", "state", "proposed_by", "proposed_at", "decided_by", "decided_at", "fine")


@admin.register(SanctionObjection)
class SanctionObjectionAdmin(ReadOnlyAdmin):
    list_display = ("number", "state", "filed_at", "due_on", "answered_by", "answered_at")
    list_filter = ("state",)
    list_select_related = ("answered_by",)
    search_fields = ("number",)
    fields = ("number", "state", "filed_at", "due_on", "answered_by", "answered_at")
