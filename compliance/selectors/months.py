"""What the employers of a region did by month: their reports of PHK, and the cases of arrears."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from accounts.models import User
from accounts.selectors import regions_of
from compliance.enums import UNPAID_BY_EMPLOYER, ArrearsState
from compliance.models import ArrearsCase
from compliance.selectors.risk_facts import report_days
from compliance.selectors.risks import INSPECTORS
from core.clock import JAKARTA
from participants.enums import VOID_PHK
from rules.calendar import Month, first_day, month_of

MONTHS = 12

# The employer's own report, by the first word of its side, against the last day of its duty.
_REPORTS = """
SELECT date_trunc('month', e.phk_on)::date, count(*),
       count(*) FILTER (WHERE own.said_on <= due.due_on),
       count(*) FILTER (WHERE own.said_on > due.due_on),
       count(*) FILTER (WHERE own.said_on IS NULL AND due.due_on < %(today)s)
FROM participants_phkevent e
JOIN unnest(%(phk_days)s::date[], %(due_days)s::date[]) AS due(phk_on, due_on) USING (phk_on)
CROSS JOIN LATERAL (
    SELECT (min(v.at) AT TIME ZONE 'Asia/Jakarta')::date AS said_on FROM participants_phkversion v
    WHERE v.event_id = e.id AND v.side = 'employer'
) own
WHERE NOT (e.state = ANY(%(void)s))
  AND (%(everything)s OR e.region_id = ANY(%(codes)s) OR left(e.region_id, 2) = ANY(%(codes)s))
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class ReportMonth:
    """PHK of a month, by what their employers said: in time, late, nothing although the day is over, not yet due."""

    month: date
    people: int = 0
    in_time: int = 0
    late: int = 0
    missing: int = 0

    @property
    def not_due(self) -> int:
        return self.people - self.in_time - self.late - self.missing


@dataclass(frozen=True, slots=True)
class ArrearsMonth:
    """Cases opened in a month, by how they stand today; `owed`: contributions of those unpaid, in whole rupiah."""

    month: date
    cases: int = 0
    unpaid: int = 0
    handed: int = 0
    owed: int = 0

    @property
    def paid(self) -> int:
        return self.cases - self.unpaid - self.handed


def months_until(today: date) -> list[date]:
    """The first days of the last twelve months, this one included."""
    last = month_of(today)
    return [first_day(Month(last - back)) for back in range(MONTHS - 1, -1, -1)]


def reports_by_month(user: User, today: date) -> list[ReportMonth]:
    """By month of the PHK, in the inspector's own region (Permenaker 2/2025 Pasal 9 ayat (1)).

    A day whose calendar is not loaded has no last day to report, and is left out.
    """
    months, scope = months_until(today), regions_of(user, *INSPECTORS, on=today)
    days, due = report_days(months[0], today)
    asked = {
        "today": today,
        "phk_days": days,
        "due_days": due,
        "void": list(VOID_PHK),
        "everything": scope.everything,
        "codes": list(scope.codes),
    }
    with connection.cursor() as cursor:
        cursor.execute(_REPORTS, asked)
        found = {row[0]: ReportMonth(*row) for row in cursor.fetchall()}
    return [found.get(month, ReportMonth(month)) for month in months]


def arrears_by_month(user: User, today: date) -> list[ArrearsMonth]:
    """By month of opening, in the inspector's own region."""
    months, scope = months_until(today), regions_of(user, *INSPECTORS, on=today)
    since = datetime.combine(months[0], time(), JAKARTA)
    unpaid, handed = Q(state__in=UNPAID_BY_EMPLOYER), Q(state=ArrearsState.HANDED)
    rows = (
        ArrearsCase.objects.for_office(user, today)
        .filter(scope.q("region__code"), opened_at__gte=since)
        .annotate(month=TruncMonth("opened_at", tzinfo=JAKARTA))
        .values("month")
        .annotate(
            cases=Count("pk", distinct=True),
            unpaid=Count("pk", filter=unpaid & ~handed, distinct=True),
            handed=Count("pk", filter=handed, distinct=True),
            owed=Sum("debts__amount", filter=unpaid, default=0),
        )
    )
    found = {row.pop("month").date(): row for row in rows}
    return [ArrearsMonth(month, **found.get(month, {})) for month in months]
