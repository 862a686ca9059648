"""Data exchange in the admin: agreements, keys, sets and everything that left. Looked at, never changed there."""

from django.contrib import admin

from compliance.models import DataAgreement, Delivery, ExchangeEvent, Identification, PartnerKey, Reconciliation
from core.admin import ReadOnlyAdmin


@admin.register(DataAgreement)
class DataAgreementAdmin(ReadOnlyAdmin):
    """Never the private key: who holds it could sign in the portal's name."""

    list_display = ("number", "province", "state", "valid_from", "valid_until", "may_identify", "may_reconcile")
    list_filter = ("state", "may_identify", "may_reconcile")
    list_select_related = ("province",)
    search_fields = ("number", "reference")
    exclude = ("signing_sealed",)


@admin.register(PartnerKey)
class PartnerKeyAdmin(ReadOnlyAdmin):
    list_display = ("agreement", "until", "proposed_at", "proposed_by", "approved_at", "approved_by")
    list_select_related = ("agreement", "proposed_by", "approved_by")
    search_fields = ("agreement__number",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("number", "agreement", "quarter", "state", "rows", "prepared_at", "approved_at", "delivered_at")
    list_filter = ("state",)
    list_select_related = ("agreement",)
    search_fields = ("number", "agreement__number", "sha256")
    date_hierarchy = "quarter"
    exclude = ("location",)


@admin.register(ExchangeEvent)
class ExchangeEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "agreement", "kind", "refusal", "rows", "delivery", "reconciliation", "actor_name")
    list_filter = ("kind", "refusal")
    list_select_related = ("agreement", "delivery", "reconciliation")
    search_fields = ("agreement__number", "delivery__number", "reconciliation__number", "actor_name")
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(Identification)
class IdentificationAdmin(ReadOnlyAdmin):
    """That people were asked about, and how many; neither whom nor the answers."""

    list_display = ("number", "agreement", "rows", "at")
    list_select_related = ("agreement",)
    search_fields = ("number", "agreement__number")
    date_hierarchy = "at"


@admin.register(Reconciliation)
class ReconciliationAdmin(ReadOnlyAdmin):
    """How many lines have each result; neither whom it was asked about nor what was answered of anybody."""

    list_display = ("number", "agreement", "quarter", "state", "rows", "asked_at", "approved_at", "delivered_at")
    list_filter = ("state",)
    list_select_related = ("agreement",)
    search_fields = ("number", "agreement__number", "sha256")
    date_hierarchy = "quarter"
    exclude = ("location", "list_key")
