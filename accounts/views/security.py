"""A3: password, second factor, devices, and who tried to sign in."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import sessions
from accounts.decorators import recent_sign_in, signed_in
from accounts.forms import ChangePasswordForm
from accounts.operations.sessions import end_all_sessions, end_session
from accounts.operations.sign_in import confirm_password
from accounts.operations.users import set_password
from accounts.requests import device_name_of, origin_of
from accounts.selectors import recent_sign_ins, second_factors, sessions_of
from accounts.views.sign_in import refused
from core import audit, clock, formatting
from core.errors import DomainError


@signed_in
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    devices = [
        {
            "id": session.pk,
            "name": device_name_of(session.user_agent),
            "current": session.session_key == request.session.session_key,
            "since": session.created_at,
            "seen": session.last_seen_at,
        }
        for session in sessions_of(user)
    ]
    context = {
        "contacts": _contacts(user),
        "factors": list(second_factors(user)),
        "devices": devices,
        "sign_ins": recent_sign_ins(user),
    }
    return render(request, "accounts/security.html", context)


def _contacts(user: Any) -> list[dict[str, Any]]:
    return [
        {"term": _("Email"), "value": formatting.mask_email(user.email or "") if user.email else _("Belum ada"),
         "href": reverse("accounts:change_email"), "what": _("alamat email")},
        {"term": _("Nomor HP"), "value": formatting.mask_phone(user.phone) if user.phone_sealed else _("Belum ada"),
         "href": reverse("accounts:change_phone"), "what": _("nomor HP")},
        {"term": _("Kata sandi"), "value": "••••••••", "href": reverse("accounts:password"), "what": _("kata sandi")},
    ]  # fmt: skip


@signed_in
@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password. Every other device is signed out; this one stays."""
    user: Any = request.user
    form, status = ChangePasswordForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        at, field = clock.now(), "current"
        try:
            confirm_password(user, form.cleaned_data["current"], origin=origin_of(request, user), at=at)
            field = "password"
            set_password(user, form.cleaned_data["password"], actor=user, at=at)
        except DomainError as problem:
            status = refused(form, field, problem)
        else:
            stay(request, user)
            sessions.prove(request)
            messages.success(request, _("Kata sandi sudah diganti. Perangkat lain sudah dikeluarkan."))
            return redirect("accounts:security")
    return render(request, "accounts/password.html", {"form": form, "user_": user}, status=status)


@signed_in
@recent_sign_in
@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    """End every session of this person, this one too."""
    user: Any = request.user
    audit.record("accounts.sessions.ended", actor=user, at=clock.now(), subject=user)
    end_all_sessions(user)
    logout(request)
    messages.success(request, _("Semua perangkat sudah dikeluarkan. Masuk lagi untuk melanjutkan."))
    response = redirect("account_login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@signed_in
@require_POST
def end_one(request: HttpRequest, session_id: int) -> HttpResponse:
    user: Any = request.user
    if not end_session(user, session_id):
        raise Http404
    audit.record("accounts.session.ended", actor=user, at=clock.now(), subject=user)
    messages.success(request, _("Perangkat sudah dikeluarkan."))
    return redirect("accounts:security")


def stay(request: HttpRequest, user: Any) -> None:
    """Sign this session in again after all were ended, under a new key, and list it again."""
    update_session_auth_hash(request, user)
    request.session.save()
    UserSession.objects.create_from_request(request)
