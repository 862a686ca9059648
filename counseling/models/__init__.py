"""Tables of counselling, by what they are about."""

from counseling.models.advice import Report, ReportLog, ReportQuerySet, TrainingAdvice, VacancyAdvice
from counseling.models.calls import OfficeCall
from counseling.models.chat import Message
from counseling.models.counsellors import Counsellor, Leave, WorkingHours
from counseling.models.follow_up import FollowUp
from counseling.models.guides import Guide, GuideQuestion
from counseling.models.requests import CounsellingRequest, RequestLog, Wish
from counseling.models.sessions import Attendance, Session, SessionLog, SessionRating
from counseling.models.worksheets import Worksheet, WorksheetLog, WorksheetNote, WorksheetSignature

__all__ = [
    "Attendance",
    "CounsellingRequest",
    "Counsellor",
    "FollowUp",
    "Guide",
    "GuideQuestion",
    "Leave",
    "Message",
    "OfficeCall",
    "Report",
    "ReportLog",
    "ReportQuerySet",
    "RequestLog",
    "Session",
    "SessionLog",
    "SessionRating",
    "TrainingAdvice",
    "VacancyAdvice",
    "Wish",
    "WorkingHours",
    "Worksheet",
    "WorksheetLog",
    "WorksheetNote",
    "WorksheetSignature",
]
