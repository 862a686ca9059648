"""What is owed in the admin, by employers and by the government: looked at, never changed there."""

from django.contrib import admin

from compliance.models import ArrearsCase, ArrearsDebt, ContributionBill, EmployerPayment
from core.admin import ReadOnlyAdmin, ReadOnlyInline


class ArrearsDebtInline(ReadOnlyInline):
    model = ArrearsDebt
    fields = ("month", "amount", "due_on", "months_late", "penalty")


@admin.register(ArrearsCase)
class ArrearsCaseAdmin(ReadOnlyAdmin):
    """Without the sealed account; its end is enough."""

    list_display = ("number", "employer", "state", "consecutive", "pay_by", "answer_due_on", "amount", "paid_on")
    list_filter = ("state",)
    list_select_related = ("employer",)
    search_fields = ("number", "claim__number", "employer__name")
    date_hierarchy = "opened_at"
    exclude = ("account_sealed",)
    inlines = (ArrearsDebtInline,)


@admin.register(EmployerPayment)
class EmployerPaymentAdmin(ReadOnlyAdmin):
    list_display = ("case", "month", "amount", "paid_on", "state", "declared_at", "answered_at")
    list_filter = ("state",)
    list_select_related = ("case", "month__claim")
    search_fields = ("case__number",)
    date_hierarchy = "paid_on"


@admin.register(ContributionBill)
class ContributionBillAdmin(ReadOnlyAdmin):
    list_display = ("number", "month", "version", "state", "said_rows", "said_amount", "received_at")
    list_filter = ("state",)
    search_fields = ("number", "sp2d")
