"""Verbs that write."""

from ipk.operations.activities import add_activity, answer_activity, withdraw_activity
from ipk.operations.answering import (
    MOST_AT_ONCE,
    Appointment,
    accept_applicant,
    call_applicants,
    refuse_applicants,
    see_application,
)
from ipk.operations.applications import send_application, withdraw_application
from ipk.operations.assessment import (
    add_job,
    complete_assessment,
    keep_answers,
    keep_willingness,
    remove_job,
    start_assessment,
)
from ipk.operations.instruments import publish_version, take_in_version
from ipk.operations.jobseekers import Wish, end_jobseeker, keep_condition, register_jobseeker, withdraw_condition
from ipk.operations.judging import accept_activity, ask_activity, reject_activity
from ipk.operations.periods import Period, clear_period, clear_periods, set_period, set_periods, use_activities
from ipk.operations.printing import print_file
from ipk.operations.profile import (
    FirstKnown,
    ToldEntry,
    add_entry,
    add_skills,
    change_entry,
    keep_personal,
    remove_entry,
    remove_photo,
    say_none,
    set_photo,
)

__all__ = [
    "MOST_AT_ONCE",
    "Appointment",
    "FirstKnown",
    "Period",
    "ToldEntry",
    "Wish",
    "accept_activity",
    "accept_applicant",
    "add_activity",
    "add_entry",
    "add_job",
    "add_skills",
    "answer_activity",
    "ask_activity",
    "call_applicants",
    "change_entry",
    "clear_period",
    "clear_periods",
    "complete_assessment",
    "end_jobseeker",
    "keep_answers",
    "keep_condition",
    "keep_personal",
    "keep_willingness",
    "print_file",
    "publish_version",
    "refuse_applicants",
    "register_jobseeker",
    "reject_activity",
    "remove_entry",
    "remove_job",
    "remove_photo",
    "say_none",
    "see_application",
    "send_application",
    "set_period",
    "set_periods",
    "set_photo",
    "start_assessment",
    "take_in_version",
    "use_activities",
    "withdraw_activity",
    "withdraw_application",
    "withdraw_condition",
]
