"""Reading payments: for the floors above and for the officers' pages."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from payments.models import JournalEntry, Payout


def payouts_for(source_kind: str, source_ids: Iterable[UUID]) -> dict[UUID, list[Payout]]:
    """All attempts of each source, oldest first. One query."""
    found: dict[UUID, list[Payout]] = {}
    for payout in Payout.objects.of(source_kind, *source_ids).select_related("batch").order_by("source_id", "attempt"):
        found.setdefault(payout.source_id, []).append(payout)
    return found


def last_payout(source_kind: str, source_id: UUID) -> Payout | None:
    """The latest attempt: the live one if any."""
    return Payout.objects.of(source_kind, source_id).select_related("batch").order_by("attempt").last()


def journal_about(refs: Iterable[str]) -> QuerySet[JournalEntry]:
    """Entries with their postings about these things, in the order of booking."""
    return JournalEntry.objects.filter(ref__in=list(refs)).prefetch_related("postings").order_by("pk")
