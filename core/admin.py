"""Admin pages for tables that have a workflow, hold money or are logs: looked at, never changed there."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from core.formatting import number
from core.language import language
from core.models import AccessLog, AuditEvent, Heartbeat, Holiday, Job, Region


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nothing is added, changed or deleted; opening a row shows it.

    `words` says for a field whose codes have no choices what a person reads for each: {"outcome": {"held": "…"}}.
    """

    actions = None
    words: Mapping[str, Mapping[str, Any]] = {}

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self._written: dict[Any, Any] = {
            field.name: written(field, self.words.get(field.name))
            for field in model._meta.fields
            if field.name in self.words or (isinstance(field, models.BigIntegerField) and not field.primary_key)
        }

    def get_list_display(self, request: HttpRequest) -> Any:
        return [self._written.get(name, name) for name in super().get_list_display(request)]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        return [self._written.get(name, name) for name in fields] if obj else fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def written(field: Any, words: Mapping[str, Any] | None) -> Callable[[Any], str | None]:
    """A column that writes a field for people: a code in its words, or a large number in its groups of three."""

    @admin.display(description=field.verbose_name, ordering=field.name)
    def write(row: Any) -> str | None:
        value = getattr(row, field.name)
        if value is None or words is None:
            return None if value is None else number(value, language())
        return str(words.get(value, value))

    write.__name__ = field.name
    return write


class ReadOnlyInline(admin.TabularInline):
    """Rows below a row, to be looked at: named columns, and large numbers in their groups of three."""

    extra = 0
    can_delete = False

    def __init__(self, parent_model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(parent_model, admin_site)
        self._written: dict[Any, Any] = {}
        for field in self.model._meta.fields:
            if isinstance(field, models.BigIntegerField) and not field.primary_key:
                self._written[field.name] = f"{field.name}_written"
                setattr(self, f"{field.name}_written", written(field, None))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [self._written.get(name, name) for name in super().get_fields(request, obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class InWords(admin.AllValuesFieldListFilter):
    """A filter by codes that have no choices, each in the `words` of its `ReadOnlyAdmin`."""

    def __init__(self, field: Any, request: Any, params: Any, model: Any, model_admin: Any, field_path: str) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        self._words = model_admin.words[field_path]

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": self._words.get(choice["display"], choice["display"])}


class KeptAdmin(admin.ModelAdmin):
    """Added and changed, never deleted: others refer to it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# Records as trails name them. A model that its code alone names keeps that name.
KINDS = {
    model._meta.label_lower: model._meta.verbose_name
    for model in apps.get_models()
    if "verbose_name" in model._meta.original_attrs
}


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
    search_fields = ("name", "decree")
    ordering = ("-day",)
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
    words = {"object_kind": KINDS}
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
    words = {"object_kind": KINDS}
    date_hierarchy = "at"
