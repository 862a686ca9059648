"""What an account publishes (accounts.events), told to its owner."""

from datetime import datetime

from accounts.models import User
from notices.operations.messages import notify

SECURITY_PAGE = "/akun/keamanan/"
_CHANGED = {"sms": "phone_changed", "email": "email_changed"}


def tell_new_device(user_id: str, device_id: str, *, at: datetime) -> None:
    """Once for a device."""
    _tell("new_device", user_id, key=device_id, at=at)


def tell_password_changed(user_id: str, *, at: datetime) -> None:
    _tell("password_changed", user_id, key=_minute(at), at=at)


def tell_contact_changed(user_id: str, channel: str, *, at: datetime) -> None:
    """To the addresses of now; the former one got a code and knows."""
    _tell(_CHANGED[channel], user_id, key=_minute(at), at=at)


def tell_second_factor_changed(user_id: str, change: str, *, at: datetime) -> None:
    _tell("second_factor_changed", user_id, key=f"{change}:{_minute(at)}", at=at)


def _tell(event: str, user_id: str, *, key: str, at: datetime) -> None:
    user = User.objects.filter(pk=user_id).first()
    if user is not None:
        notify(event=event, user=user, at=at, link=SECURITY_PAGE, key=key)


def _minute(at: datetime) -> str:
    """A job that ran twice within a minute says it once."""
    return f"{at:%Y-%m-%dT%H:%M}"
