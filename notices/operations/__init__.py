"""Telling people, and what they wish to hear."""

from notices.operations.account_news import (
    tell_contact_changed,
    tell_new_device,
    tell_password_changed,
    tell_second_factor_changed,
)
from notices.operations.codes import deliver_code
from notices.operations.delivery import deliver, deliver_round
from notices.operations.inbox import choose_copies, mark_all_read, mark_read, set_zone
from notices.operations.messages import Telling, notify, notify_many

__all__ = [
    "Telling",
    "choose_copies",
    "deliver",
    "deliver_code",
    "deliver_round",
    "mark_all_read",
    "mark_read",
    "notify",
    "notify_many",
    "set_zone",
    "tell_contact_changed",
    "tell_new_device",
    "tell_password_changed",
    "tell_second_factor_changed",
]
