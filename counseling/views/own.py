"""W17: counselling of the signed-in person, what stands and what was; one request."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.decorators import participant
from core import clock
from counseling.enums import SessionState, WorksheetState
from counseling.models import Session
from counseling.presentation import booking as pages
from counseling.presentation.outcomes import outcome_items
from counseling.selectors import requests as selectors
from ipk.selectors import has_assessed, jobseeker_of
from notices.selectors import wishes_of
from participants.decorators import with_person
from participants.models import Person


@never_cache
@require_safe
@participant
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """Register, ask, what is agreed, and what was."""
    at, zone = clock.now(), wishes_of(request.user).zone
    standing = selectors.standing_of(person)
    history = selectors.history_of(person)
    held = [session for session in history if session.state == SessionState.HELD]
    context = {
        "registered": standing is not None or jobseeker_of(person) is not None,
        "card": pages.card(standing, at, zone) if standing else None,
        "standing": standing,
        "wishes": _wishes(standing),
        "now": at,
        "to_sign": next((session for session in held if _is_to_sign(session)), None),
        "rows": [pages.past(session, zone) for session in history],
        "last": outcome_items(held[:1], at=at, zone=zone),
        "assessed": has_assessed(person),
        "zone": zone,
    }
    return render(request, "counseling/home.html", context)


def _wishes(standing: selectors.Standing | None) -> list[object]:
    if standing is None or standing.session is not None:
        return []
    return list(selectors.wishes_of_request(standing.request))


def _is_to_sign(session: Session) -> bool:
    sheet = getattr(session, "worksheet", None)  # a session whose counsellor wrote none has none
    return sheet is not None and sheet.state == WorksheetState.SENT


@never_cache
@require_safe
@participant
@with_person
def register(request: HttpRequest, person: Person) -> HttpResponse:
    """ "Daftar Sebagai Pencaker": what it is for, then the one form that exists. Who is registered goes on."""
    if jobseeker_of(person) is not None:
        return redirect("counseling:ask")
    onward = f"{reverse('ipk:jobseeker_register')}?lanjut={reverse('counseling:ask')}"
    return render(request, "counseling/register.html", {"onward": onward})


def own_or_404(person: Person, request_id: uuid.UUID) -> selectors.Standing:
    standing = selectors.own_request(person, request_id)
    if standing is None:
        raise Http404
    return standing


@never_cache
@require_safe
@participant
@with_person
def detail(request: HttpRequest, person: Person, request_id: uuid.UUID) -> HttpResponse:
    """One request with its times; also reached by the id of one of its sessions."""
    standing = own_or_404(person, request_id)
    if standing.request.pk != request_id:
        return redirect("counseling:detail", standing.request.pk)
    at, zone = clock.now(), wishes_of(request.user).zone
    sessions = selectors.sessions_of(standing.request)
    context = {
        "asked": standing.request,
        "live": standing.is_live,
        "card": pages.card(standing, at, zone),
        "facts": pages.facts(standing, selectors.wishes_of_request(standing.request), zone),
        "history": pages.history(standing.request, sessions, zone),
        "last": sessions[-1] if sessions else None,
        "tone": pages.REQUEST_TONES[standing.request.state],
    }
    return render(request, "counseling/request.html", context)
