"""Money beside the months: the difference after an objection, what was repaid without need. It may come back too."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models import Claim, Objection
from payments.enums import FAILED
from payments.models import Payout

DIFFERENCE_SOURCE = "objection"
REFUND_SOURCE = "overpayment"
EXTRA_SOURCES = (DIFFERENCE_SOURCE, REFUND_SOURCE)


def returned_extras(claim: Claim) -> QuerySet[Payout]:
    """Transfers beside the months that the bank refused or sent back, and that were not ordered again."""
    objected = Objection.objects.filter(decision__claim=claim).values("pk")
    ours = Q(source_kind=DIFFERENCE_SOURCE, source_id__in=objected) | Q(
        source_kind=REFUND_SOURCE, source_id__in=claim.overpayments.values("pk")
    )
    later = Payout.objects.filter(
        source_kind=OuterRef("source_kind"), source_id=OuterRef("source_id"), attempt__gt=OuterRef("attempt")
    )
    return Payout.objects.filter(ours, state__in=FAILED).exclude(Exists(later))


def claim_of_extra(payout: Payout) -> Claim | None:
    """The claim behind such a transfer; None for money of the months."""
    if payout.source_kind == DIFFERENCE_SOURCE:
        return Claim.objects.filter(decisions__objections=payout.source_id).first()
    if payout.source_kind == REFUND_SOURCE:
        return Claim.objects.filter(overpayments=payout.source_id).first()
    return None
