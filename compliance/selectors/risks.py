"""The risk list of a province, and everything that inspectors read about one employer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from compliance.enums import OPEN
from compliance.models import ArrearsCase, Complaint, Inspection, RiskScore, SanctionCase
from compliance.selectors.arrears import office_cases
from compliance.selectors.sanctions import cases_for_desk
from participants.enums import VOID_PHK, ContributionFileState
from participants.models import ContributionFile, Employer, EmployerStaff, PhkEvent
from rules.calendar import Month, first_day, month_of

INSPECTORS = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR)
MONTHS = 6
WAVES = 10
SHOWN = 5  # sanctions and cases of arrears on an employer's page; one more says that there are others
STALE_DAYS = 45  # a register is sent every month, by the 15th of the next one


def risks_for(user: User, on: date) -> QuerySet[RiskScore]:
    """The list that a user reads, heaviest first."""
    return RiskScore.objects.visible_to(user, on).select_related("employer", "region").order_by("place")


def employer_for(user: User, employer_id: UUID, on: date) -> Employer | None:
    """An employer of the user's provinces; audit reads all. Nobody reads the firm that they act or acted for."""
    rows = Employer.objects.select_related("region__parent").exclude(
        pk__in=EmployerStaff.objects.filter(user=user).values("employer")
    )
    if not has_role(user, Role.AUDITOR, on=on):
        rows = rows.filter(regions_of(user, *INSPECTORS, on=on).q("region__code"))
    return rows.filter(pk=employer_id).first()


@dataclass(frozen=True, slots=True)
class RegisteredMonth:
    """What the register holds of a firm in a month: workers, of them unpaid, the wage in the middle."""

    month: date
    workers: int
    unpaid: int
    wage: int


@dataclass(frozen=True, slots=True)
class Wave:
    """PHK of a day: how many, and how many of them the employer reported itself."""

    on: date
    people: int
    by_employer: int


@dataclass(frozen=True, slots=True)
class EmployerPicture:
    """One employer on a day. `as_of`: when the last file of the register was loaded; None: never."""

    months: list[RegisteredMonth]
    as_of: datetime | None
    stale: bool
    waves: list[Wave]
    complaints_open: int
    complaints_all: int
    inspections: list[Inspection]
    sanctions: list[SanctionCase]
    arrears: list[ArrearsCase]


def picture_of(employer: Employer, user: User, *, today: date) -> EmployerPicture:
    """Without authors: complaints are counted, those of the user's own reach only."""
    loaded = ContributionFile.objects.filter(state=ContributionFileState.LOADED)
    as_of = loaded.aggregate(at=Max("loaded_at"))["at"]
    complaints = Complaint.objects.visible_to(user, today).filter(employer=employer)
    counted = complaints.aggregate(open=Count("pk", filter=Q(state__in=OPEN)), all=Count("pk"))
    seen = Inspection.objects.visible_to(user, today).filter(employer=employer)
    return EmployerPicture(
        months=_months(employer, today),
        as_of=as_of,
        stale=as_of is None or as_of.date() < today - timedelta(days=STALE_DAYS),
        waves=_waves(employer),
        complaints_open=counted["open"],
        complaints_all=counted["all"],
        inspections=list(seen.order_by("-opened_at")[:WAVES]),
        sanctions=list(cases_for_desk(user, today).filter(employer=employer)[: SHOWN + 1]),
        arrears=list(office_cases(user, today).filter(employer=employer)[: SHOWN + 1]),
    )


def _months(employer: Employer, today: date) -> list[RegisteredMonth]:
    """The last months of the register, the latest first. A firm whose number is not of the register has none."""
    if not (employer.npp.isascii() and employer.npp.isdigit() and len(employer.npp) == 8):
        return []
    last = month_of(today)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT period, count(*), count(*) FILTER (WHERE paid_on IS NULL), "
            "percentile_disc(0.5) WITHIN GROUP (ORDER BY wage) FROM participants_monthlycontribution "
            "WHERE employer = %s AND period BETWEEN %s AND %s GROUP BY period ORDER BY period DESC",
            [int(employer.npp), last - MONTHS, last],
        )
        return [
            RegisteredMonth(first_day(Month(period)), workers, unpaid, wage)
            for period, workers, unpaid, wage in cursor.fetchall()
        ]


def _waves(employer: Employer) -> list[Wave]:
    rows = PhkEvent.objects.filter(employer=employer).exclude(state__in=VOID_PHK).values("phk_on")
    counted = rows.annotate(
        people=Count("pk", distinct=True),
        own=Count("pk", filter=Q(versions__side="employer"), distinct=True),
    ).order_by("-phk_on")
    return [Wave(row["phk_on"], row["people"], row["own"]) for row in counted[:WAVES]]
