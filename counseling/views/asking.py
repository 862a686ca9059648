"""Asking for counselling, and choosing other times: what was typed stays, whatever is refused."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import participant
from core import clock
from core.errors import Conflict, Invalid
from counseling.forms.asking import AskForm, MoveForm, WishesForm
from counseling.models import CounsellingRequest
from counseling.operations import booking
from counseling.operations import requests as operations
from counseling.operations.closing import ask_for_new_time
from counseling.selectors import requests as selectors
from counseling.selectors.slots import Day, Near, Roster, offered
from counseling.views.own import own_or_404
from ipk.selectors import jobseeker_of
from notices.enums import Zone
from notices.selectors import wishes_of
from participants.decorators import with_person
from participants.models import Person

GET_POST = ["GET", "HEAD", "POST"]
OF_A_WISH = {"just_taken", "not_offered", "wish_missing", "wish_twice"}


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def ask(request: HttpRequest, person: Person) -> HttpResponse:
    """The form. Who has asked is led to that request, who is not registered to the registration."""
    standing = selectors.standing_of(person)
    if standing is not None:
        return redirect("counseling:detail", standing.request.pk)
    if jobseeker_of(person) is None:
        return redirect("counseling:register")
    at, zone = clock.now(), wishes_of(request.user).zone
    roster = Roster(at)
    days, languages = offered(person, at, roster=roster), roster.languages()
    form = AskForm(request.POST if request.method == "POST" else None, days=days, zone=zone, languages=languages)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = operations.ask(person, asked=form.asked(), actor=request.user, at=at)
            except (Conflict, Invalid) as error:
                status = error.status
                _show(form, error)
                _offer_again(form, person, at, zone)
            else:
                messages.success(request, _("Permohonan konseling terkirim."))
                return redirect("counseling:detail", made.pk)
    return render(
        request, "counseling/ask.html", _context(form, days, zone, person) | {"languages": languages}, status=status
    )


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def move(request: HttpRequest, person: Person, request_id: uuid.UUID) -> HttpResponse:
    """Other times: for a request that waits, a proposal that does not suit, or a session that was agreed."""
    standing = own_or_404(person, request_id)
    if not standing.is_live:
        return redirect("counseling:detail", standing.request.pk)
    at, zone = clock.now(), wishes_of(request.user).zone
    days = offered(person, at, request=standing.request)
    form = MoveForm(request.POST if request.method == "POST" else None, days=days, zone=zone)
    if standing.session is None:
        del form.fields["reason"]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _move(standing, form, request, at)
            except (Conflict, Invalid) as error:
                status = error.status
                _show(form, error)
                _offer_again(form, person, at, zone, standing.request)
            else:
                messages.success(request, _("Pilihan waktu tersimpan. Konselor menjawab lagi."))
                return redirect("counseling:detail", standing.request.pk)
    context = _context(form, days, zone, person) | {"standing": standing}
    return render(request, "counseling/move.html", context, status=status)


def _move(standing: selectors.Standing, form: MoveForm, request: HttpRequest, at: datetime) -> None:
    wishes, reason = form.wishes(), form.cleaned_data.get("reason", "")
    if standing.session is None:
        operations.choose_again(standing.request, wishes=wishes, actor=request.user, at=at)
    elif standing.is_proposed:
        booking.decline(standing.session, actor=request.user, at=at, note=reason, wishes=wishes)
    elif at >= standing.session.starts_at:
        ask_for_new_time(standing.session, wishes=wishes, note=reason, actor=request.user, at=at)
    else:
        booking.move_session(standing.session, wishes=wishes, reason=reason, actor=request.user, at=at)


def _show(form: WishesForm, error: Conflict | Invalid) -> None:
    if error.code in OF_A_WISH:
        form.show_refused(str(error.message), error.facts)
    else:
        form.add_error("story" if error.code == "story_too_long" else None, str(error.message))


def _offer_again(
    form: WishesForm, person: Person, at: datetime, zone: str, request: CounsellingRequest | None = None
) -> None:
    """After a refusal the times as they are now."""
    days = offered(person, at, request=request)
    for name in ("wish1", "wish2", "wish3"):
        form.fields[name].offer(days, zone)


def _context(form: WishesForm, days: list[Day], zone: str, person: Person) -> dict[str, Any]:
    nearest = min((time.near for day in days for time in day.times), default=None)
    return {
        "form": form,
        "days": days,
        "zone": Zone(zone).label,
        "region": person.region,
        "far": nearest in (Near.PROVINCE, Near.ONLINE),
        "online": nearest == Near.ONLINE,
    }
