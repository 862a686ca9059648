"""Reminders before something is lost: each said once, however often beat asks."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from claims.enums import ClaimState, MonthState
from claims.models import Claim, ClaimMonth
from claims.operations.monthly_cycle import ALONE, month_telling, to_be_told
from core import clock
from core.chunks import Step, do_chunk
from notices.operations import Telling, notify_many
from notices.selectors import told

DRAFT_DAYS_BEFORE = (7, 3, 1)
MONTH_DAYS_BEFORE = (3, 1)
LAST_HOURS_FROM = 16  # o'clock in Jakarta, on the closing day


def _key(reminder: str) -> Concat:
    """The key under which the reminder is said about a row."""
    return Concat(Cast(OuterRef("pk"), TextField()), Value(f":{reminder}"))


def _draft_step(days: int) -> Step:
    def due(at: datetime) -> QuerySet[Claim]:
        drafts = Claim.objects.filter(state=ClaimState.DRAFT, draft_until=clock.legal_date(at) + timedelta(days=days))
        said = told("claim_draft_reminder", key=_key(str(days)), user=OuterRef("person__user"))
        return drafts.exclude(said).order_by("pk").select_related("person__user")

    def remind(claims: list[Claim], at: datetime) -> None:
        tellings = [
            Telling(claim.person.user, f"/klaim/{claim.pk}/tugas/", f"{claim.pk}:{days}", {"due": claim.draft_until})
            for claim in claims
        ]
        notify_many("claim_draft_reminder", tellings, at=at)

    return Step(f"remind_of_draft_{days}", due, remind, ALONE)


def _closing(at: datetime, reminder: str) -> QuerySet[ClaimMonth]:
    """Months of which the last day is as far away as the reminder says."""
    today = clock.legal_date(at)
    if reminder == "held":
        return ClaimMonth.objects.filter(state=MonthState.HELD, complete_by=today + timedelta(days=1))
    if reminder == "0" and at.astimezone(clock.JAKARTA).hour < LAST_HOURS_FROM:
        return ClaimMonth.objects.none()
    open_months = ClaimMonth.objects.of_running_claims().filter(state=MonthState.OPEN)
    return open_months.filter(closes_on=today + timedelta(days=int(reminder)))


def _month_step(reminder: str) -> Step:
    def due(at: datetime) -> QuerySet[ClaimMonth]:
        said = told("month_closing", key=_key(reminder), user=OuterRef("claim__person__user"))
        return to_be_told(_closing(at, reminder)).exclude(said).order_by("pk")

    def remind(months: list[ClaimMonth], at: datetime) -> None:
        notify_many("month_closing", [month_telling(month, key=reminder) for month in months], at=at)

    return Step(f"remind_of_month_{reminder}", due, remind, ALONE)


STEPS = (
    *(_draft_step(days) for days in DRAFT_DAYS_BEFORE),
    *(_month_step(reminder) for reminder in (*map(str, MONTH_DAYS_BEFORE), "0", "held")),
)


def remind(*, at: datetime) -> int:
    """Tell everybody whose draft, window or held month is about to close. Returns how many were spoken to."""
    return sum(done for step in STEPS for done in iter(lambda step=step: do_chunk(step, at=at), 0))
