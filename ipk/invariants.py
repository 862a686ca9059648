"""What must always be true of evidence of looking for work."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F

from core.invariants import Invariant
from ipk.models import Activity


def _open_without_deadline(at: datetime) -> Iterator[str]:
    """The day is never empty; one before the evidence came is no day by which somebody could look."""
    for activity in Activity.objects.awaiting_officer().filter(due_on__lt=F("submitted_at__date")):
        yield f"evidence {activity.pk} waits for an officer until a day before it was sent"


INVARIANTS = (Invariant("I17", "Every piece of evidence that waits has its deadline", _open_without_deadline),)
