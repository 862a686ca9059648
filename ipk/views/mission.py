"""W13 and W14: the mission, adding to it, and one activity with what an officer said."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant
from core import clock
from core.errors import Conflict, Invalid, TooMany, ensure
from ipk import policies, selectors
from ipk.enums.activities import ActivityKind, ActivityState
from ipk.forms.activities import ActivityForm, about_vacancy, as_typed
from ipk.models import Activity
from ipk.operations import activities
from ipk.presentation import activities as pages
from ipk.views.common import GET_POST, activity_form, own_activity, show_error, vacancy_elsewhere
from notices.selectors import wishes_of
from participants.selectors import person_of

ROWS = 20


@never_cache
@require_safe
@participant
def mission(request: HttpRequest) -> HttpResponse:
    """How far the month is, the one next step, and every activity with how it stands."""
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    now = clock.now()
    today = clock.legal_date(now)
    period = selectors.current_period(person)
    first, last = (period.first, period.last_day) if period else selectors.recent_days(today)
    found = selectors.mission(person, first, last, today=today)
    page = Paginator(found.rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "mission": found,
        "page": page,
        "items": pages.mission_items(list(page)),
        "assessed": selectors.has_assessed(person),
        **pages.mission_page(found, period, now, wishes_of(request.user).zone),
    }
    return render(request, "ipk/mission.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
def add(request: HttpRequest) -> HttpResponse:
    """W14. What was typed and uploaded stays when something has to be corrected.

    `?lowongan=` names a vacancy of another site: what is known of it stands there. Who told of it already sees that.
    """
    person = person_of(request.user)
    if person is None:
        return redirect("participants:register_identity")
    at = clock.now()
    about = vacancy_elsewhere(request.POST.get("vacancy") or request.GET.get("lowongan"))
    kind = request.GET.get("jenis", ActivityKind.APPLICATION if about else "")
    known = selectors.told_of([person.pk], [about.pk]).get((person.pk, about.pk)) if about else None
    if known is not None and request.method != "POST" and known.kind in (kind, ActivityKind.INTERVIEW):
        return redirect("ipk:activity", known.pk)
    initial = {"kind": kind if kind in ActivityKind.values else None, **(about_vacancy(about) if about else {})}
    form = activity_form(request, at=at, initial=initial, about=about)
    if request.method == "POST" and form.is_valid():
        try:
            added = activities.add_activity(person, told=form.told(), actor=request.user, at=at)
        except (Invalid, TooMany) as error:
            show_error(form, error)
        else:
            counts, said = pages.saved(added, selectors.current_period(person))
            messages.add_message(request, messages.SUCCESS if counts else messages.WARNING, said)
            return redirect("ipk:mission")
    return _form_page(request, "ipk/add.html", form, about=about)


@never_cache
@require_safe
@participant
def activity(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """One activity: what was told, how it stands, and what can be done."""
    found = own_activity(request, activity_id)
    context = {
        "activity": found,
        "status": pages.activity_status(found),
        "facts": pages.activity_facts(found),
        "history": pages.history(found),
        "may_answer": policies.can_answer(request.user, found),
        "may_withdraw": policies.can_withdraw(request.user, found),
    }
    return render(request, "ipk/activity.html", context)


@never_cache
@require_http_methods(GET_POST)
@participant
def answer(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """Put right what was asked for; the file on record stays unless another is sent."""
    found = own_activity(request, activity_id)
    at = clock.now()
    if not policies.can_answer(request.user, found):
        return _already_sent(request, found)
    form = activity_form(request, at=at, initial=as_typed(found), on_record=found.file)
    if request.method == "POST" and form.is_valid():
        try:
            activities.answer_activity(found, told=form.told(), actor=request.user, at=at)
        except (Invalid, TooMany) as error:
            show_error(form, error)
        else:
            messages.success(request, _("Terkirim. Kami memeriksa lagi dalam 1 hari kerja."))
            return redirect("ipk:activity", found.pk)
    status = pages.activity_status(found)
    return _form_page(request, "ipk/answer.html", form, activity=found, status=status)


def _already_sent(request: HttpRequest, found: Activity) -> HttpResponse:
    """The same form again, or Back after sending: show how it stands. A form for what was judged meanwhile is stale."""
    if request.method == "POST" and found.state != ActivityState.SUBMITTED:
        raise Conflict("wrong_state", _("Aktivitas ini sudah berubah. Muat ulang untuk melihat yang terbaru."))
    return redirect("ipk:activity", found.pk)


@never_cache
@require_http_methods(GET_POST)
@participant
def withdraw(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """What follows from it, then one button."""
    found = own_activity(request, activity_id)
    if found.state == ActivityState.WITHDRAWN:
        return redirect("ipk:mission")
    if request.method == "POST":
        activities.withdraw_activity(found, actor=request.user, at=clock.now())
        messages.success(request, _("Aktivitas ditarik. Bukti lain tetap."))
        return redirect("ipk:mission")
    ensure(policies.can_withdraw(request.user, found), "not_open", _("Aktivitas ini tidak dapat ditarik lagi."))
    return render(request, "ipk/withdraw.html", {"activity": found})


def _form_page(request: HttpRequest, template: str, form: ActivityForm, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
