"""Payments in the admin: only the list of banks is edited there."""

from django.contrib import admin

from payments.models import Bank


@admin.register(Bank)
class BankAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "pattern", "in_use")
    list_filter = ("in_use",)
