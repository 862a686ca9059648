"""What the dashboard and the pages of a month need, read once."""

from datetime import date, datetime
from typing import Any

from claims.enums import ClaimState
from claims.models import Assessment, Claim, ClaimMonth
from claims.presentation.scene import Situation
from claims.selectors import evidence_period
from claims.selectors.extras import latest_extras
from claims.selectors.outlook import Known, known_of, month_in_hand, newest_against, objections_of, outlook
from claims.selectors.work import with_repaid
from core import clock
from notices.selectors import wishes_of
from participants.models import Person, PhkEvent


def situation(
    person: Person,
    *,
    phk: PhkEvent | None,
    claim: Claim | None,
    months: list[ClaimMonth],
    now: datetime,
    assessment: Assessment | None = None,
    report_begun: bool = False,
    month: ClaimMonth | None = None,
    ahead: bool = True,
) -> Situation:
    """`month` is looked ahead for; without one it is the month in hand. Without `ahead` none is."""
    today = clock.legal_date(now)
    common = {"phk": phk, "assessment": assessment, "claim": claim, "months": months, "now": now, "today": today}
    if claim is None or not months:
        begun = tuple(objections_of(claim)) if claim and claim.state == ClaimState.REFUSED else ()
        zone = wishes_of(person.user).zone
        return Situation(**common, report_begun=report_begun, zone=zone, objections=begun)
    known = known_of(claim, today)
    in_hand = _looked_at(month or month_in_hand(claim, months, today, known.worked_from), today) if ahead else None
    return Situation(
        **common,
        zone=known.zone,
        outlook=outlook(in_hand, today, known) if in_hand else None,
        question=known.question,
        placed=known.placed,
        against=newest_against(list(claim.decisions.all()), known.objections, today),
        objections=known.objections,
        works_from=known.worked_from,
        seated=known.seated,
        offered=known.offered,
        counselled=known.counselled,
        met=known.met,
        sheet=known.sheet,
        **_beside(claim, known),
    )


def _beside(claim: Claim, known: Known) -> dict[str, Any]:
    """Money beside the months, either way. Without an objection and without an end there is none: nothing is asked."""
    if claim.state == ClaimState.ENDED:
        owed = with_repaid(claim.overpayments.all()).unfinished().order_by("found_at") if known.owes else ()  # type: ignore[attr-defined]
        return {"extras": tuple(latest_extras(claim)), "overpayments": tuple(owed)}
    return {"extras": tuple(latest_extras(claim)) if known.objections else ()}


def _looked_at(month: ClaimMonth | None, today: date) -> ClaimMonth | None:
    """Month 1 asks nothing; what is decided asks nothing more; the evidence days of a far month have not begun."""
    if month is None or month.n == 1 or month.is_lost or month.amount is not None or month.opens_on is None:
        return None
    return month if evidence_begun(month, today) else None


def evidence_begun(month: ClaimMonth, today: date) -> bool:
    first, _last = evidence_period(month, today)
    return first <= today
