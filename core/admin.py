"""Admin pages for tables that have a workflow, hold money or are logs: looked at, never changed there."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from core.models import AccessLog, AuditEvent, Heartbeat, Holiday, Job, Region


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nothing is added, changed or deleted; opening a row shows it."""

    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class KeptAdmin(admin.ModelAdmin):
    """Added and changed, never deleted: others refer to it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Region)
class RegionAdmin(KeptAdmin):
    list_display = ("code", "name", "parent")
    search_fields = ("code", "name")
    list_select_related = ("parent",)


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    """A day that was taken away again is deleted here; decisions already made keep the deadline they were given."""

    list_display = ("day", "name", "joint_leave", "decree")
    list_filter = ("joint_leave",)
    date_hierarchy = "day"


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("name", "queue", "state", "attempts", "due_at", "last_error")
    list_filter = ("state", "queue")
    search_fields = ("name",)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ("name", "at")


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor_name", "action", "object_kind", "object_id")
    search_fields = ("action", "object_id", "actor_name")
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """Auditors see everything, administrators accounts and operations."""
        trail = super().get_queryset(request)
        if request.user.has_perm("core.view_whole_trail"):
            return trail
        return trail.filter(Q(action__startswith="accounts.") | Q(action__startswith="core."))


@admin.register(AccessLog)
class AccessLogAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor_name", "role", "purpose", "object_kind", "object_id")
    search_fields = ("actor_name", "object_id")
    date_hierarchy = "at"
