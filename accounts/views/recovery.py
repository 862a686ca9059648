"""A forgotten password: whose address, the code, the new password. Each page is the same for a login nobody has."""

import time
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.decorators import public
from accounts.forms import ForgotForm, NewPasswordForm, SentCodeForm
from accounts.models import User
from accounts.operations.recovery import check_recovery_code, start_recovery
from accounts.operations.users import confirm_number, set_password
from accounts.requests import client_ip
from accounts.views.sign_in import refused
from core import clock
from core.errors import DomainError, TooMany

STARTED, PROVED = "recovery", "recovery_proved"
MAY_TAKE_SECONDS = 15 * 60


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    form, status = ForgotForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        login = form.cleaned_data["login"]
        try:
            user = start_recovery(login, ip=client_ip(request), at=clock.now())
        except TooMany as problem:
            status = refused(form, None, problem)
        else:
            request.session[STARTED] = {"user": str(user.pk) if user else "", "login": login, "at": int(time.time())}
            return redirect("account_reset_code")
    return render(request, "accounts/forgot.html", {"form": form}, status=status)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    started = request.session.get(STARTED)
    if not started or time.time() - started["at"] > MAY_TAKE_SECONDS:
        return redirect("account_reset_password")
    form, status = SentCodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        user = User.objects.filter(pk=started["user"]).first() if started["user"] else None
        try:
            proved = check_recovery_code(user, login=started["login"], code=form.cleaned_data["code"], at=clock.now())
        except DomainError as problem:
            status = refused(form, "code", problem)
        else:
            request.session.cycle_key()
            del request.session[STARTED]
            request.session[PROVED] = {
                "user": str(proved.pk),
                "sms": "@" not in started["login"],
                "at": int(time.time()),
            }
            return redirect("account_reset_new")
    context = {"form": form, "by_email": "@" in started["login"]}
    return render(request, "accounts/forgot_code.html", context, status=status)


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    proved = request.session.get(PROVED)
    user = User.objects.filter(pk=uuid.UUID(proved["user"]), is_active=True).first() if proved else None
    if user is None or time.time() - proved["at"] > MAY_TAKE_SECONDS:
        request.session.pop(PROVED, None)
        return redirect("account_reset_password")
    form, status = NewPasswordForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            set_password(user, form.cleaned_data["password"], actor=user, at=at)
        except DomainError as problem:
            status = refused(form, "password", problem)
        else:
            if proved["sms"]:
                confirm_number(user, at=at)
            request.session.flush()
            messages.success(request, _("Kata sandi sudah diganti. Masuk dengan kata sandi baru."))
            return redirect("account_login")
    return render(request, "accounts/new_password.html", {"form": form, "user_": user}, status=status)
