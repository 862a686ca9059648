"""A forgotten password: a code to the address that was typed, and the same answers whether or not anybody has it."""

from datetime import datetime, timedelta

from accounts.models import Channel, User
from accounts.operations.codes import WRONG, check_code, count_wrong, send_code, wrong_code
from accounts.selectors import user_by_login
from core.errors import TooMany
from core.limits import Limit, refuse_locked, take

PURPOSE = "recovery"
PER_LOGIN = Limit("recovery.login", most=5, within=timedelta(hours=1))
SOON_AGAIN = Limit("recovery.again", most=3, within=timedelta(minutes=10))
PER_ADDRESS = Limit("recovery.ip", most=20, within=timedelta(hours=1))


def start_recovery(login: str, *, ip: str, at: datetime) -> User | None:
    """Send a code to the address or number that was typed, if an account has it; the caller shows the same page.

    Raises TooMany: three in ten minutes and five an hour for what was typed, twenty an hour for an address.
    """
    take(PER_ADDRESS, ip, at=at)
    for limit in (SOON_AGAIN, PER_LOGIN):
        take(limit, login.strip().casefold(), at=at)
    user = user_by_login(login)
    if user is None or not user.is_active:
        return None
    channel = Channel.EMAIL if "@" in login else Channel.SMS
    try:
        send_code(user, purpose=PURPOSE, subject=str(user.pk), channel=channel, at=at)
    except TooMany:
        return user  # the page is the same; the code sent before still works
    return user


def check_recovery_code(user: User | None, *, login: str, code: str, at: datetime) -> User:
    """Who may set a new password. Raises the errors of check_code; for nobody's login it is always code_wrong."""
    if user is not None:
        check_code(user, purpose=PURPOSE, subject=str(user.pk), code=code, at=at)
        return user
    key = f"nobody|{login.strip().casefold()}"
    refuse_locked(WRONG, key, at=at)
    count_wrong(key, at=at)
    raise wrong_code()
