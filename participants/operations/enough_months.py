"""How many participants have enough months by the law, by province: from everybody's bits, once for each load."""

from datetime import date, datetime

from django.db import transaction

from core.jobs import enqueue
from participants.contribution_enough import Asked, asked_of, counted_sql, enough_sql
from participants.contribution_tables import (
    FOR_MILLIONS,
    ONE_LOADER,
    SUMMARY,
    loaded_periods,
    partition_of,
    rows,
    run,
)
from participants.models import Employer, EnoughMonths
from rules.calendar import Month, first_day, month_of

JOB = "participants.count_enough_months"


def ask_to_count(touched: list[Month]) -> None:
    """Tell the jobs of every loaded month whose window holds one of `touched`, which have just been written."""
    for period in sorted(loaded_periods()):
        asked = asked_of(period)
        if period in touched or any(asked.first <= month <= asked.last for month in touched):
            enqueue(JOB, month=first_day(period))


@transaction.atomic
def count_enough_months(month: date, *, at: datetime) -> list[EnoughMonths]:
    """Count a loaded month anew. Twice counts the same; nothing where the months of the window have no bits."""
    run(FOR_MILLIONS)
    run("SELECT pg_advisory_xact_lock(%s)", ONE_LOADER)
    period = month_of(month)
    EnoughMonths.objects.filter(month=month).delete()
    asked = asked_of(period)
    if period not in loaded_periods() or not asked.has_bits:
        return []
    names = ("reported", "province_id", "participants", "counted", "enough")
    found = [dict(zip(names, values, strict=True)) for values in rows(_by_province(asked))]
    return EnoughMonths.objects.bulk_create(EnoughMonths(month=month, counted_at=at, **facts) for facts in found)


def _by_province(asked: Asked) -> str:
    """A firm that the portal does not know, or of which BPJS told no place, has no province."""
    firms = (
        f"SELECT npp::int4 AS number, left(region_id, 2) AS province FROM {Employer._meta.db_table} "  # noqa: S608
        "WHERE npp ~ '^[0-9]{8}$'"
    )
    return (
        "SELECT h.participant IS NOT NULL, f.province, count(*), "  # noqa: S608 - names and numbers of ours
        f"count(*) FILTER (WHERE {counted_sql('s.paid_bits', asked)}), "
        f"count(*) FILTER (WHERE {enough_sql('s.paid_bits', asked)}) "
        f"FROM {SUMMARY} s LEFT JOIN {partition_of(asked.month)} h ON h.participant = s.participant "
        f"LEFT JOIN ({firms}) f ON f.number = h.employer GROUP BY 1, 2"
    )
