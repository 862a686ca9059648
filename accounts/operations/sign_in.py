"""Checking a password, with limits that fail closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.utils.translation import gettext as _

from accounts.models import SignIn, User
from accounts.selectors import phone_of, user_by_login
from core.errors import Invalid, TooMany
from core.limits import Limit, forget, refuse_locked, strike, take

FAILS = Limit("sign-in.fail", most=5, within=timedelta(minutes=15), lock=timedelta(minutes=10))
PER_ADDRESS = Limit("sign-in.ip", most=60, within=timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try comes from.

    `device` is the id of a browser this account knows, else "": all strangers share one lock, so that nobody can lock
    the owner's own browser out.
    """

    ip: str
    device: str
    device_name: str


def check_password(login: str, password: str, *, origin: Origin, at: datetime) -> User:
    """The user with this e-mail or number and password.

    Raises Invalid("wrong_credentials") in the same words for a wrong password, an unknown login and an account that is
    switched off; TooMany after five failures in fifteen minutes (for ten), and over sixty tries a minute of an address.
    """
    take(PER_ADDRESS, origin.ip, at=at)
    claimed = user_by_login(login)
    key = f"{claimed.pk if claimed else phone_of(login) or login.strip().casefold()}|{origin.device}"
    try:
        refuse_locked(FAILS, key, at=at)
    except TooMany:
        note_sign_in(claimed, SignIn.Outcome.LOCKED, origin=origin, at=at)
        raise
    user = authenticate(None, login=login, password=password)
    if user is None:
        strike(FAILS, key, at=at)
        note_sign_in(claimed, SignIn.Outcome.WRONG_PASSWORD, origin=origin, at=at)
        refuse_locked(FAILS, key, at=at)
        raise Invalid("wrong_credentials", _("Email, nomor HP, atau kata sandi tidak cocok. Periksa lalu coba lagi."))
    forget(FAILS, key)
    return user


def note_sign_in(user: User | None, outcome: str, *, origin: Origin, at: datetime) -> None:
    """Write the try into the history that the person sees; a login that nobody has leaves no trace."""
    if user is not None:
        SignIn.objects.create(user=user, at=at, outcome=outcome, device=origin.device_name[:120], ip=origin.ip or None)


def confirm_password(user: User, password: str, *, origin: Origin, at: datetime) -> None:
    """The password of somebody who is signed in, under the same limits. Raises Invalid("wrong_password"), TooMany."""
    key = f"{user.pk}|{origin.device}"
    refuse_locked(FAILS, key, at=at)
    if not user.check_password(password):
        strike(FAILS, key, at=at)
        note_sign_in(user, SignIn.Outcome.WRONG_PASSWORD, origin=origin, at=at)
        refuse_locked(FAILS, key, at=at)
        raise Invalid("wrong_password", _("Kata sandi tidak cocok. Periksa lalu coba lagi."))
    forget(FAILS, key)
