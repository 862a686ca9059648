"""Who may do what with a claim. Pure; the rows were already found by `visible_to`."""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from claims.enums import ClaimState
from claims.models import Claim


def is_own(user: User, claim: Claim) -> bool:
    return claim.person.user_id == user.pk


def can_edit(user: User, claim: Claim) -> bool:
    """The participant, while the claim is a draft or is to be put right, or its money came back."""
    return is_own(user, claim)


def can_review(user: User, claim: Claim, today: date) -> bool:
    """A BPJS verifier, never on the own claim."""
    return has_role(user, Role.BPJS_VERIFIER, on=today) and not is_own(user, claim)


def can_withdraw(user: User, claim: Claim) -> bool:
    return is_own(user, claim) and claim.state in (
        ClaimState.DRAFT,
        ClaimState.SUBMITTED,
        ClaimState.IN_REVIEW,
        ClaimState.NEEDS_FIX,
    )
