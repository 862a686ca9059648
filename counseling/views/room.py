"""The room of the two: the page, its messages, asking to be phoned, ending. Without scripts it is forms and links."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core import clock
from core.errors import DomainError
from core.formatting import mask_phone
from core.middleware import may_use_camera
from counseling import wire
from counseling.enums import Side
from counseling.forms.room import MessageForm
from counseling.models import Session
from counseling.operations.attendance import enter_room
from counseling.operations.chat import send_message
from counseling.operations.ending import end_session
from counseling.operations.phoning import ask_to_be_phoned
from counseling.policies import side_of
from counseling.presentation.room import Phase, Room, address_of, as_item, room_of
from counseling.selectors import session_for
from counseling.selectors.chat import messages_after
from counseling.views.room_common import entered, message_number, shown_room

GET_POST = ("GET", "HEAD", "POST")
LAST = "#akhir"


@never_cache
@require_safe
@signed_in
@may_use_camera
def room(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """W18. Whoever opens it in time has come; the counsellor is led to the own one, beside the worksheet.

    `?sebelum=40`: earlier messages; `?segarkan=1`: it loads itself again.
    """
    session, now = _own(request, session_pk), clock.now()
    if side_of(session, request.user) == Side.COUNSELLOR:
        return redirect("?".join(filter(None, [_room_address(request, session), request.META["QUERY_STRING"]])))
    session = entered(request, session, now)
    return _page(request, shown_room(request, session, now))


@never_cache
@require_http_methods(GET_POST)
@signed_in
@may_use_camera
def messages(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """What was said after a number, and one more message: as JSON for the script, as the room for everybody else."""
    session, now = _own(request, session_pk), clock.now()
    if request.method == "POST":
        return _say(request, session, now)
    if request.accepts("text/html"):
        return redirect(_room_address(request, session) + LAST)
    return _after(request, entered(request, session, now), now)


@never_cache
@require_POST
@signed_in
def phone(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    session = _own(request, session_pk)
    ask_to_be_phoned(session, actor=request.user, at=clock.now())
    words = _("%(name)s sudah kami beri tahu dan menelepon %(phone)s.")
    notes.success(
        request, words % {"name": session.counsellor.user.first_name, "phone": mask_phone(request.user.phone)}
    )
    return redirect(_room_address(request, session))


@never_cache
@require_http_methods(GET_POST)
@signed_in
def end(request: HttpRequest, session_pk: uuid.UUID) -> HttpResponse:
    """Asks once more, then ends. A room that is not open has nothing to end: it says itself what comes next."""
    session, now = _own(request, session_pk), clock.now()
    shown = room_of(session, request.user, now)
    if request.method == "POST":
        end_session(session, actor=request.user, at=now)
    elif shown.phase == Phase.OPEN:
        return render(request, "counseling/room_end.html", {"room": shown})
    return redirect(_room_address(request, session))


def _own(request: HttpRequest, pk: uuid.UUID) -> Session:
    session = session_for(request.user, pk)
    if session is None:
        raise Http404
    return session


def _room_address(request: HttpRequest, session: Session) -> str:
    return address_of(session, side_of(session, request.user) or Side.PARTICIPANT)


def _page(request: HttpRequest, shown: Room, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"room": shown, "has_errors": bool(shown.form.errors)}
    return render(request, "counseling/room.html", context, status=status)


def _after(request: HttpRequest, session: Session, now: datetime) -> HttpResponse:
    found, more = messages_after(session, message_number(request.GET.get("after")))
    shown = room_of(session, request.user, now)
    return JsonResponse({"items": wire.items(found, session), "more": more, **as_item(shown)})


def _say(request: HttpRequest, session: Session, now: datetime) -> HttpResponse:
    """Store one message. What is refused comes back with its text and the reason."""
    as_page = request.accepts("text/html")
    form = MessageForm(request.POST)
    form.is_valid()
    key = form.cleaned_data.get("key") or uuid.uuid4()
    try:
        session = enter_room(session, user=request.user, at=now)
        sent = send_message(session, sender=request.user, key=key, body=form.cleaned_data.get("body", ""), at=now)
    except DomainError as error:
        return _refused(request, session, form, error, now) if as_page else _no(error)
    if not as_page:
        return JsonResponse({"n": sent.n, "key": str(sent.key)})
    return redirect(_room_address(request, session) + LAST)


def _no(error: DomainError) -> HttpResponse:
    return JsonResponse({"code": error.code, "text": str(error.message)}, status=error.status)


def _refused(
    request: HttpRequest, session: Session, form: MessageForm, error: DomainError, now: datetime
) -> HttpResponse:
    form.add_error("body", str(error.message))
    session.refresh_from_db(fields=["state"])
    return _page(request, shown_room(request, session, now, form=form), status=error.status)
