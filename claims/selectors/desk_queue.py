"""The verifier's list: claims and months together, least time left first."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from accounts.models import User
from claims.enums import MONTH_SENT, ClaimState, MonthState
from claims.models import Claim, ClaimMonth, MonthAssessment

CLAIM, MONTH = "claim", "month"


def months_waiting(user: User, today: date) -> QuerySet[ClaimMonth]:
    """Months 2 to 6 that wait for the office or for an answer, with the latest outcome of the rules."""
    latest = MonthAssessment.objects.filter(month=OuterRef("pk")).order_by("-assessed_at")
    return (
        ClaimMonth.objects.visible_to(user, today)
        .filter(n__gt=1, state__in=MONTH_SENT)
        .annotate(outcome=Subquery(latest.values("outcome")[:1]), answer=Subquery(latest.values("answer")[:1]))
        .select_related("claim__person__region", "claim__phk__employer")
        .order_by("decision_due_on", "filed_at", "pk")
    )


def together(claims: QuerySet[Claim], months: QuerySet[ClaimMonth]) -> QuerySet[Any]:
    """Kind and key of every row in order: what waits for the office first, by the day it is due, then by age."""
    return (
        _keys(claims, CLAIM, ClaimState.NEEDS_FIX)
        .union(_keys(months, MONTH, MonthState.HELD), all=True)
        .order_by("waits_for_person", "decision_due_on", "filed_at", "key")
    )


def _keys(rows: QuerySet[Any], kind: str, waits: str) -> QuerySet[Any]:
    return (
        rows.order_by()
        .annotate(
            kind=Value(kind, output_field=CharField()),
            key=F("pk"),
            waits_for_person=Case(When(state=waits, then=Value(1)), default=Value(0), output_field=IntegerField()),
        )
        .values("kind", "key", "waits_for_person", "decision_due_on", "filed_at")
    )


def load(keys: list[dict[str, Any]], claims: QuerySet[Claim], months: QuerySet[ClaimMonth]) -> list[Claim | ClaimMonth]:
    """The rows behind the keys of one page, in their order."""
    wanted = {kind: [row["key"] for row in keys if row["kind"] == kind] for kind in (CLAIM, MONTH)}
    found: dict[Any, Claim | ClaimMonth] = {}
    for kind, rows in ((CLAIM, claims), (MONTH, months)):
        if wanted[kind]:
            found |= {row.pk: row for row in rows.filter(pk__in=wanted[kind])}
    return [found[row["key"]] for row in keys if row["key"] in found]


def next_month_for(user: User, today: date) -> ClaimMonth | None:
    """The month with the least time left that this officer can decide."""
    waiting = months_waiting(user, today).filter(state=MonthState.IN_REVIEW)
    return waiting.exclude(claim__person__user=user).first()
