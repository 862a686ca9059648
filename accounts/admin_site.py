"""The door of the Django admin: administrators and auditors, with a second factor, from an allowed address."""

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import sessions
from accounts.enums import Role
from accounts.requests import client_ip
from accounts.selectors import has_role
from core import clock
from core.admin_words import name_model


class PortalAdminSite(admin.AdminSite):
    site_title = _("Admin JKP")
    site_header = _("Admin JKP")
    index_title = _("Akun, peran, dan data acuan")
    enable_nav_sidebar = False  # the lists need its room; the breadcrumbs lead back

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """What enters the admin, and what stands in its rows, is named in people's words."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        for model in models:
            name_model(model)
        for inline in getattr(admin_class, "inlines", ()):
            name_model(inline.model)
        super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        if not user.is_active or not sessions.has_second_factor(request):
            return False
        return user.is_superuser or has_role(user, Role.ADMINISTRATOR, Role.AUDITOR, on=clock.today())

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Whoever comes from elsewhere finds nothing here, not even a sign-in page."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not is_allowed_address(client_ip(request)):
                raise Http404
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's sign-in is the only one; who is signed in without the role gets 404."""
        if request.user.is_authenticated:
            raise Http404
        return redirect("account_login")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's page is the only one: it ends other sessions, leaves a trace and tells the person."""
        return redirect("accounts:password")


def is_allowed_address(ip: str) -> bool:
    """Whether ADMIN_ALLOWED_IPS (addresses or networks; empty: everywhere) names this address."""
    if not settings.ADMIN_ALLOWED_IPS:
        return True
    address = ipaddress.ip_address(ip)
    return any(address in ipaddress.ip_network(entry, strict=False) for entry in settings.ADMIN_ALLOWED_IPS)
