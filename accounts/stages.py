"""The steps between a right password and a session."""

from typing import Any

from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.models import Channel
from accounts.operations.codes import send_code
from accounts.operations.devices import known_device
from accounts.requests import device_token
from accounts.selectors import has_second_factor, is_officer
from core import clock
from core.errors import Invalid, TooMany

NEW_DEVICE = "new-device"  # purpose of the code


class SecondFactorStage(LoginStage):
    """Whoever has a second factor shows it, on every sign-in."""

    key = "second-factor"
    urlname = "account_second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user is None or not has_second_factor(self.login.user):
            return None, True
        return redirect(self.urlname), True


class NewDeviceStage(LoginStage):
    """A participant on a browser this account does not know proves it with a code; officers have a second factor."""

    key = "new-device"
    urlname = "account_new_device"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user: Any = self.login.user
        if self._is_proved(user):
            return None, True
        try:
            sent = send_code(user, purpose=NEW_DEVICE, subject=str(user.pk), channel=Channel.SMS, at=clock.now())
        except (TooMany, Invalid) as problem:
            self.state["problem"] = str(problem.message)
        else:
            self.state["channel"] = sent.channel
        return redirect(self.urlname), True

    def _is_proved(self, user: Any) -> bool:
        at = clock.now()
        return (
            self.login.signup  # the number was proved a moment ago
            or has_second_factor(user)
            or is_officer(user, clock.legal_date(at))
            or known_device(user, device_token(self.request), at=at) is not None
        )
