"""The counsellor's week and hours; leave with what falls into it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import roles
from accounts.enums import Role
from accounts.selectors import regions_of
from core import clock
from core.errors import Conflict, Invalid
from counseling.forms.desk import HoursForm, LeaveForm
from counseling.models import Counsellor, Leave
from counseling.operations import leave as operations
from counseling.operations.hours import set_hours
from counseling.presentation import desk as pages
from counseling.selectors import desk as selectors
from counseling.selectors.leave import leaves_of, touched_by
from counseling.selectors.slots import times_of
from counseling.selectors.week import week_asked
from counseling.views.asking import GET_POST
from counseling.views.desk import DESK

LEAVES_SHOWN = 50
REFUSED_AT = {"ends_before_it_begins": "last", "in_the_past": "last", "too_long": "last", "on_leave_already": "first"}


@never_cache
@require_http_methods(GET_POST)
@roles(Role.COUNSELLOR)
def hours(request: HttpRequest) -> HttpResponse:
    """A week with sessions, free times and leave; below, the hours of every week."""
    one = selectors.counsellor_of(request.user)
    if one is None:
        return render(request, "counseling/hours.html", {"counsellor": None})
    at = clock.now()
    form = HoursForm(request.POST if request.method == "POST" else None, counsellor=one, at=at)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                capacity = form.cleaned_data["weekly_capacity"]
                set_hours(one, hours=form.hours(), weekly_capacity=capacity, actor=request.user, at=at)
            except (Conflict, Invalid) as error:
                status = error.status
                form.add_error(None, str(error.message))
            else:
                messages.success(request, _("Jam konseling tersimpan."))
                return redirect("counseling:hours")
    return render(request, "counseling/hours.html", _week(request, one, at) | {"form": form}, status=status)


def _week(request: HttpRequest, one: Counsellor, at: datetime) -> dict[str, Any]:
    first = week_asked(request.GET.get("mulai", ""), clock.legal_date(at))
    sessions = selectors.sessions_between(one, first, first + timedelta(days=4))
    leaves = leaves_of(one, first)
    return {
        "counsellor": one,
        "first": first,
        "last": first + timedelta(days=4),
        "before": (first - timedelta(days=7)).isoformat(),
        "after": (first + timedelta(days=7)).isoformat(),
        "days": pages.week(sessions, times_of(one, at), leaves, first=first, at=at, zone=one.zone),
    }


def _counsellors(request: HttpRequest) -> QuerySet[Counsellor]:
    """Whose leave this officer records: one's own, and as a coordinator those of the region."""
    scope = regions_of(request.user, Role.COUNSELLOR_COORDINATOR, on=clock.today()).q("region__code")
    rows = Counsellor.objects.filter(scope) | Counsellor.objects.of(request.user)
    return rows.select_related("user", "region").order_by("user__full_name", "pk")


@never_cache
@require_http_methods(GET_POST)
@roles(*DESK)
def leave(request: HttpRequest) -> HttpResponse:
    """Leave that is not over, and the form for another."""
    at = clock.now()
    today = clock.legal_date(at)
    allowed = _counsellors(request)
    own = selectors.counsellor_of(request.user)
    only_own = not regions_of(request.user, Role.COUNSELLOR_COORDINATOR, on=today).codes and not _everywhere(request)
    form = LeaveForm(request.POST if request.method == "POST" else None, counsellors=allowed, today=today, own=only_own)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (one := own if only_own else form.cleaned_data["counsellor"]) is not None:
            data = {name: form.cleaned_data[name] for name in ("first", "last", "reason")}
            try:
                made = operations.record_leave(one, **data, actor=request.user, at=at)
            except (Conflict, Invalid) as error:
                status = error.status
                form.add_error(REFUSED_AT[error.code], str(error.message))
            else:
                messages.success(request, _("Cuti tercatat."))
                return redirect("counseling:leave_detail", made.pk)
    rows = Leave.objects.filter(counsellor__in=allowed, last__gte=today).select_related("counsellor__user")
    context = {
        "form": form,
        "rows": rows.order_by("first", "pk")[:LEAVES_SHOWN],
        "can_record": own is not None or not only_own,
        "own": only_own,
    }
    return render(request, "counseling/leave.html", context, status=status)


def _everywhere(request: HttpRequest) -> bool:
    return regions_of(request.user, Role.COUNSELLOR_COORDINATOR, on=clock.today()).everything


def _leave_or_404(request: HttpRequest, leave_id: uuid.UUID) -> Leave:
    rows = Leave.objects.filter(counsellor__in=_counsellors(request)).select_related("counsellor__user")
    return get_object_or_404(rows, pk=leave_id)


@never_cache
@require_http_methods(GET_POST)
@roles(*DESK)
def leave_detail(request: HttpRequest, leave_id: uuid.UUID) -> HttpResponse:
    """What falls into a leave; one button gives all of it to the nearest who are free."""
    found = _leave_or_404(request, leave_id)
    at = clock.now()
    if request.method == "POST":
        done = operations.reassign(found, actor=request.user, at=at)
        messages.success(request, _said(done))
        return redirect("counseling:leave_detail", found.pk)
    touched = touched_by(found, at)
    context = {
        "leave": found,
        "rows": pages.touched_rows(touched, found.counsellor.zone),
        "over": found.last < clock.legal_date(at),
    }
    return render(request, "counseling/leave_detail.html", context)


def _said(done: operations.Reassigned) -> str:
    if not (done.kept or done.returned or done.routed):
        return _("Tidak ada lagi yang perlu dialihkan.")
    kept = ngettext(
        "%(n)s sesi diberikan kepada konselor lain pada waktu yang sama",
        "%(n)s sesi diberikan kepada konselor lain pada waktu yang sama",
        done.kept,
    )
    back = ngettext("%(n)s kembali ke antrian", "%(n)s kembali ke antrian", done.returned)
    routed = ngettext("%(n)s permohonan dialihkan", "%(n)s permohonan dialihkan", done.routed)
    said = [(kept, done.kept), (back, done.returned), (routed, done.routed)]
    return "; ".join(words % {"n": count} for words, count in said if count) + "."


@never_cache
@require_POST
@roles(*DESK)
def leave_take_back(request: HttpRequest, leave_id: uuid.UUID) -> HttpResponse:
    """The counsellor is there after all."""
    found = _leave_or_404(request, leave_id)
    operations.take_back_leave(found, actor=request.user, at=clock.now())
    messages.success(request, _("Cuti dibatalkan. Yang sudah dialihkan tetap pada konselor lain."))
    return redirect("counseling:leave")
