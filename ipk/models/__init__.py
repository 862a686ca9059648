"""Tables of the search for work."""

from ipk.models.activities import READERS, Activity, ActivityLog, ActivityQuerySet, FilePrint, MissionPeriod
from ipk.models.assessment import SelfAssessment, SelfAssessmentLog
from ipk.models.instruments import Instrument, InstrumentVersion, Item
from ipk.models.occupations import JobTitle, Occupation

__all__ = [
    "READERS",
    "Activity",
    "ActivityLog",
    "ActivityQuerySet",
    "FilePrint",
    "Instrument",
    "InstrumentVersion",
    "Item",
    "JobTitle",
    "MissionPeriod",
    "Occupation",
    "SelfAssessment",
    "SelfAssessmentLog",
]
