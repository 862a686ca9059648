"""For other apps: sign somebody in who has just proved themselves otherwise."""

from allauth.account.internal import flows
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from accounts.models import User


def sign_in_registered(request: HttpRequest, user: User, *, then: str = "") -> HttpResponse:
    """Sign in whoever has just registered and proved their number, know this browser, and go to `then` or home."""
    return flows.login.perform_login(request, Login(user=user, signup=True, redirect_url=then or None))
