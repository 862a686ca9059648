"""Verbs that write."""

from ipk.operations.activities import add_activity, answer_activity, withdraw_activity
from ipk.operations.answering import (
    Appointment,
    accept_applicant,
    call_applicants,
    refuse_applicants,
    see_application,
)
from ipk.operations.applications import send_application, withdraw_application
from ipk.operations.assessment import complete_assessment, keep_answers
from ipk.operations.judging import accept_activity, ask_activity, reject_activity
from ipk.operations.periods import Period, clear_period, clear_periods, set_period, set_periods, use_activities
from ipk.operations.printing import print_file

__all__ = [
    "Appointment",
    "Period",
    "accept_activity",
    "accept_applicant",
    "add_activity",
    "answer_activity",
    "ask_activity",
    "call_applicants",
    "clear_period",
    "clear_periods",
    "complete_assessment",
    "keep_answers",
    "print_file",
    "refuse_applicants",
    "reject_activity",
    "see_application",
    "send_application",
    "set_period",
    "set_periods",
    "use_activities",
    "withdraw_activity",
    "withdraw_application",
]
