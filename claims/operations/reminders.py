"""Reminders before something is lost: each said once, however often beat asks."""

from datetime import datetime, timedelta

from claims.enums import ClaimState
from claims.models import Claim
from core import clock
from notices.operations import notify

DRAFT_DAYS_BEFORE = (7, 3, 1)


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
    return spoken
