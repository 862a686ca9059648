"""Private unless declared public; sessions end; officers have a second factor."""

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.decorators import access_of
from accounts.models import User
from accounts.selectors import is_officer
from core import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
# Views of other packages cannot declare themselves; these modules' views are open because they check for themselves.
MACHINE_PATHS = ("/healthz", "/readyz", "/api/")
# Seconds, for people and for officers.
IDLE = {False: 30 * 60, True: 15 * 60}
LONGEST = {False: 12 * 3600, True: 9 * 3600}
WRITE_EVERY = 60


class SessionLimitsMiddleware:
    """Idle and absolute ends of a session: 30 minutes and 12 hours for people, 15 minutes and 9 hours for officers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._is_over(request):
            logout(request)
            request.session_ended = True  # type: ignore[attr-defined]
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        session, now = request.session, int(time.time())
        if sessions.SINCE not in session:  # signed in by other means than the sign-in page, such as the test client
            session[sessions.SINCE] = session[sessions.SEEN] = now
        if is_over(session, request.user):  # type: ignore[arg-type]
            return True
        keep_alive(session)
        return False


def is_over(session: SessionBase, user: User) -> bool:
    """Whether a session has been idle too long, or lasts too long, for this user."""
    now, officer = time.time(), is_officer(user, clock.today())
    idle, age = now - session.get(sessions.SEEN, now), now - session.get(sessions.SINCE, now)
    return idle >= IDLE[officer] or age >= LONGEST[officer]


def keep_alive(session: SessionBase) -> bool:
    """Its person was seen just now. Written once a minute; whether it was, so that the session has to be saved."""
    now = int(time.time())
    if now - session.get(sessions.SEEN, 0) < WRITE_EVERY:
        return False
    session[sessions.SEEN] = now
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=clock.now())
    return True


class LoginRequiredMiddleware:
    """Every view is private unless it is declared public; an officer's too, until a second factor is there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.user.is_authenticated or is_public(request, view):
            return None
        if getattr(request, "session_ended", False):
            messages.info(request, _("Sesi Anda berakhir demi keamanan. Masuk lagi; draf Anda tersimpan."))
        if request.method == "POST" and getattr(view, "keeps_typed", False) and request.accepts("text/html"):
            sessions.suspend_typed(request)
        return redirect_to_login(request.get_full_path())


class OfficerSecondFactorMiddleware:
    """An officer's session without a second factor reaches nothing but the pages that set one up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or is_public(request, view) or sessions.has_second_factor(request):
            return None
        access = access_of(view)
        if (access is not None and access.early) or not is_officer(request.user, clock.today()):  # type: ignore[arg-type]
            return None
        return redirect("accounts:second_factor")


def is_public(request: HttpRequest, view: Any) -> bool:
    access = access_of(view)
    if access is not None:
        return access.kind == "public"
    return request.path_info.startswith(MACHINE_PATHS)
