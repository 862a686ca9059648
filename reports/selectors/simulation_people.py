"""Everybody whose PHK the portal holds, as columns for the simulator. Needs numpy: imported by jobs only (ADR 19)."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

import numpy as np

from claims.selectors.outreach_columns import START, counted_months
from participants.enums import VOID_PHK
from participants.models import PhkEvent
from rules.batch import People
from rules.batch.bitmaps import NO_RECORD
from rules.batch.days import number
from rules.simulation import NO_PROVINCE, Claimants

CHUNK: Final = 10_000
# Nobody's own day of filing is used: everybody files a fortnight after the PHK and is decided a week later.
FILED_AFTER, DECIDED_AFTER = timedelta(days=14), timedelta(days=21)


def registered(first: date, last: date) -> Claimants:
    """PHKs between two days that were not withdrawn or closed. Of a person nothing but these columns is read.

    A chunk at a time; what stays in memory is about 40 bytes a person. Months that the register does not hold may have
    been paid; who has no number in it is undecided.
    """
    columns: list[list[int]] = [[] for _ in range(7)]
    after = START
    while True:
        found = PhkEvent.objects.filter(phk_on__range=(first, last), pk__gt=after).exclude(state__in=VOID_PHK)
        rows = list(found.order_by("pk").values_list("pk", "phk_on", "region__code")[:CHUNK])
        if not rows:
            break
        _add(columns, rows)
        after = rows[-1][0]
    phk, filed, decided, paid, doubtful, wage, month_province = columns
    months, provinces = month_province[0::2], month_province[1::2]
    people = People(
        phk_on=np.array(phk, dtype=np.int32),
        filed_on=np.array(filed, dtype=np.int32),
        decided_on=np.array(decided, dtype=np.int32),
        paid_bits=np.array(paid, dtype=np.int64),
        doubtful_bits=np.array(doubtful, dtype=np.int64),
        last_wage=np.array(wage, dtype=np.int64),
        last_month=np.array(months, dtype=np.int32),
    )
    return Claimants(people, np.array(provinces, dtype=np.int16))


def _add(columns: list[list[int]], rows: list[tuple[UUID, date, str | None]]) -> None:
    known = counted_months([pk for pk, _on, _region in rows])
    for pk, on, region in rows:
        months = known[pk]
        values = (number(on), number(on + FILED_AFTER), number(on + DECIDED_AFTER))
        bits = (months.paid, months.doubtful) if months.recorded else (NO_RECORD, 0)
        for column, value in zip(columns, (*values, *bits, months.wage), strict=False):
            column.append(value)
        columns[6].extend((months.last_month, int(region[:2]) if region else NO_PROVINCE))
