"""Applying inside the room: one short page, one button, and back to the conversation."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import participant
from core import clock
from core.errors import Conflict, TooMany
from counseling.enums import Side
from counseling.models import Session
from counseling.operations.applying import apply_in_room, says_enough
from counseling.policies import side_of
from counseling.selectors import session_for
from counseling.selectors.outcomes import is_advised
from ipk.enums.applications import ApplicationState
from ipk.models import Vacancy
from ipk.operations.applications import refuse_closed
from ipk.presentation.applications import apply_card, counts_for
from ipk.presentation.vacancies import place_text, wage_text
from ipk.selectors import application_for, completeness_of, current_period, profile_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@participant
def apply(request: HttpRequest, session_pk: uuid.UUID, vacancy_id: uuid.UUID) -> HttpResponse:
    """Send the profile as it is for a vacancy of one's own session. Twice is once; the room says that it is sent."""
    session = participants_session(request, session_pk)
    vacancy = Vacancy.objects.select_related("region").filter(pk=vacancy_id).first()
    if vacancy is None or not is_advised(session, vacancy.pk):
        raise Http404
    now = clock.now()
    if request.method == "POST":
        try:
            sent = apply_in_room(session, vacancy=vacancy, actor=request.user, at=now)
        except (Conflict, TooMany) as error:
            return _page(request, session, vacancy, now, status=error.status, refused=str(error.message))
        messages.success(
            request, _("Lamaran terkirim: %(title)s, %(company)s.") % {"title": sent.title, "company": sent.company}
        )
        return redirect(back_to(session))
    return _page(request, session, vacancy, now)


def participants_session(request: HttpRequest, session_pk: uuid.UUID) -> Session:
    """The session of the signed-in participant; another's is not found."""
    session = session_for(request.user, session_pk)
    if session is None or side_of(session, request.user) != Side.PARTICIPANT:
        raise Http404
    return session


def back_to(session: Session) -> str:
    """The room."""
    try:
        return reverse("counseling:room", args=[session.pk])
    except NoReverseMatch:
        return reverse("counseling:outcome", args=[session.pk])


def _page(
    request: HttpRequest, session: Session, vacancy: Vacancy, at: datetime, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    known = application_for(session.person, vacancy)
    full = profile_of(session.person)
    context = {
        "session": session,
        "counsellor": session.counsellor.user.full_name,
        "vacancy": vacancy,
        "place": place_text(vacancy),
        "wage": wage_text(vacancy),
        "back": back_to(session),
        "sent": known if known is not None and known.state != ApplicationState.WITHDRAWN else None,
        "why_not": refused or _why_not(vacancy, at),
        "elsewhere": apply_card(request.user, vacancy, at) if vacancy.employer_id is None else None,
        "enough": says_enough(full),
        "done": completeness_of(full),
        "over": counts_for(current_period(session.person), at),
    }
    return render(request, "counseling/apply.html", context, status=status)


def _why_not(vacancy: Vacancy, at: datetime) -> str:
    try:
        refuse_closed(vacancy, at=at)
    except Conflict as error:
        return str(error.message)
    return ""
