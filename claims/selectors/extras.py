"""Money beside the months: the difference after an objection, what was repaid without need. It may come back too."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from claims.models import Claim, Objection, Overpayment
from payments.enums import FAILED
from payments.models import Payout, PayoutLog

DIFFERENCE_SOURCE = "objection"
REFUND_SOURCE = "overpayment"
EXTRA_SOURCES = (DIFFERENCE_SOURCE, REFUND_SOURCE)


def extras_of_claim(claim: Any) -> QuerySet[Payout]:
    """Every transfer beside the months of a claim; `claim` is one, or a reference to one in an outer query."""
    return _beside(Objection.objects.filter(decision__claim=claim), Overpayment.objects.filter(claim=claim))


def extras_of(user: User) -> QuerySet[Payout]:
    """Every such transfer of the signed-in person, the newest right first and the latest attempt first."""
    objections = Objection.objects.filter(decision__claim__person__user=user)
    found = _beside(objections, Overpayment.objects.filter(claim__person__user=user))
    return found.order_by("source_kind", "source_id", "-attempt")


def _beside(objections: QuerySet[Objection], overpayments: QuerySet[Overpayment]) -> QuerySet[Payout]:
    return Payout.objects.filter(
        Q(source_kind=DIFFERENCE_SOURCE, source_id__in=objections.order_by().values("pk"))
        | Q(source_kind=REFUND_SOURCE, source_id__in=overpayments.order_by().values("pk"))
    )


def latest_extras(claim: Any) -> QuerySet[Payout]:
    """The last attempt for each right beside the months; `came_back_at` when the bank refused or returned it."""
    later = Payout.objects.filter(
        source_kind=OuterRef("source_kind"), source_id=OuterRef("source_id"), attempt__gt=OuterRef("attempt")
    )
    failed = PayoutLog.objects.filter(subject=OuterRef("pk"), to_state__in=FAILED).order_by("-pk")
    found = extras_of_claim(claim).exclude(Exists(later)).annotate(came_back_at=Subquery(failed.values("at")[:1]))
    return found.order_by("ordered_at", "pk")


def returned_extras(claim: Any) -> QuerySet[Payout]:
    """Transfers beside the months that the bank refused or sent back, and that were not ordered again."""
    return latest_extras(claim).filter(state__in=FAILED)


def to_order_again(claim: Claim) -> QuerySet[Payout]:
    """Those for which an account was given since the bank's word about the last one."""
    return returned_extras(claim).filter(came_back_at__lt=claim.account_set_at)


def claim_of_extra(payout: Payout) -> Claim | None:
    """The claim behind such a transfer; None for money of the months."""
    claims = Claim.objects.select_related("person__user")
    if payout.source_kind == DIFFERENCE_SOURCE:
        return claims.filter(decisions__objections=payout.source_id).first()
    if payout.source_kind == REFUND_SOURCE:
        return claims.filter(overpayments=payout.source_id).first()
    return None
