"""Data of the claims floor."""

from claims.models.assessments import Assessment, Decision
from claims.models.claims import READERS, Claim, ClaimLog
from claims.models.corrections import CorrectionFile, CorrectionRequest
from claims.models.kapk import KapkSignature, KapkVersion
from claims.models.months import ClaimMonth, ClaimMonthLog

__all__ = [
    "READERS",
    "Assessment",
    "Claim",
    "ClaimLog",
    "ClaimMonth",
    "ClaimMonthLog",
    "CorrectionFile",
    "CorrectionRequest",
    "Decision",
    "KapkSignature",
    "KapkVersion",
]
