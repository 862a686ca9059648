"""Public pages: home, help, privacy, accessibility, status."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import public, signed_in
from core import clock, health
from jkp_portal.context import Navigation, address
from jkp_portal.law import in_brief


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """P1: what JKP is, who may receive it, what to prepare; one button."""
    context = {"law": in_brief(clock.today()), "check_url": address("claims:check"), "figures": None}
    return render(request, "jkp_portal/home.html", context)


@never_cache
@signed_in
@require_safe
def home_for(request: HttpRequest) -> HttpResponse:
    """Where somebody goes after signing in: the first page of their own desk."""
    return redirect(Navigation(request).home)


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """P3: help by task, with the call centre for everything else."""
    context = {"law": in_brief(clock.today()), "check_url": address("claims:check")}
    return render(request, "jkp_portal/help.html", context)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "jkp_portal/accessibility.html")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "jkp_portal/privacy.html", {"my_data_url": address("jkp_portal:my_data")})


@public
@require_safe
def no_cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "jkp_portal/no_cookies.html")


@never_cache
@public
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Does the portal work right now? The same checks as /readyz, in words."""
    checks = health.readiness()
    context = {"checks": checks, "healthy": all(check.healthy for check in checks), "at": clock.now()}
    return render(request, "jkp_portal/status.html", context)
