"""Telling people, and what they wish to hear."""

from notices.operations.inbox import choose_copies, mark_all_read, mark_read, set_zone
from notices.operations.messages import deliver, notify

__all__ = ["choose_copies", "deliver", "mark_all_read", "mark_read", "notify", "set_zone"]
