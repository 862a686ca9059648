"""Health for machines, and the page for a form that came without its token."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import health


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


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
