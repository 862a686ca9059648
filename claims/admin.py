"""Claims in the admin: looked at, never changed there. A new wording of the KAPK is added; an old one stays."""

from django.contrib import admin
from django.http import HttpRequest

from claims.models import Assessment, Claim, ClaimMonth, Decision, KapkVersion, Objection, WageReview
from claims.wording import OUTCOMES
from core.admin import InWords, ReadOnlyAdmin

# Names of regulations, the same in both languages.
REGIMES = {"R21": "PP 37/2021", "R25": "PP 6/2025"}


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    list_display = ("number", "state", "filed_at", "decision_due_on", "decided_at")
    list_filter = ("state",)
    search_fields = ("number",)
    exclude = ("account_sealed", "account_index")


@admin.register(ClaimMonth)
class ClaimMonthAdmin(ReadOnlyAdmin):
    list_display = ("claim", "n", "state", "amount", "regime", "granted_on", "paid_on")
    list_filter = ("state", ("regime", InWords), "n")
    search_fields = ("claim__number",)
    words = {"regime": REGIMES}


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("phk", "claim", "outcome", "regime", "decided_on", "rules_version")
    list_filter = (("outcome", InWords), ("regime", InWords))
    exclude = ("facts",)
    words = {"outcome": OUTCOMES, "regime": REGIMES}


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("number", "claim", "kind", "officer_name", "at", "objection_until")
    list_filter = ("kind",)
    search_fields = ("number", "claim__number")


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin):
    list_display = ("number", "decision", "state", "filed_at", "answer_due_on", "officer_name", "by_silence")
    list_filter = ("state", "by_silence", "ground")
    search_fields = ("number", "decision__number")


@admin.register(WageReview)
class WageReviewAdmin(ReadOnlyAdmin):
    list_display = ("claim", "wage_before", "wage_found", "asked_at", "settled_at")
    search_fields = ("claim__number",)


@admin.register(KapkVersion)
class KapkVersionAdmin(ReadOnlyAdmin):
    list_display = ("version", "in_force_since")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)
