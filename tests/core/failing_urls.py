"""A few views that go wrong, for the middleware's tests."""

from collections.abc import Callable
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.decorators import api_view, permission_classes

from accounts.decorators import public, signed_in
from core import errors
from core.logs import current_request_id


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    @public
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


class _ChosenAsVictim(Exception):
    """What psycopg2 raises, as far as anybody looks."""

    pgcode = "40P01"


victims: list[None] = []  # how often the next request gives way


@public
def deadlock(request: HttpRequest) -> HttpResponse:
    if victims:
        victims.pop()
        raise OperationalError("deadlock detected") from _ChosenAsVictim()
    if not request.POST["nomor"]:
        raise errors.Conflict("no_number", "Nomor kosong.")
    return HttpResponse(request.POST["nomor"])


@public
def request_id(request: HttpRequest) -> HttpResponse:
    return HttpResponse(current_request_id())


@signed_in
def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("rahasia")


@signed_in
def cached(request: HttpRequest) -> HttpResponse:
    return HttpResponse("umum", headers={"Cache-Control": "max-age=60"})


def machine(error: Exception) -> Any:
    @api_view(["GET"])
    @permission_classes([])
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return public(view)


urlpatterns = [
    path("conflict/", raising(errors.Conflict("month_paid", "Bulan ini sudah dibayar.", month=2))),
    path("not-allowed/", raising(errors.NotAllowed("not_yours", "Bukan bagian Anda."))),
    path("invalid/", raising(errors.Invalid("name_differs", "Nama berbeda."))),
    path("too-many/", raising(errors.TooMany("too_many", minutes=7))),
    path("unavailable/", raising(errors.Unavailable("partner_away", "BPJS belum menjawab."))),
    path("database/", raising(OperationalError("server closed the connection"))),
    path("bug/", raising(ZeroDivisionError("oops"))),
    path("deadlock/", deadlock),
    path("id/", request_id),
    path("private/", private),
    path("cached/", cached),
    path("api/conflict/", machine(errors.Conflict("month_paid", "Bulan ini sudah dibayar.", month=2))),
    path("api/bug/", machine(ZeroDivisionError("oops"))),
    *i18n_patterns(path("", include("jkp_portal.pages_urls")), prefix_default_language=False),
]
