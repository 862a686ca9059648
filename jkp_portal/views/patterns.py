"""The living page of the look: every component in every variant. Routed only where SHOW_PATTERNS is set."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from accounts.decorators import public
from ipk.cv import cv_of
from jkp_portal import patterns

PAGE_LANGUAGE = "id"  # its samples are not translated, whatever the address says


@public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """/pola/: what participants and the public see."""
    messages.success(request, "Rekening tersimpan. Nama cocok.")
    context = {
        "colours": patterns.COLOURS,
        "icons": patterns.ICON_NAMES,
        "statuses": patterns.STATUSES,
        "page": Paginator(range(200), 20).page(5),
        "day": patterns.SAMPLE_DAY,
        "roll": patterns.sample_roll(),
        "code": patterns.sample_code(),
        **patterns.sample_forms(),
        **patterns.sample_lists(request.path),
    }
    with override(PAGE_LANGUAGE):
        context["cv"] = cv_of(patterns.SAMPLE_SNAPSHOT)
        return render(request, "jkp_portal/patterns.html", context)


@public
@require_safe
def officer_components(request: HttpRequest) -> HttpResponse:
    """/pola/petugas/: the dense hand of officers' pages."""
    context = {
        "page": Paginator(range(60), 20).page(1),
        "fresh": patterns.sample_forms()["fresh"],
        "filter_form": patterns.sample_filter(),
        "tabs": patterns.sample_tabs(),
        **patterns.sample_lists(request.path),
    }
    with override(PAGE_LANGUAGE):
        return render(request, "jkp_portal/patterns_officer.html", context)
