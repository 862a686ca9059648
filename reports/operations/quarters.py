"""Every night: firms and workers of a quarter are counted by province, once BPJS has sent its three months."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max, Min

from core import clock
from participants.contribution_tables import FOR_MILLIONS, REGISTER, loaded_periods
from participants.models import ContributionFile, Employer
from reports.models import QuarterCount
from rules.calendar import Month, add_months, month_of

QUARTERS_KEPT_FRESH = 8  # a payment or correction that comes later than two years changes no published count

_COUNT = f"""
    SELECT coalesce(left(e.region_id, 2), %(unknown)s), count(DISTINCT r.employer), count(DISTINCT r.participant)
    FROM {REGISTER} r LEFT JOIN {Employer._meta.db_table} e ON ltrim(e.npp, '0') = r.employer::text
    WHERE r.period BETWEEN %(first)s AND %(last)s GROUP BY 1
    UNION ALL
    SELECT %(nation)s, count(DISTINCT employer), count(DISTINCT participant)
    FROM {REGISTER} WHERE period BETWEEN %(first)s AND %(last)s
"""  # noqa: S608 - names of ours


def count_what_changed(*, at: datetime) -> list[date]:
    """The quarters that were counted: complete ones without a count, or with one older than the last loaded file."""
    held = loaded_periods()
    changed = ContributionFile.objects.aggregate(at=Max("loaded_at"))["at"]
    done = []
    for quarter in _recent(clock.legal_date(at)):
        months = [Month(month_of(quarter) + place) for place in range(3)]
        counted = QuarterCount.objects.filter(quarter=quarter).aggregate(at=Min("counted_at"))["at"]
        fresh = counted is not None and (changed is None or changed <= counted)
        if not fresh and all(month in held for month in months):
            _count(quarter, months, at)
            done.append(quarter)
    return done


def _recent(today: date) -> list[date]:
    """Quarters that are over, the newest first."""
    newest = add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), -3)
    return [add_months(newest, -3 * place) for place in range(QUARTERS_KEPT_FRESH)]


@transaction.atomic
def _count(quarter: date, months: list[Month], at: datetime) -> None:
    facts = {"first": months[0], "last": months[-1], "unknown": QuarterCount.UNKNOWN, "nation": QuarterCount.NATION}
    with connection.cursor() as cursor:
        cursor.execute(FOR_MILLIONS)
        cursor.execute(_COUNT, facts)
        counted = cursor.fetchall()
    QuarterCount.objects.filter(quarter=quarter).delete()
    QuarterCount.objects.bulk_create(
        QuarterCount(quarter=quarter, province=province, employers=employers, workers=workers, counted_at=at)
        for province, employers, workers in counted
    )
