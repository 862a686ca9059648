"""Reminders before something is lost: each said once, however often beat asks."""

from datetime import datetime, timedelta

from claims.enums import ClaimState, OverpaymentState
from claims.models import Claim, Repayment
from core import clock
from notices.operations import notify

DRAFT_DAYS_BEFORE = (7, 3, 1)
INSTALMENT_DAYS = (
    ("repayment_due", 7),
    ("repayment_due", 1),
    ("repayment_late", -1),
    ("repayment_late", -7),
    ("repayment_late", -30),
)


def remind(*, at: datetime) -> int:
    """Tell people whose drafts are about to close. Returns how many were spoken to."""
    today = clock.legal_date(at)
    spoken = 0
    for days in DRAFT_DAYS_BEFORE:
        drafts = Claim.objects.filter(state=ClaimState.DRAFT, draft_until=today + timedelta(days=days))
        for claim in drafts.select_related("person__user"):
            notify(
                event="claim_draft_reminder",
                user=claim.person.user,
                at=at,
                link=f"/klaim/{claim.pk}/tugas/",
                key=f"{claim.pk}:{days}",
                due=claim.draft_until,
            )
            spoken += 1
    return spoken + _remind_of_instalments(at)


def _remind_of_instalments(at: datetime) -> int:
    """Before an instalment's day and after it, so many days each; what is paid meanwhile is not asked for."""
    today, spoken = clock.legal_date(at), 0
    waiting = Repayment.objects.filter(paid_on=None, overpayment__state=OverpaymentState.CONFIRMED)
    for event, days in INSTALMENT_DAYS:
        rows = waiting.filter(due_on=today + timedelta(days=days)).select_related("overpayment__claim__person__user")
        for row in rows.order_by("pk"):
            owed = row.overpayment
            notify(
                event=event,
                user=owed.claim.person.user,
                at=at,
                link=f"/pembayaran/kelebihan/{owed.pk}/",
                key=f"{owed.pk}:{row.due_on.isoformat()}:{days}",
                due=row.due_on,
            )
            spoken += 1
    return spoken
