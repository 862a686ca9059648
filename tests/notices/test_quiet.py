"""Quiet hours, to the second, in the three zones of the country."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from notices.enums import Zone
from notices.quiet import quiet_until

zones = pytest.mark.parametrize("zone", list(Zone))


def local(zone, *moment):
    return datetime(*moment, tzinfo=ZoneInfo(zone))


@zones
@pytest.mark.parametrize("moment", [(2026, 12, 14, 7, 0, 0), (2026, 12, 14, 12, 0, 0), (2026, 12, 14, 19, 59, 59)])
def test_by_day_nothing_waits(zone, moment):
    assert quiet_until(local(zone, *moment), zone) is None


@zones
@pytest.mark.parametrize(
    "moment",
    [(2026, 12, 31, 20, 0, 0), (2026, 12, 31, 23, 59, 59), (2027, 1, 1, 0, 0, 0), (2027, 1, 1, 6, 59, 59)],
)
def test_by_night_all_waits_until_seven(zone, moment):
    assert quiet_until(local(zone, *moment), zone) == local(zone, 2027, 1, 1, 7)


def test_the_zone_decides_not_the_office():
    eight_in_jayapura = local(Zone.WIT, 2026, 12, 14, 20)  # 18.00 WIB
    assert quiet_until(eight_in_jayapura, Zone.WIT) == local(Zone.WIT, 2026, 12, 15, 7)
    assert quiet_until(eight_in_jayapura, Zone.WIB) is None
