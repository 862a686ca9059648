"""Quiet hours: from 20.00 to 07.00 by the person's own clock nothing is sent that can wait."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

STARTS_AT, ENDS_AT = 20, 7


def quiet_until(at: datetime, zone: str) -> datetime | None:
    """When the quiet that `at` falls into ends; None when it may go now. 20.00.00 is quiet, 07.00.00 is not."""
    local = at.astimezone(ZoneInfo(zone))
    if ENDS_AT <= local.hour < STARTS_AT:
        return None
    day = local + timedelta(days=1) if local.hour >= STARTS_AT else local
    return day.replace(hour=ENDS_AT, minute=0, second=0, microsecond=0)
