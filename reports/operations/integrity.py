"""Every night: what is odd in training becomes work for an officer of integrity."""

from datetime import datetime

from reports.selectors.integrity import odd_training
from training.operations.signals import note_signals


def find_signals(*, at: datetime) -> int:
    """Note what the rules find and nobody was told of. Returns how many are new. Raises CalendarNotLoaded."""
    return note_signals(odd_training(at=at), at=at)
