"""Stored files in the admin: what, whose and how far, never their content."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from files.models import StoredFile


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "purpose", "kind", "size", "pages", "state", "found")
    list_filter = ("state", "kind", "purpose")
    exclude = ("location", "quarantine")
