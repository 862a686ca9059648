"""Who did not appear how often."""

from counseling.enums import SessionState, Side
from counseling.models import Session
from participants.models import Person

_SAID = (SessionState.HELD, SessionState.MISSED)


def missed_in_a_row(person: Person) -> int:
    """Sessions that the participant missed since the last that took place; an absent counsellor counts for nobody."""
    rows = Session.objects.filter(person=person, state__in=_SAID).exclude(absent=Side.COUNSELLOR)
    count = 0
    for state in rows.order_by("-starts_at").values_list("state", flat=True):
        if state != SessionState.MISSED:
            break
        count += 1
    return count
