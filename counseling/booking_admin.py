"""Counsellors in the admin with certificate and hours; requests, sessions and messages as facts of the service.

When and how many, never what was said. Leave is recorded by counsellors and coordinators, roles under accounts.
"""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import KeptAdmin, ReadOnlyAdmin
from counseling.models import CounsellingRequest, Counsellor, Leave, Message, OfficeCall, Session, WorkingHours
from ipk.selectors import job_groups


class CounsellorForm(forms.ModelForm):
    """Fields are chosen from the groups of the classification that the self-assessment knows."""

    fields = forms.MultipleChoiceField(
        label=_("Bidang"),
        required=False,
        choices=lambda: [(one.code, f"{one.code} {one}") for one in job_groups()],
        widget=forms.SelectMultiple({"size": "12"}),
        help_text=_(
            "Dari konselor yang sama dekatnya, pencari kerja di bidang ini diarahkan ke sini. Tahan Ctrl atau Command "
            "untuk memilih beberapa."
        ),
    )


class HoursInline(admin.TabularInline):
    model = WorkingHours
    fields = ("weekday", "start", "end")
    extra = 0


@admin.register(Counsellor)
class CounsellorAdmin(KeptAdmin):
    """The role of the account is given apart, under role assignments."""

    ordering = ("user__full_name",)
    list_display = ("user", "kind", "region", "certified_until", "weekly_capacity", "state")
    list_filter = ("state", "kind", "zone")
    search_fields = ("user__full_name", "number", "region__name")
    list_select_related = ("user", "region")
    autocomplete_fields = ("user", "region")
    form = CounsellorForm
    inlines = (HoursInline,)


@admin.register(Leave)
class LeaveAdmin(ReadOnlyAdmin):
    list_display = ("counsellor", "first", "last", "reason", "recorded_at")
    list_filter = ("reason",)
    list_select_related = ("counsellor__user",)
    date_hierarchy = "recorded_at"


@admin.register(CounsellingRequest)
class RequestAdmin(ReadOnlyAdmin):
    """Without the story, which is for the counsellors of the region."""

    list_display = ("asked_at", "kind", "region", "counsellor", "answer_due_on", "state")
    list_filter = ("state", "kind", "channel")
    list_select_related = ("region", "counsellor__user")
    date_hierarchy = "asked_at"
    exclude = ("story", "cancel_reason", "person")


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    list_display = ("starts_at", "counsellor", "kind", "channel", "state", "absent", "messages")
    list_filter = ("state", "kind", "channel")
    list_select_related = ("counsellor__user",)
    date_hierarchy = "starts_at"
    exclude = ("note", "person")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """That a message was sent, and when; its words and its sender are for the two of the session."""

    list_display = ("at", "session", "n", "kind")
    list_filter = ("kind",)
    list_select_related = ("session",)
    date_hierarchy = "at"
    fields = ("session", "n", "kind", "at")


@admin.register(OfficeCall)
class OfficeCallAdmin(ReadOnlyAdmin):
    list_display = ("due_on", "region", "called_by", "called_at")
    list_select_related = ("region", "called_by")
    exclude = ("note", "person")
