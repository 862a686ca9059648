"""Tables of the search for work."""

from ipk.models.activities import READERS, Activity, ActivityLog, ActivityQuerySet, FilePrint, MissionPeriod
from ipk.models.applications import Application, ApplicationFile, ApplicationLog, ApplicationQuerySet
from ipk.models.assessment import SelfAssessment, SelfAssessmentLog
from ipk.models.instruments import Instrument, InstrumentVersion, Item
from ipk.models.jobseeker import ConditionConsent, Jobseeker, JobseekerLog, PhysicalCondition
from ipk.models.occupations import JobTitle, Occupation
from ipk.models.profile import Profile, ProfileEntry
from ipk.models.vacancies import (
    SavedSearch,
    Vacancy,
    VacancyCopy,
    VacancyLog,
    VacancyQuerySet,
    VacancyReport,
    VacancyReportLog,
    VacancyVersion,
    VacancyWord,
)

__all__ = [
    "READERS",
    "Activity",
    "ActivityLog",
    "ActivityQuerySet",
    "Application",
    "ApplicationFile",
    "ApplicationLog",
    "ApplicationQuerySet",
    "ConditionConsent",
    "FilePrint",
    "Instrument",
    "InstrumentVersion",
    "Item",
    "JobTitle",
    "Jobseeker",
    "JobseekerLog",
    "MissionPeriod",
    "Occupation",
    "PhysicalCondition",
    "Profile",
    "ProfileEntry",
    "SavedSearch",
    "SelfAssessment",
    "SelfAssessmentLog",
    "Vacancy",
    "VacancyCopy",
    "VacancyLog",
    "VacancyQuerySet",
    "VacancyReport",
    "VacancyReportLog",
    "VacancyVersion",
    "VacancyWord",
]
