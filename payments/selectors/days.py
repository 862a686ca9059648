"""One day of our books against the bank's, in three buckets."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from payments.enums import LineMatch
from payments.models import Payout, ReconciliationDay, StatementLine
from payments.models.payouts import PayoutQuerySet

DEBIT, RETURN = "debit", "return"


@dataclass(frozen=True, slots=True)
class Bucket:
    count: int
    total: int

    def __add__(self, other: "Bucket") -> "Bucket":
        return Bucket(self.count + other.count, self.total + other.total)


def matched_lines(day: date) -> QuerySet[StatementLine]:
    """The bank's movements that are ours too, and those that an officer explained."""
    return StatementLine.objects.filter(day=day, match__in=[LineMatch.MATCHED, LineMatch.EXPLAINED])


def only_bank(day: date) -> QuerySet[StatementLine]:
    """The bank's movements that we cannot place."""
    return StatementLine.objects.filter(day=day, match=LineMatch.UNMATCHED)


def only_ours_paid(day: date) -> PayoutQuerySet:
    """Payments that we booked as paid on the day and no statement has shown."""
    return Payout.objects.filter(paid_on=day).exclude(Exists(_shown(DEBIT)))


def only_ours_returned(day: date) -> PayoutQuerySet:
    return Payout.objects.filter(returned_on=day).exclude(Exists(_shown(RETURN)))


def _shown(kind: str) -> QuerySet[StatementLine]:
    return StatementLine.objects.filter(payout=OuterRef("pk"), kind=kind, match=LineMatch.MATCHED)


def bucket(rows: QuerySet) -> Bucket:  # type: ignore[type-arg]
    sums = rows.aggregate(count=Count("pk"), total=Sum("amount"))
    return Bucket(sums["count"], sums["total"] or 0)


def only_ours(day: date) -> Bucket:
    return bucket(only_ours_paid(day)) + bucket(only_ours_returned(day))


def days_to_show(today: date, back: int = 60) -> list[date]:
    """Days on which money moved in our books or the bank's, newest first, and today."""
    since = today - timedelta(days=back)
    days = {today}
    days.update(Payout.objects.filter(paid_on__gte=since).values_list("paid_on", flat=True).distinct())
    days.update(Payout.objects.filter(returned_on__gte=since).values_list("returned_on", flat=True).distinct())
    days.update(ReconciliationDay.objects.filter(day__gte=since).values_list("day", flat=True))
    return sorted(days, reverse=True)
