"""Data of the claims floor."""

from claims.models.assessments import Assessment, Decision, MonthAssessment, RulesRun
from claims.models.claims import READERS, Claim, ClaimLog
from claims.models.corrections import CorrectionFile, CorrectionRequest
from claims.models.kapk import KapkSignature, KapkVersion
from claims.models.months import ClaimMonth, ClaimMonthLog
from claims.models.objections import Objection, ObjectionFile, ObjectionLog
from claims.models.outages import ServiceOutage
from claims.models.outreach import OutreachEntry, OutreachLog
from claims.models.overpayments import OVERPAYMENT_READERS, OverpaidMonth, Overpayment, OverpaymentLog, Repayment
from claims.models.reevaluations import WageReview
from claims.models.work import MembershipQuestion, WorkReport, WorkReportLog

__all__ = [
    "OVERPAYMENT_READERS",
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
    "MembershipQuestion",
    "MonthAssessment",
    "Objection",
    "ObjectionFile",
    "ObjectionLog",
    "OutreachEntry",
    "OutreachLog",
    "OverpaidMonth",
    "Overpayment",
    "OverpaymentLog",
    "Repayment",
    "RulesRun",
    "ServiceOutage",
    "WageReview",
    "WorkReport",
    "WorkReportLog",
]
