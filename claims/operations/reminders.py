"""Reminders before something is lost: each said once, however often beat asks."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from claims.enums import ClaimState, MonthState, OverpaymentState
from claims.models import Claim, ClaimMonth, Repayment
from claims.operations.monthly_cycle import ALONE, month_telling, to_be_told
from core import clock
from core.chunks import Step, do_chunk
from notices.operations import Telling, notify_many
from notices.selectors import told

DRAFT_DAYS_BEFORE = (7, 3, 1)
MONTH_DAYS_BEFORE = (3, 1)
INSTALMENT_DAYS = (
    ("repayment_due", 7),
    ("repayment_due", 1),
    ("repayment_late", -1),
    ("repayment_late", -7),
    ("repayment_late", -30),
)
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


def _instalment_step(event: str, days: int) -> Step:
    """Before an instalment's day and after it, so many days each; what is paid meanwhile is not asked for."""

    def due(at: datetime) -> QuerySet[Repayment]:
        day = clock.legal_date(at) + timedelta(days=days)
        waiting = Repayment.objects.filter(paid_on=None, overpayment__state=OverpaymentState.CONFIRMED, due_on=day)
        key = Concat(Cast(OuterRef("overpayment_id"), TextField()), Value(f":{day.isoformat()}:{days}"))
        said = told(event, key=key, user=OuterRef("overpayment__claim__person__user"))
        return waiting.exclude(said).order_by("pk").select_related("overpayment__claim__person__user")

    def remind(rows: list[Repayment], at: datetime) -> None:
        tellings = [
            Telling(
                row.overpayment.claim.person.user,
                f"/pembayaran/kelebihan/{row.overpayment_id}/",
                f"{row.overpayment_id}:{row.due_on.isoformat()}:{days}",
                {"due": row.due_on},
            )
            for row in rows
        ]
        notify_many(event, tellings, at=at)

    return Step(f"remind_of_instalment_{days}", due, remind, ALONE)


STEPS = (
    *(_draft_step(days) for days in DRAFT_DAYS_BEFORE),
    *(_month_step(reminder) for reminder in (*map(str, MONTH_DAYS_BEFORE), "0", "held")),
    *(_instalment_step(event, days) for event, days in INSTALMENT_DAYS),
)


def remind(*, at: datetime) -> int:
    """Tell everybody whose draft, window, held month or instalment falls due, or fell. Returns how many."""
    return sum(done for step in STEPS for done in iter(lambda step=step: do_chunk(step, at=at), 0))
