"""Give BPJS what it needs to keep beside our decision. Safe to repeat: the key is the decision's number."""

from claims.enums import DecisionKind
from claims.models import Claim
from integrations.bpjs import BpjsClient, Condition, Document, HandOver


def hand_over(claim: Claim, *, bpjs: BpjsClient) -> None:
    """Hand the verified claim over. Raises PartnerUnavailable: the job tries again."""
    decision = claim.decisions.filter(kind=DecisionKind.APPROVAL).select_related("assessment").latest("at")
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
            wage_base=decision.wage_base,
            conditions=tuple(Condition(code=r["code"], met=r["met"], law=r["law"]) for r in assessment.reasons),
            documents=tuple(
                Document(kind=proof.kind, sha256=proof.file.sha256)
                for proof in claim.phk.proofs.select_related("file")
                if proof.file is not None
            ),
        ),
        key=decision.number,
    )
