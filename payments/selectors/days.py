"""One day of our books against the bank's, in three buckets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from payments.enums import LineMatch, PayoutState, StatementState
from payments.models import BankStatement, Payout, ReconciliationDay, StatementLine
from payments.models.payouts import PayoutQuerySet

DEBIT, RETURN, CREDIT = "debit", "return", "credit"


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


def unplaced_credits() -> QuerySet[StatementLine]:
    """Money that came in and whose purpose nobody has found, the oldest first."""
    return StatementLine.objects.filter(kind=CREDIT, match=LineMatch.UNMATCHED).order_by("day", "line")


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


@dataclass(frozen=True, slots=True)
class Summary:
    """The three buckets of a day."""

    matched: Bucket
    ours: Bucket
    bank: Bucket
    has_statement: bool

    @property
    def unexplained(self) -> int:
        return self.ours.total + self.bank.total


def summaries(days: Sequence[date]) -> dict[date, Summary]:
    """The buckets of many days, in a number of queries that does not grow with them."""
    lines = StatementLine.objects.filter(day__in=days)
    placed = _by_day(lines.filter(match__in=[LineMatch.MATCHED, LineMatch.EXPLAINED]), "day")
    stray = _by_day(lines.filter(match=LineMatch.UNMATCHED), "day")
    paid = _by_day(Payout.objects.filter(paid_on__in=days).exclude(Exists(_shown(DEBIT))), "paid_on")
    returned = _by_day(Payout.objects.filter(returned_on__in=days).exclude(Exists(_shown(RETURN))), "returned_on")
    posted = BankStatement.objects.filter(day__in=days, state=StatementState.POSTED)
    with_statement = set(posted.order_by().values_list("day", flat=True).distinct())
    empty = Bucket(0, 0)
    return {
        day: Summary(
            matched=placed.get(day, empty),
            ours=paid.get(day, empty) + returned.get(day, empty),
            bank=stray.get(day, empty),
            has_statement=day in with_statement,
        )
        for day in days
    }


def _by_day(rows: QuerySet, field: str) -> dict[date, Bucket]:  # type: ignore[type-arg]
    grouped = rows.order_by().values_list(field).annotate(Count("pk"), Sum("amount"))
    return {day: Bucket(count, total) for day, count, total in grouped}


def came_back_unpaid() -> dict[str, int]:
    """Returned or rejected money whose source has no live payout yet: it waits for another account."""
    newer = Payout.objects.filter(
        source_kind=OuterRef("source_kind"), source_id=OuterRef("source_id"), attempt__gt=OuterRef("attempt")
    )
    waiting = Payout.objects.filter(state__in=[PayoutState.REJECTED, PayoutState.RETURNED]).exclude(Exists(newer))
    found = bucket(waiting)
    return {"count": found.count, "total": found.total}
