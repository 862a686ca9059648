"""A3: a new e-mail address or mobile number, confirmed on the new and on the old one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.decorators import recent_sign_in, signed_in
from accounts.forms import ContactCodesForm, EmailForm, PhoneForm
from accounts.models import Channel, OneTimeCode
from accounts.operations import contact as operations
from accounts.views.sign_in import refused
from core import clock, formatting
from core.errors import DomainError


@signed_in
@recent_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_email(request: HttpRequest) -> HttpResponse:
    return _change(request, EmailForm(request.POST or None), Channel.EMAIL)


@signed_in
@recent_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_phone(request: HttpRequest) -> HttpResponse:
    return _change(request, PhoneForm(request.POST or None), Channel.SMS)


def _change(request: HttpRequest, form: Any, channel: str) -> HttpResponse:
    user: Any = request.user
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.start_contact_change(user, channel=channel, value=form.cleaned_data["value"], at=clock.now())
        except DomainError as problem:
            status = refused(form, "value", problem)
        else:
            return redirect("accounts:confirm_contact")
    context = {"form": form, "by_email": channel == Channel.EMAIL, "now_": _shown(channel, _own(user, channel))}
    return render(request, "accounts/change_contact.html", context, status=status)


@signed_in
@recent_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Two codes, one from each side."""
    user: Any = request.user
    at = clock.now()
    pending = operations.pending_contact(user, at=at)
    if pending is None:
        messages.info(request, _("Kode sudah kedaluwarsa. Tulis alamat atau nomor barunya lagi."))
        return redirect("accounts:security")
    new, old = pending
    form = ContactCodesForm(request.POST or None, new_to=_to(new), old_to=_to(old))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.confirm_contact_change(user, **form.cleaned_data, at=at)
        except DomainError as problem:
            subject = problem.facts.get("subject")
            status = refused(form, f"{subject}_code" if subject else None, problem)
        else:
            messages.success(request, _("Kontak Anda sudah diganti."))
            return redirect("accounts:security")
    return render(request, "accounts/confirm_contact.html", {"form": form}, status=status)


def _own(user: Any, channel: str) -> str:
    return (user.email or "") if channel == Channel.EMAIL else user.phone


def _to(code: OneTimeCode) -> str:
    return _shown(code.channel, code.to)


def _shown(channel: str, value: str) -> str:
    if not value:
        return ""
    return formatting.mask_email(value) if channel == Channel.EMAIL else formatting.mask_phone(value)
