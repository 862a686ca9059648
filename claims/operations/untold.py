"""Benefits whose months training was never told: those that were granted before there was anybody to tell (TRN-06)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet

from claims.enums import ClaimState
from claims.models import Claim
from claims.operations.months import tell_of_period
from core.clock import legal_date
from training.selectors.vouchers import has_period

CHUNK = 1_000


def tell_untold_periods(*, at: datetime) -> int:
    """Publish the period of every running benefit that training does not know. Returns how many.

    One question and one transaction a chunk. On the same day a claim is told once, however often this runs; on the next
    day again, should training still not know it.
    """
    told, last = 0, None
    while rows := _chunk(last):
        with transaction.atomic():
            for claim in rows:
                tell_of_period(claim, key=f"{claim.pk}:{legal_date(at):%Y%m%d}")
        told, last = told + len(rows), rows[-1].pk
    return told


def _chunk(after: UUID | None) -> list[Claim]:
    rows = untold()
    return list((rows.filter(pk__gt=after) if after else rows)[:CHUNK])


def untold() -> QuerySet[Claim]:
    """Running benefits without a period, by their key."""
    running = Claim.objects.filter(state=ClaimState.ACTIVE, reference_date__isnull=False)
    return running.filter(~has_period(OuterRef("pk"))).only("pk", "person_id", "reference_date").order_by("pk")
