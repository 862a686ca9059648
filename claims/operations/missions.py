"""For which month the search for work is collected: the person's mission follows the months."""

from claims.enums import MonthState
from claims.models import ClaimMonth
from ipk.operations import set_period
from rules.deadlines import evidence_from


def collect_for(month: ClaimMonth) -> None:
    """Evidence is collected for this month: until the day it was sent, or the day its window closes (POL-17)."""
    claim = month.claim
    if claim.reference_date is None:
        raise ValueError(f"{claim} was never filed")
    first = evidence_from(claim.reference_date, month.n)
    set_period(claim.person, n=month.n, first=first, last=month.filed_on or month.closes_on)


def collect_for_next(month: ClaimMonth) -> None:
    """The month is on its way: what is done from now on is for the one after it, if there is one."""
    following = ClaimMonth.objects.filter(claim=month.claim_id, n=month.n + 1, state=MonthState.SCHEDULED)
    for row in following.select_related("claim__person"):
        collect_for(row)
