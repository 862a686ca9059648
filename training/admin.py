"""Training in the admin: looked at, never changed there."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from training.models import Presence


@admin.register(Presence)
class PresenceAdmin(ReadOnlyAdmin):
    list_display = ("on", "programme", "institute", "present", "recorded_at")
    list_filter = ("present",)
    date_hierarchy = "on"
