"""What happened to an account, for whoever tells people about it (jkp_portal/subscriptions.py)."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, slots=True)
class NewDeviceSignedIn(Event):
    """A browser that the account did not know has signed in."""

    user_id: str
    device_id: str


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    user_id: str


@dataclass(frozen=True, slots=True)
class ContactChanged(Event):
    """`channel` is sms or email. The old address got a code before, so its owner knows."""

    user_id: str
    channel: str


@dataclass(frozen=True, slots=True)
class SecondFactorChanged(Event):
    """`change` is added, removed or reset."""

    user_id: str
    change: str
