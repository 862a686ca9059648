"""Who may do what with a claim. Pure; the rows were already found by `visible_to`."""

from datetime import date, timedelta

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from claims.enums import ClaimState
from claims.models import Claim, OutreachEntry
from participants.enums import VOID_PHK, PhkState
from participants.models import PhkEvent
from rules.transitional import last_filing_day

# With this little of the filing period left a claim may be filed before the mediator is done: filing decides (POL-06).
FILING_DAYS_RUN_OUT = timedelta(days=30)


def is_own(user: User, claim: Claim) -> bool:
    return claim.person.user_id == user.pk


def can_start(phk: PhkEvent, today: date) -> bool:
    """The proof is accepted, a dispute holds the claim (POL-21), or waiting longer would cost the right."""
    if phk.state in (PhkState.CONFIRMED, PhkState.DISPUTED):
        return True
    return phk.state not in VOID_PHK and last_filing_day(phk.phk_on, today) - today <= FILING_DAYS_RUN_OUT


def can_review(user: User, claim: Claim, today: date) -> bool:
    """A BPJS verifier, never on the own claim."""
    return has_role(user, Role.BPJS_VERIFIER, on=today) and not is_own(user, claim)


def can_decide_objection(user: User, claim: Claim, today: date, *, decided_before: bool) -> bool:
    """A BPJS verifier who has decided nothing on this claim, never on the own claim (POL-26)."""
    return can_review(user, claim, today) and not decided_before


def can_withdraw(user: User, claim: Claim) -> bool:
    return is_own(user, claim) and claim.state in (
        ClaimState.DRAFT,
        ClaimState.SUBMITTED,
        ClaimState.IN_REVIEW,
        ClaimState.NEEDS_FIX,
    )


def can_judge_overpayment(user: User, claim: Claim, today: date) -> bool:
    """Ask the money back, or find that nothing is owed: a BPJS verifier, never about their own claim (POL-26)."""
    return can_review(user, claim, today)


def can_record_repayment(user: User, claim: Claim, today: date) -> bool:
    """Book an instalment that arrived: who prepares payments, never for their own claim."""
    return has_role(user, Role.BPJS_PAYMENT_MAKER, on=today) and not is_own(user, claim)


def can_tend_outreach(user: User, entry: OutreachEntry, today: date) -> bool:
    """Look at who could claim and has not: BPJS verification, and the mediator of the PHK's region; never oneself."""
    if entry.person.user_id == user.pk:
        return False
    region = entry.phk.region_id or ""
    return has_role(user, Role.BPJS_VERIFIER, on=today) or regions_of(user, Role.MEDIATOR, on=today).covers(region)
