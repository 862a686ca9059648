"""Money beside the months arrives, or comes back: the same proof and the same question as for a month."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from claims.models import Claim
from claims.operations.letters import addressee
from claims.selectors.extras import claim_of_extra
from core import audit
from notices.letters import issue_letter, revoke_letter
from notices.operations import notify
from notices.selectors import letters_about
from payments.enums import FAILED, PayoutState
from payments.models import Payout


@transaction.atomic
def hear_of_extra(payout_id: UUID | str, *, at: datetime) -> None:
    """Tell the person how it stands now: proof of what arrived, or the question for an account that works. Each once.

    Money of the months is none of this.
    """
    payout = Payout.objects.select_for_update(of=("self",)).get(pk=payout_id)
    claim = claim_of_extra(payout)
    if claim is None:
        return
    proof = letters_about([payout]).get(str(payout.pk))
    if payout.state == PayoutState.PAID and proof is None:
        _prove(claim, payout, at)
    elif payout.state in FAILED:
        if proof is not None and proof.revoked_at is None:
            revoke_letter(proof, reason="Bank mengembalikan uang ini.", actor=None, at=at)
        page = f"/klaim/{claim.pk}/rekening/"
        notify(event="bank_problem", user=claim.person.user, at=at, link=page, key=str(payout.pk))


def _prove(claim: Claim, payout: Payout, at: datetime) -> None:
    user = claim.person.user
    audit.record("claims.extra.paid", actor=None, at=at, subject=claim, amount=payout.amount, about=payout.source_kind)
    issue_letter(
        kind="payment_proof",
        user=user,
        subject=payout,
        at=at,
        claim_number=claim.number,
        about=payout.source_kind,
        amount=payout.amount,
        paid_on=payout.paid_on.isoformat(),
        account=f"{claim.bank_name} {payout.account_masked}",
        bank_reference=payout.bank_reference,
        **addressee(claim),
    )
    notify(event="claim_paid", user=user, at=at, link="/pembayaran/", key=str(payout.pk))
