"""What every request gets: an id, private caching, and domain errors as pages."""

import logging
import random
import re
import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import DomainError
from core.logs import set_request_id
from core.views import database_is_away, is_away

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]
_SAFE_ID = re.compile(r"^[A-Za-z0-9-]{8,40}$")


class RequestIdMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.request_id = given if _SAFE_ID.match(given) else uuid.uuid4().hex[:16]  # type: ignore[attr-defined]
        set_request_id(request.request_id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class ContentPolicyMiddleware:
    """The Content-Security-Policy of the settings, the same for every page: made once, which django-csp does anew."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self._policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self._policy)
        return response


class PrivateResponsesMiddleware:
    """Pages of a signed-in person are stored by nobody between us and them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response


class PermissionsPolicyMiddleware:
    """No page uses camera, microphone or place, but those whose view says so (`may_use_camera`)."""

    HEADER = "Permissions-Policy"
    NOBODY = "camera=(), microphone=(), display-capture=(), geolocation=(), payment=(), usb=()"
    CAMERA = "camera=(self), microphone=(self), display-capture=(), geolocation=(), payment=(), usb=()"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(self.HEADER, self.NOBODY)
        return response


def may_use_camera(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of this view may ask its reader for camera and microphone."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers[PermissionsPolicyMiddleware.HEADER] = PermissionsPolicyMiddleware.CAMERA
        return response

    return wrapper


class DomainErrorMiddleware:
    """A DomainError becomes a page with its status; a database that is away becomes an honest 503.

    Who was chosen to give way in a deadlock is simply tried again: the transaction was taken back whole, and what the
    view did before it may be done twice, like everything here.
    """

    TRIES = 5
    GIVE_WAY = frozenset({"40P01", "40001"})  # deadlock_detected, serialization_failure

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DomainError):
            return render(request, f"errors/{error.status}.html", {"error": error}, status=error.status)
        if isinstance(error, OperationalError) and self._gave_way(error) and not request.FILES:
            return self._again(request, tries=self.TRIES - 1)
        return database_is_away(request) if is_away(error) else None

    def _again(self, request: HttpRequest, *, tries: int) -> HttpResponse | None:
        match = request.resolver_match
        if match is None:
            return None
        log.warning("deadlock: once more", extra={"path": request.path, "tries_left": tries})
        time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - so that two that gave way do not meet again
        try:
            return match.func(request, *match.args, **match.kwargs)
        except OperationalError as error:
            if tries > 1 and self._gave_way(error):
                return self._again(request, tries=tries - 1)
            log.error("no way past the deadlock", extra={"path": request.path, "error": str(error)})
            return database_is_away(request)
        except DomainError as error:
            return self.process_exception(request, error)

    def _gave_way(self, error: OperationalError) -> bool:
        return getattr(error.__cause__, "pgcode", None) in self.GIVE_WAY
