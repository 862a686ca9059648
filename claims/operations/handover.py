"""Give BPJS what it needs to keep beside our decision. Safe to repeat: the key is the decision's number."""

from claims.models import Claim
from integrations.bpjs import BpjsClient, Condition, HandOver


def hand_over(claim: Claim, *, bpjs: BpjsClient) -> None:
    """Hand the verified claim over. Raises PartnerUnavailable: the job tries again."""
    decision = claim.decisions.select_related("assessment").latest("at")
    assessment = decision.assessment
    bpjs.hand_over_verification(
        claim.number,
        HandOver(
            nik=claim.person.nik,
            full_name=claim.person.full_name,
            npp=claim.phk.employer.npp,
            phk_on=claim.phk.phk_on,
            filed_on=claim.reference_date,
            regime=assessment.regime,
            wage_base=assessment.answer["wage_base"],
            conditions=tuple(Condition(code=r["code"], met=r["met"], law=r["law"]) for r in assessment.reasons),
            documents=(),
        ),
        key=decision.number,
    )
