"""Data of the claims floor."""

from claims.models.assessments import Assessment, Decision
from claims.models.claims import Claim, ClaimLog, CorrectionRequest, KapkSignature, KapkVersion
from claims.models.months import ClaimMonth, ClaimMonthLog

__all__ = [
    "Assessment",
    "Claim",
    "ClaimLog",
    "ClaimMonth",
    "ClaimMonthLog",
    "CorrectionRequest",
    "Decision",
    "KapkSignature",
    "KapkVersion",
]
