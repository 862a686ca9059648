"""What the story of a meeting needs beside the pages: its time, and the clock at it."""

from datetime import datetime, timedelta

from django.db import transaction

from core import clock
from core.models import DemoClock
from tests.e2e.portal import Running

WHEN = """
  SELECT s.id, s.starts_at FROM counseling_session s
    JOIN participants_person p ON p.id = s.person_id JOIN accounts_user u ON u.id = p.user_id
   WHERE u.email = %s ORDER BY s.booked_at DESC LIMIT 1"""


def session_of(portal: Running, email: str) -> tuple[str, datetime]:
    """The last session that was booked for somebody, and when it begins."""
    pk, starts_at = portal.asks(WHEN, email)
    return str(pk), starts_at


def is_at(portal: Running, moment: datetime) -> None:
    """Every process lives on from this moment, the hour included."""
    portal.tell(f"from tests.e2e.meeting import set_clock; set_clock('{moment.isoformat()}')")


@transaction.atomic
def set_clock(moment: str) -> None:
    """Run beside the portal."""
    row, _created = DemoClock.objects.select_for_update().get_or_create(pk=1, defaults={"shift": timedelta()})
    row.shift += datetime.fromisoformat(moment) - clock.now()
    row.save(update_fields=["shift"])
