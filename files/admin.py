"""Stored files in the admin: what, whose and how far, never their content."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from files.models import StoredFile, Upload


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "purpose", "kind", "size", "pages", "state", "found")
    list_filter = ("state", "kind", "purpose")
    exclude = ("location", "quarantine")


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "size", "received", "state", "expires_at")
    list_filter = ("state", "kind")
    exclude = ("location", "name")
