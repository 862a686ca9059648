"""A3: setting up and removing a second factor. An officer's first stop."""

from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import passkeys, sessions
from accounts.decorators import recent_sign_in, signed_in, signed_in_early
from accounts.forms import AddPasskeyForm, SecondFactorForm
from accounts.operations import second_factor as operations
from accounts.selectors import has_second_factor, is_officer, second_factors
from accounts.views.sign_in import refused
from core import clock
from core.errors import DomainError


@signed_in_early
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What there is, and what can be added. Officers without any cannot go elsewhere."""
    user: Any = request.user
    factors = [
        {"id": row.pk, "type": row.type, "name": str(row) if row.type == "webauthn" else "", "since": row.created_at}
        for row in second_factors(user)
    ]
    officer = is_officer(user, clock.today())
    context = {
        "factors": factors,
        "has_totp": any(row["type"] == "totp" for row in factors),
        "officer": officer,
        "must": officer and not sessions.has_second_factor(request),
    }
    return render(request, "accounts/second_factor.html", context)


@signed_in_early
@recent_sign_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_totp(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if any(row.type == "totp" for row in second_factors(user)):
        return redirect("accounts:second_factor")
    if (elsewhere := _show_first(request)) is not None:
        return elsewhere
    secret = get_totp_secret(regenerate=False)
    form, status = SecondFactorForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_totp(user, secret=secret, code=form.cleaned_data["code"], at=clock.now())
        except DomainError as problem:
            status = refused(form, "code", problem)
        else:
            clear_totp_secret(request)
            return _added(request, user)
    context = {"form": form, "secret": _in_fours(secret), "qr": _qr(get_adapter().build_totp_url(user, secret))}
    return render(request, "accounts/add_totp.html", context, status=status)


@signed_in_early
@recent_sign_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if (elsewhere := _show_first(request)) is not None:
        return elsewhere
    form, status = AddPasskeyForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        credential = form.cleaned_data["credential"]
        if passkeys.verify_new(credential):
            operations.add_passkey(user, name=form.cleaned_data["name"], credential=credential, at=clock.now())
            return _added(request, user)
        form.add_error(None, _("Kunci sandi tidak terbaca. Coba lagi."))
        status = 422
    context = {"form": form, "passkey_options": passkeys.ask_for_new(user)}
    return render(request, "accounts/add_passkey.html", context, status=status)


def _show_first(request: HttpRequest) -> HttpResponse | None:
    """Who has a second factor shows it before adding another: a stolen password alone adds none."""
    user: Any = request.user
    if sessions.has_second_factor(request) or not has_second_factor(user):
        return None
    return redirect_to_login(request.get_full_path(), reverse("account_confirm"))


def _added(request: HttpRequest, user: Any) -> HttpResponse:
    sessions.prove(request, second_factor=True)
    if is_officer(user, clock.today()):
        messages.success(request, _("Langkah kedua sudah aktif. Anda dapat mulai bekerja."))
        return redirect("jkp_portal:home_for")
    messages.success(request, _("Langkah kedua sudah aktif. Simpan kode cadangan untuk jaga-jaga."))
    return redirect("accounts:recovery_codes")


@signed_in
@recent_sign_in
@require_POST
def remove(request: HttpRequest, authenticator_id: int) -> HttpResponse:
    user: Any = request.user
    factor = get_object_or_404(second_factors(user), pk=authenticator_id)
    operations.remove_second_factor(user, factor.pk, at=clock.now())
    messages.success(request, _("Langkah kedua sudah dihapus."))
    return redirect("accounts:second_factor")


@signed_in
@recent_sign_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Codes for a lost phone: made and shown once."""
    user: Any = request.user
    if not has_second_factor(user):
        return redirect("accounts:second_factor")
    codes: list[str] = []
    if request.method == "POST":
        codes = operations.new_recovery_codes(user, at=clock.now())
    return render(request, "accounts/recovery_codes.html", {"codes": [_in_fours(code) for code in codes]})


def _in_fours(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _qr(url: str) -> SafeString:
    """The address as a picture that an authenticator app reads: SVG that we made, so safe to write as it is."""
    return mark_safe(segno.make(url, error="m").svg_inline(scale=5, border=2, svgclass="qr", lineclass=None))  # noqa: S308
