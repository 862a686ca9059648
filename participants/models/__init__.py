"""Tables of persons, employers, their terminations and what BPJS holds about them."""

from participants.models.bpjs import BpjsSnapshot, Contribution
from participants.models.data_requests import DataRequest, DataRequestLog
from participants.models.employers import (
    Employer,
    EmployerInvitation,
    EmployerJoin,
    EmployerJoinLog,
    EmployerStaff,
)
from participants.models.imports import PhkDraft, PhkImport, PhkImportLog, WorkerImport, WorkerImportLog
from participants.models.membership import (
    Employment,
    EmploymentLog,
    MembershipCertificate,
    WorkerReport,
    WorkerReportLog,
)
from participants.models.people import IdentityCheck, Person, PersonLog, Registration
from participants.models.phk import BpjsNotice, PhkEvent, PhkEventLog, PhkVersion
from participants.models.proofs import PhkProof
from participants.models.register import (
    ContributionChange,
    ContributionFile,
    ContributionFileLog,
    EnoughMonths,
    MonthlyContribution,
    ParticipantNumber,
    ParticipantSummary,
)
from participants.models.workplaces import EmployerReport, EmployerReportLog, Workplace

__all__ = [
    "BpjsNotice",
    "BpjsSnapshot",
    "Contribution",
    "ContributionChange",
    "ContributionFile",
    "ContributionFileLog",
    "DataRequest",
    "DataRequestLog",
    "Employer",
    "EmployerInvitation",
    "EmployerJoin",
    "EmployerJoinLog",
    "EmployerReport",
    "EmployerReportLog",
    "EmployerStaff",
    "Employment",
    "EmploymentLog",
    "EnoughMonths",
    "IdentityCheck",
    "MembershipCertificate",
    "MonthlyContribution",
    "ParticipantNumber",
    "ParticipantSummary",
    "Person",
    "PersonLog",
    "PhkDraft",
    "PhkEvent",
    "PhkEventLog",
    "PhkImport",
    "PhkImportLog",
    "PhkProof",
    "PhkVersion",
    "Registration",
    "WorkerImport",
    "WorkerImportLog",
    "WorkerReport",
    "WorkerReportLog",
    "Workplace",
]
