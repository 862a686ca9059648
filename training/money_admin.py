"""What leads to money in the admin: to be looked at. Everything else about it happens at the desks."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from training.models import (
    Attendance,
    BillingBatch,
    Enrolment,
    Interest,
    Invoice,
    Measure,
    Meeting,
    Partnership,
    ProgrammePrice,
    Signal,
    UnlockRequest,
    Voucher,
)


@admin.register(Partnership)
class PartnershipAdmin(ReadOnlyAdmin):
    list_display = ("number", "institute", "state", "submitted_at", "due_on", "valid_until")
    list_filter = ("state",)
    search_fields = ("number", "institute__name")
    list_select_related = ("institute",)


@admin.register(Measure)
class MeasureAdmin(ReadOnlyAdmin):
    list_display = ("institute", "kind", "state", "proposed_at", "decided_at")
    list_filter = ("state", "kind")
    list_select_related = ("institute",)


@admin.register(Interest)
class InterestAdmin(ReadOnlyAdmin):
    list_display = ("officer", "institute", "since", "until")
    list_select_related = ("officer", "institute")


@admin.register(ProgrammePrice)
class ProgrammePriceAdmin(ReadOnlyAdmin):
    list_display = ("programme", "cost", "ceiling", "set_on", "set_by")
    date_hierarchy = "set_on"
    list_select_related = ("programme", "set_by")


@admin.register(Voucher)
class VoucherAdmin(ReadOnlyAdmin):
    """Never the whole code: who reads it could use it."""

    exclude = ("code",)
    list_display = ("__str__", "person", "state", "issued_at", "valid_until")
    list_filter = ("state",)
    list_select_related = ("person",)


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    list_display = ("person", "training_class", "state", "price", "enrolled_at")
    list_filter = ("state",)
    list_select_related = ("person", "training_class__programme")


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    """Never the secret: who reads it could be at every meeting."""

    exclude = ("secret",)
    list_display = ("training_class", "starts_at", "minutes", "state", "locks_at")
    list_filter = ("state",)
    list_select_related = ("training_class__programme",)


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    list_display = ("on", "person", "minutes", "planned", "source", "recorded_at")
    list_filter = ("source",)
    date_hierarchy = "on"
    list_select_related = ("person",)


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    list_display = ("number", "training_class", "state", "count", "total", "sent_at", "bill_on", "paid_on")
    list_filter = ("state",)
    search_fields = ("number",)
    list_select_related = ("training_class__programme",)


@admin.register(BillingBatch)
class BillingBatchAdmin(ReadOnlyAdmin):
    list_display = ("number", "bill_on", "state", "invoices", "count", "total", "due_on")
    list_filter = ("state",)


@admin.register(Signal)
class SignalAdmin(ReadOnlyAdmin):
    list_display = ("kind", "institute", "state", "found_at", "due_on")
    list_filter = ("kind", "state")
    list_select_related = ("institute",)


@admin.register(UnlockRequest)
class UnlockRequestAdmin(ReadOnlyAdmin):
    list_display = ("meeting", "state", "asked_at", "asked_by", "decided_by")
    list_filter = ("state",)
    list_select_related = ("meeting__training_class__programme", "asked_by", "decided_by")
