"""A1: in by password, then by a second factor or a code on a new device; and out."""

from typing import Any

from allauth.account.internal import flows
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.stagekit import stash_login
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import passkeys
from accounts.decorators import public, signed_in_early
from accounts.forms import PasskeyForm, SecondFactorForm, SentCodeForm, SignInForm
from accounts.models import Channel, OneTimeCode, SignIn, User
from accounts.operations.codes import check_code, send_code
from accounts.operations.second_factor import check_second_factor, demo_code, passkey_failed, refuse_passkey_locked
from accounts.operations.sign_in import check_password, note_sign_in
from accounts.operations.users import confirm_number
from accounts.requests import origin_of
from accounts.selectors import second_factors, user_by_login
from accounts.stages import NEW_DEVICE
from core import clock
from core.errors import DomainError, TooMany

Form = forms.Form


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: a path of ours, else ""."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()) else ""


def refused(form: Form, field: str | None, problem: DomainError) -> int:
    """Put the problem on the form; the status of the page that shows it."""
    form.add_error(field, str(problem.message))
    return problem.status


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(safe_next(request) or "jkp_portal:home_for")
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        login, password = form.cleaned_data["login"], form.cleaned_data["password"]
        origin = origin_of(request, user_by_login(login))
        try:
            user = check_password(login, password, origin=origin, at=clock.now())
        except DomainError as problem:
            status = refused(form, None, problem)
        else:
            return flows.login.perform_password_login(request, {}, Login(user=user, redirect_url=safe_next(request)))
    context = {"form": form, "next": safe_next(request), "locked": status == TooMany.status}
    return render(request, "accounts/sign_in.html", context, status=status)


@public
@login_stage_required(stage="second-factor", redirect_urlname="account_login")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """A code of the authenticator app, a recovery code, or a passkey."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user: User = stage.login.user
    kinds = set(second_factors(user).values_list("type", flat=True))
    form, status = SecondFactorForm(request.POST or None), 200
    if request.method == "POST":
        try:
            used = _shown_factor(request, user, form)
        except DomainError as problem:
            status = refused(form, "code" if "credential" not in request.POST else None, problem)
        else:
            if used is not None:
                post_authentication(request, used)
                return stage.exit()
    context: dict[str, Any] = {"form": form, "kinds": kinds, "demo_code": demo_code(user, at=clock.now())}
    if "webauthn" in kinds:
        context["passkey_options"] = passkeys.ask(user)
    return render(request, "accounts/second_factor_sign_in.html", context, status=status)


def _shown_factor(request: HttpRequest, user: User, form: Form) -> Any:
    """The authenticator that was shown, None when the form is incomplete. Raises Invalid and TooMany."""
    origin, at = origin_of(request, user), clock.now()
    if "credential" not in request.POST:
        return check_second_factor(user, form.cleaned_data["code"], origin=origin, at=at) if form.is_valid() else None
    shown = PasskeyForm(request.POST)
    refuse_passkey_locked(user, origin=origin, at=at)
    used = passkeys.verify(user, shown.cleaned_data["credential"]) if shown.is_valid() else None
    if used is None:
        raise passkey_failed(user, origin=origin, at=at)
    return used


@public
@login_stage_required(stage="new-device", redirect_urlname="account_login")
@require_http_methods(["GET", "HEAD", "POST"])
def new_device(request: HttpRequest) -> HttpResponse:
    """The code that proves a browser this account does not know."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user: User = stage.login.user
    form, status, at = SentCodeForm(request.POST or None), 200, clock.now()
    if request.method == "POST" and form.is_valid():
        try:
            check_code(user, purpose=NEW_DEVICE, subject=str(user.pk), code=form.cleaned_data["code"], at=at)
        except DomainError as problem:
            note_sign_in(user, SignIn.Outcome.WRONG_CODE, origin=origin_of(request, user), at=at)
            status = refused(form, "code", problem)
        else:
            if stage.state.get("channel") == Channel.SMS:
                confirm_number(user, at=at)
            return stage.exit()
    context = {
        "form": form,
        "user_": user,
        "channel": stage.state.get("channel"),
        "problem": stage.state.get("problem"),
        "demo_code": _demo_code(user),
        "by_sms": {"channel": Channel.SMS.value},
        "by_email": {"channel": Channel.EMAIL.value},
    }
    return render(request, "accounts/new_device.html", context, status=status)


def _demo_code(user: User) -> str:
    """The demo shows what would be on the phone."""
    if not settings.DEMO_MODE:
        return ""
    code = OneTimeCode.objects.filter(user=user, purpose=NEW_DEVICE, used_at=None).order_by("-created_at").first()
    return code.digits if code else ""


@public
@login_stage_required(stage="new-device", redirect_urlname="account_login")
@require_POST
def send_new_device_code(request: HttpRequest) -> HttpResponse:
    """Another code, by SMS or by e-mail as asked."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user: User = stage.login.user
    channel = Channel.EMAIL if request.POST.get("channel") == Channel.EMAIL else Channel.SMS
    try:
        sent = send_code(user, purpose=NEW_DEVICE, subject=str(user.pk), channel=channel, at=clock.now())
    except DomainError as problem:
        messages.warning(request, str(problem.message))
    else:
        stage.state.update(channel=sent.channel, problem="")
        stash_login(request, stage.login)
        messages.success(request, _("Kode baru sudah dikirim."))
    return redirect("account_new_device")


@signed_in_early
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, and nothing of it stays in the browser."""
    flows.logout.logout(request, show_message=False)
    messages.success(request, _("Anda sudah keluar."))
    response = redirect("account_login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
