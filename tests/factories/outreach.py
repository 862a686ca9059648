"""Who was laid off and has not claimed: what BPJS said of them, and the same months in the monthly register.

hold_months(date(2024, 5, 1), date(2026, 11, 1))      the register holds these months
laid_off(phk_on=date(2026, 7, 10), paid=12)           a confirmed PHK, months paid on the 10th of the next
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import connection

from claims.enums import OutreachState
from claims.models import OutreachEntry
from claims.operations.outreach_sweep import sweep
from participants.contribution_law import EPOCH
from participants.contribution_tables import REGISTER, partition_of
from participants.models import ParticipantNumber, ParticipantSummary, PhkEvent
from rules.calendar import Month, first_day, month_of
from tests.factories import claims as make
from tests.factories.participants import MORNING, TODAY

FIRST, LAST = date(2024, 4, 1), date(2026, 11, 1)
_numbers = count(20_000_000_001)
Paid = tuple[Month, int, date | None]


def hold_months(first: date = FIRST, last: date = LAST) -> None:
    with connection.cursor() as cursor:
        for period in range(month_of(first), month_of(last) + 1):
            name = partition_of(Month(period))
            cursor.execute(f"CREATE TABLE {name} PARTITION OF {REGISTER} FOR VALUES FROM ({period}) TO ({period + 1})")


def months_before(phk_on: date, paid: int, *, wage: int = make.WAGE, late: tuple[int, ...] = ()) -> list[Paid]:
    """`paid` months up to the one before the PHK; those of `late` (1 is the month before) were paid a year too late."""
    rows: list[Paid] = []
    for back in range(1, paid + 1):
        month = Month(month_of(phk_on) - back)
        on_time = (first_day(month) + timedelta(days=31)).replace(day=10)
        rows.append((month, wage, on_time.replace(year=on_time.year + 1) if back in late else on_time))
    return rows


def in_register(phk: PhkEvent, rows: Sequence[Paid], *, number: int | None = None) -> int:
    """One number (KPJ) of the person with these rows; the bits say every month that was paid, also late."""
    number = number or next(_numbers)
    ParticipantNumber.objects.create(number=number, person=phk.person, seen_at=MORNING)
    last = max(rows, default=None)
    ParticipantSummary.objects.create(
        participant=number,
        paid_bits=sum(1 << (month - EPOCH) for month, _wage, paid_on in rows if paid_on),
        last_wage=last[1] if last else None,
        last_period=last[0] if last else None,
        born_on=phk.person.born_on,
        registered_on=date(2019, 3, 1),
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {REGISTER} (participant, wage, paid_on, employer, period, jkk, jkm, government, file) "  # noqa: S608
            "VALUES (%s, %s, %s, 99000001, %s, 0, 0, 0, 1)",
            [(number, wage, paid_on, int(month)) for month, wage, paid_on in rows],
        )
    return number


def as_bpjs_says(phk: PhkEvent, rows: Sequence[Paid]) -> list[dict[str, Any]]:
    """The same months as the snapshot has them."""
    return [
        {
            "month": f"{first_day(month):%Y-%m}",
            "npp": phk.employer.npp,
            "wage": wage,
            "paid_on": paid_on.isoformat() if paid_on else None,
            "reported_on": first_day(month).replace(day=5).isoformat(),
        }
        for month, wage, paid_on in rows
    ]


def laid_off(
    *, phk_on: date = date(2026, 10, 12), paid: int = 24, late: tuple[int, ...] = (), **facts: Any
) -> PhkEvent:
    """A confirmed PHK without a claim, whom the register and BPJS know alike."""
    phk = make.phk(phk_on=phk_on, paid_months=paid, **facts)
    in_register(phk, months_before(phk_on, paid, late=late))
    return phk


def entry(*, phk: PhkEvent | None = None, at: Any = MORNING, **facts: Any) -> OutreachEntry:
    """Found by the sweep, as in life. The register must hold months."""
    phk = phk or laid_off(**facts)
    sweep(at=at)
    return OutreachEntry.objects.get(phk=phk)


def outreach_found(phk: PhkEvent, **fields: Any) -> OutreachEntry:
    """The row alone, as a sweep of the morning would have written it."""
    fields = {"state": OutreachState.FOUND, "found_on": TODAY, "lapses_on": TODAY + timedelta(days=100)} | fields
    return OutreachEntry.objects.create(phk=phk, person=phk.person, **fields)
