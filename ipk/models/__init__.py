"""Tables of the search for work."""

from ipk.models.activities import READERS, Activity, ActivityLog, ActivityQuerySet, FilePrint, MissionPeriod
from ipk.models.assessment import SelfAssessment, SelfAssessmentLog
from ipk.models.occupations import JobTitle, Occupation

__all__ = [
    "READERS",
    "Activity",
    "ActivityLog",
    "ActivityQuerySet",
    "FilePrint",
    "JobTitle",
    "MissionPeriod",
    "Occupation",
    "SelfAssessment",
    "SelfAssessmentLog",
]
