"""Money in the admin: everything is looked at, nothing is changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import InWords, ReadOnlyAdmin, ReadOnlyInline
from payments.models import (
    BankCase,
    BankStatement,
    Batch,
    CallbackReceipt,
    JournalEntry,
    Payout,
    Posting,
    ReconciliationDay,
    StatementLine,
)

# Those who order payouts name them by these codes.
PAID_FOR = {
    "claim_month": _("Bulan manfaat"),
    "objection": _("Selisih setelah keberatan"),
    "overpayment": _("Pengembalian angsuran"),
    "arrears_case": _("Penggantian kepada perusahaan"),
    "training_invoice": _("Tagihan LPK"),
}
MOVEMENTS = {"debit": _("Uang keluar"), "credit": _("Uang masuk"), "return": _("Retur")}
MESSAGES = {"settled": _("Terbayar"), "rejected": _("Ditolak bank"), "returned": _("Retur")}


class PostingInline(ReadOnlyInline):
    model = Posting
    fields = ("account", "amount")


@admin.register(Payout)
class PayoutAdmin(ReadOnlyAdmin):
    """Without the sealed account; its end is enough."""

    list_display = ("key", "state", "amount", "attempt", "batch", "ordered_at", "paid_on", "returned_on")
    list_filter = ("state", ("source_kind", InWords))
    list_select_related = ("batch",)
    search_fields = ("id", "bank_reference", "source_id")
    exclude = ("account_sealed",)
    words = {"source_kind": PAID_FOR}
    show_full_result_count = False

    @admin.display(description=_("nomor pembayaran"))
    def key(self, payout: Payout) -> str:
        return payout.key


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ("number", "state", "count", "total", "made_by", "checked_by", "approved_by", "made_at", "done_at")
    list_filter = ("state",)
    list_select_related = ("made_by", "checked_by", "approved_by")
    search_fields = ("number",)


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnlyAdmin):
    list_display = ("kind", "ref", "at")
    list_filter = ("kind",)
    search_fields = ("ref",)
    inlines = (PostingInline,)
    show_full_result_count = False


@admin.register(BankCase)
class BankCaseAdmin(ReadOnlyAdmin):
    list_display = ("kind", "ref", "opened_at", "closed_at", "closed_by")
    list_filter = ("kind",)
    list_select_related = ("closed_by",)
    search_fields = ("ref",)


@admin.register(BankStatement)
class BankStatementAdmin(ReadOnlyAdmin):
    list_display = ("day", "number", "state", "reason", "line_count", "imported_by", "imported_at")
    list_filter = ("state",)
    list_select_related = ("imported_by",)
    search_fields = ("number", "sha256")


@admin.register(StatementLine)
class StatementLineAdmin(ReadOnlyAdmin):
    list_display = ("day", "line", "kind", "bank_reference", "amount", "match", "problem")
    list_filter = ("match", ("kind", InWords))
    words = {"kind": MOVEMENTS}
    search_fields = ("bank_reference", "key")
    show_full_result_count = False


@admin.register(CallbackReceipt)
class CallbackReceiptAdmin(ReadOnlyAdmin):
    list_display = ("event_id", "kind", "amount", "outcome", "received_at")
    list_filter = ("outcome", ("kind", InWords))
    words = {"kind": MESSAGES}
    search_fields = ("event_id", "key", "bank_reference")
    show_full_result_count = False


@admin.register(ReconciliationDay)
class ReconciliationDayAdmin(ReadOnlyAdmin):
    list_display = ("day", "state", "matched_total", "only_ours_total", "only_bank_total", "unexplained", "closed_by")
    list_filter = ("state",)
    list_select_related = ("closed_by",)
