"""Telling people, and what they wish to hear."""

from notices.operations.messages import deliver, notify

__all__ = ["deliver", "notify"]
