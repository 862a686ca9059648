"""Health for machines, and the pages for a form without its token, a database that is away, and a bug."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import health


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers, and by which name it was started if it was given one."""
    named = {"X-Process": settings.PROCESS_NAME} if settings.PROCESS_NAME else {}
    return HttpResponse("ok", content_type="text/plain", headers=named)


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can do its work: 503 while PostgreSQL is away. Redis away delays work but loses none."""
    checks = health.readiness()
    ready = checks[0].healthy
    body = {c.name: {"healthy": c.healthy, "detail": c.detail} for c in checks}
    return JsonResponse(body, status=200 if ready else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """No cookie or an expired form: say so, and how to go on. Nothing was changed."""
    return render(request, "errors/csrf.html", {"has_cookies": bool(request.COOKIES)}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """What no view and no middleware caught. Before a view runs, session and account are read: a database that is away
    then is no bug, and says so."""
    error = sys.exc_info()[1]
    if error is not None and is_away(error):
        return database_is_away(request)
    return HttpResponseServerError(render_to_string("errors/500.html", {"request": request}))


def is_away(error: BaseException) -> bool:
    """Whether the database could not do it now: away, out of connections, a lock or an answer that took too long."""
    return isinstance(error, OperationalError | InterfaceError)


def database_is_away(request: HttpRequest) -> HttpResponse:
    """503 without asking the database for anything: no session, no menu."""
    page = render_to_string("errors/503.html", {"request": request, "error": None})
    return HttpResponse(page, status=503, headers={"Retry-After": "30", "Cache-Control": "no-store, private"})
