"""Answering a proposed time, taking a request back, and the appointment as a calendar file."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant, signed_in
from core import clock
from core.errors import Conflict
from counseling.calendar_file import calendar_file as written
from counseling.enums import SessionState
from counseling.forms.asking import YES, AnswerForm, CancelForm
from counseling.models import Session
from counseling.operations import booking
from counseling.operations import requests as operations
from counseling.presentation import booking as pages
from counseling.selectors import requests as selectors
from counseling.views.asking import GET_POST
from counseling.views.own import own_or_404
from notices.selectors import wishes_of
from participants.decorators import with_person
from participants.models import Person


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def answer(request: HttpRequest, person: Person, request_id: uuid.UUID) -> HttpResponse:
    """Yes, or no and other times. Without a proposal there is nothing to answer: the request says how it stands."""
    standing = own_or_404(person, request_id)
    session = standing.session
    if not standing.is_proposed or session is None:
        return redirect("counseling:detail", standing.request.pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _answered(request, session, form)
            except Conflict as error:
                status = error.status
                form.add_error(None, str(error.message))
    zone = wishes_of(request.user).zone
    context = {"form": form, "card": pages.card(standing, clock.now(), zone), "standing": standing}
    return render(request, "counseling/answer.html", context, status=status)


def _answered(request: HttpRequest, session: Session, form: AnswerForm) -> HttpResponse:
    at = clock.now()
    if form.cleaned_data["answer"] == YES:
        booking.agree(session, actor=request.user, at=at)
        messages.success(request, _("Waktu disepakati. Kami mengingatkan Anda sehari sebelumnya."))
        return redirect("counseling:detail", session.request_id)
    booking.decline(session, actor=request.user, at=at, note=form.cleaned_data["reason"])
    messages.success(request, _("Konselor tahu waktu itu tidak cocok. Pilih waktu lain yang bisa."))
    return redirect("counseling:move", session.request_id)


@never_cache
@require_http_methods(GET_POST)
@participant
@with_person
def cancel(request: HttpRequest, person: Person, request_id: uuid.UUID) -> HttpResponse:
    """What follows from it, then one button."""
    standing = own_or_404(person, request_id)
    if not standing.is_live:
        return redirect("counseling:detail", standing.request.pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reason = form.cleaned_data["reason"]
                operations.cancel_request(standing.request, reason=reason, actor=request.user, at=clock.now())
            except Conflict as error:
                status = error.status
                form.add_error(None, str(error.message))
            else:
                messages.success(request, _("Konseling dibatalkan. Anda bisa mengajukan lagi kapan saja."))
                return redirect("counseling:home")
    context = {"form": form, "standing": standing, "zone": wishes_of(request.user).zone}
    return render(request, "counseling/cancel.html", context, status=status)


@never_cache
@require_safe
@signed_in
def calendar_file(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """The appointment for a calendar, for one of its two people."""
    session = selectors.own_session(request.user, session_pk)
    if session is None or session.state not in (SessionState.AGREED, SessionState.OPEN):
        raise Http404
    own = session.person.user_id == request.user.pk
    name = "counseling:detail" if own else "counseling:queue_request"
    link = request.build_absolute_uri(reverse(name, args=[session.request_id]))
    response = HttpResponse(written(session, link=link), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="konseling-jkp.ics"'
    return response
