"""What must always be true of messages and letters."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count

from core.invariants import PATIENCE, Invariant, fingerprint_of, to_be_read
from notices.models import Letter, Notice


def _said_twice(at: datetime) -> Iterator[str]:
    rows = Notice.objects.order_by().values("event", "key", "user_id", "channel").annotate(n=Count("pk"))
    for row in rows.filter(n__gt=1):
        yield f"{row['event']} {row['key']} was said {row['n']} times to user {row['user_id']} by {row['channel']}"


def _altered_letters(at: datetime) -> Iterator[str]:
    """Read from the store, never rendered again: the file itself is what is compared."""
    for letter in to_be_read(Letter.objects.exclude(pdf=""), "issued_at", at=at).iterator():
        if fingerprint_of(letter.pdf) != letter.sha256:
            yield f"letter {letter.number}: its file is not the one that was issued, or is gone"
    for letter in Letter.objects.filter(pdf="", issued_at__lt=at - PATIENCE):
        yield f"letter {letter.number} has had no file for more than a day"


INVARIANTS = (
    Invariant("I24", "Nobody is told the same thing twice by one channel", _said_twice),
    Invariant("I25", "Every letter's file bears its fingerprint", _altered_letters),
)
