"""Where allauth meets the portal: its pipeline of sign-in, its second factors and its list of sessions are used."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import get_login_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import sessions
from accounts.models import SignIn, User
from accounts.operations.devices import remember_device
from accounts.operations.sessions import keep_newest_sessions
from accounts.operations.sign_in import note_sign_in
from accounts.requests import device_name, give_token, origin_of
from accounts.selectors import is_officer
from core import clock
from core.crypto import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """Limits, codes and messages are the portal's own; see accounts.operations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People register with their NIK (participants); nobody signs up here."""
        return False

    def get_login_stages(self) -> list[str]:
        return ["accounts.stages.SecondFactorStage", "accounts.stages.NewDeviceStage"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("jkp_portal:home_for")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return [{"id": "confirm", "description": "", "url": reverse("account_confirm")}]

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("account_login")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page that follows says what happened, in our words."""

    def post_login(self, request: HttpRequest, user: Any, *, redirect_url: str | None, **kwargs: Any) -> HttpResponse:
        """The session is there: start its clocks, know the browser, write the history, end what is too much."""
        at = clock.now()
        methods = {record["method"] for record in get_authentication_records(request, user)}
        sessions.begin(request, second_factor="mfa" in methods)
        response = redirect(get_login_redirect_url(request, redirect_url))
        remember_device(user, token=give_token(request, response), name=device_name(request), at=at)
        note_sign_in(user, SignIn.Outcome.SIGNED_IN, origin=origin_of(request, user), at=at)
        request.session.save()
        UserSession.objects.create_from_request(request)
        officer = is_officer(user, clock.legal_date(at))
        keep_newest_sessions(user, officer=officer, current=request.session.session_key or "")
        return response


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second factor are sealed like every other secret."""

    def encrypt(self, text: str) -> str:
        return seal(text, "mfa").hex()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(bytes.fromhex(encrypted_text), "mfa")

    def get_totp_issuer(self) -> str:
        return "JKP"

    def _get_user_identifier(self, user: Any) -> str:
        """What the authenticator app shows: the address, or the name of who has none. Never a number."""
        return user.email or user.full_name if isinstance(user, User) else str(user)

    def _get_site_name(self) -> str:
        return "JKP"
