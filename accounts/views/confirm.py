"""Who is it? Asked again before an act that matters."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import passkeys, sessions
from accounts.decorators import signed_in_early
from accounts.forms import ConfirmPasswordForm, PasskeyForm, SecondFactorForm
from accounts.models import User
from accounts.operations.second_factor import check_second_factor, demo_code, passkey_failed, refuse_passkey_locked
from accounts.operations.sign_in import confirm_password
from accounts.requests import origin_of
from accounts.selectors import second_factors
from accounts.views.sign_in import refused, safe_next
from core import clock
from core.errors import DomainError


@signed_in_early
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """By the second factor of whoever has one, by password otherwise. Then what was asked for is carried out."""
    if _belongs_to_next(request):
        path, _mark, query = safe_next(request).partition("?")
        return sessions.carry_out(request, path, query)
    user: Any = request.user
    kinds = set(second_factors(user).values_list("type", flat=True))
    form = _form(request, kinds)
    status = 200
    if request.method == "POST":
        try:
            proved = _prove(request, user, kinds, form)
        except DomainError as problem:
            status = refused(form, None, problem)
        else:
            if proved:
                sessions.prove(request, second_factor=bool(kinds))
                next_url = safe_next(request)
                return sessions.resume(request, next_url) if next_url else redirect("jkp_portal:home_for")
    context = {"form": form, "kinds": kinds, "next": safe_next(request), "demo_code": demo_code(user, at=clock.now())}
    if "webauthn" in kinds:
        context["passkey_options"] = passkeys.ask(user)
    return render(request, "accounts/confirm.html", context, status=status)


def _belongs_to_next(request: HttpRequest) -> bool:
    """Whether it is the form of a page that answered here after a resumed act, with what is still to be put right.

    The form of this page names where it leads to; others do not, and were drawn for somebody who was proved.
    """
    return (
        request.method == "POST"
        and "next" not in request.POST
        and sessions.is_fresh(request)
        and safe_next(request).startswith("/")
    )


def _form(request: HttpRequest, kinds: set[str]) -> Any:
    posted = request.POST if request.method == "POST" and "credential" not in request.POST else None
    return SecondFactorForm(posted) if kinds else ConfirmPasswordForm(posted)


def _prove(request: HttpRequest, user: User, kinds: set[str], form: Any) -> bool:
    """Whether the person was proved; False when the form is incomplete. Raises Invalid and TooMany."""
    origin, at = origin_of(request, user), clock.now()
    if "credential" in request.POST and "webauthn" in kinds:
        shown = PasskeyForm(request.POST)
        refuse_passkey_locked(user, origin=origin, at=at)
        if shown.is_valid() and passkeys.verify(user, shown.cleaned_data["credential"]):
            return True
        raise passkey_failed(user, origin=origin, at=at)
    if not form.is_valid():
        return False
    if kinds:
        check_second_factor(user, form.cleaned_data["code"], origin=origin, at=at)
    else:
        confirm_password(user, form.cleaned_data["password"], origin=origin, at=at)
    return True
