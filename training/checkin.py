"""The code that a class shows on its wall: six digits, others every two minutes, made from the meeting's own secret.

A photograph of it that is sent to somebody at home is worthless soon; a code in the middle of changing still counts.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from core.text import ascii_digits
from training.models import Meeting

DIGITS = 6
SLOT = timedelta(minutes=2)
OPENS_BEFORE = timedelta(minutes=15)


def code_of(meeting: Meeting, at: datetime) -> str:
    """The six digits of this moment."""
    return _digits(meeting, _slot(at))


def is_code(meeting: Meeting, typed: str, at: datetime) -> bool:
    """Whether these are the digits of this slot or of the one before; spaces and foreign digits are read."""
    said = "".join(ascii_digits(typed).split())
    return any(hmac.compare_digest(said.encode(), _digits(meeting, _slot(at) - n).encode()) for n in (0, 1))


def changes_at(at: datetime) -> datetime:
    """When other digits are shown."""
    seconds = int(SLOT.total_seconds())
    return at + timedelta(seconds=seconds - int(at.timestamp()) % seconds)


def ends_at(meeting: Meeting) -> datetime:
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def is_running(meeting: Meeting, at: datetime) -> bool:
    """From a quarter of an hour before it begins until it ends."""
    return meeting.starts_at - OPENS_BEFORE <= at < ends_at(meeting)


def _slot(at: datetime) -> int:
    return int(at.timestamp()) // int(SLOT.total_seconds())


def _digits(meeting: Meeting, slot: int) -> str:
    made = hmac.new(bytes(meeting.secret), slot.to_bytes(8, "big"), hashlib.sha256).digest()
    return f"{int.from_bytes(made[:8], 'big') % 10**DIGITS:0{DIGITS}d}"
