"""Quiet hours: from 20.00 to 07.00 by the person's own clock nothing is sent that can wait."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from notices.enums import Zone

STARTS_AT, ENDS_AT = 20, 7
# Keppres 41/1987 and the provinces made since: by the first two digits of a region's code. All others are WIB.
_WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_WIT = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})


def zone_of_region(code: str) -> Zone:
    """The clock of a province or regency, by its two- or four-digit Kemendagri code."""
    province = code[:2]
    return Zone.WIT if province in _WIT else Zone.WITA if province in _WITA else Zone.WIB


def quiet_until(at: datetime, zone: str) -> datetime | None:
    """When the quiet that `at` falls into ends; None when it may go now. 20.00.00 is quiet, 07.00.00 is not."""
    local = at.astimezone(ZoneInfo(zone))
    if ENDS_AT <= local.hour < STARTS_AT:
        return None
    day = local + timedelta(days=1) if local.hour >= STARTS_AT else local
    return day.replace(hour=ENDS_AT, minute=0, second=0, microsecond=0)
