"""Reads of counselling."""

from counseling.selectors.guides import current_guide, questions_of
from counseling.selectors.own_data import counselling_data
from counseling.selectors.reports import closed_by, reports_about
from counseling.selectors.sessions import session_for
from counseling.selectors.worksheets import sessions_about, unsigned_worksheets, worksheet_for, worksheet_of

__all__ = [
    "closed_by",
    "counselling_data",
    "current_guide",
    "questions_of",
    "reports_about",
    "session_for",
    "sessions_about",
    "unsigned_worksheets",
    "worksheet_for",
    "worksheet_of",
]
