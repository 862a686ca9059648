"""Private unless declared public; sessions end; officers have a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse

from accounts.selectors import is_officer
from core import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
# Views of other packages that cannot carry a declaration.
OPEN_NAMESPACES = frozenset({"account"})


class SessionLimitsMiddleware:
    """Idle and absolute ends of a session: longer for people, shorter for officers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class LoginRequiredMiddleware:
    """Every view is private unless @public declares otherwise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.user.is_authenticated or _is_public(request, view):
            return None
        return redirect_to_login(request.get_full_path())


class OfficerSecondFactorMiddleware:
    """An officer without a second factor is led to set one up before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or _is_public(request, view) or not is_officer(user, clock.today()):
            return None
        name = resolve(request.path_info).view_name
        if name.startswith(("mfa_", "account_")) or is_mfa_enabled(user):
            return None
        return redirect(reverse("mfa_index"))


def _is_public(request: HttpRequest, view: Any) -> bool:
    access = getattr(view, "access", None)
    if access is not None:
        return bool(access.kind == "public")
    return resolve(request.path_info).view_name.startswith(
        ("healthz", "readyz", "account_", "mfa_authenticate", "mfa_login")
    )
