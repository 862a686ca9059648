"""Verbs that write."""

from ipk.operations.activities import add_activity, answer_activity, withdraw_activity
from ipk.operations.assessment import (
    add_job,
    complete_assessment,
    keep_answers,
    keep_willingness,
    remove_job,
    start_assessment,
)
from ipk.operations.instruments import publish_version, take_in_version
from ipk.operations.judging import accept_activity, ask_activity, reject_activity
from ipk.operations.periods import Period, clear_period, clear_periods, set_period, set_periods, use_activities
from ipk.operations.printing import print_file

__all__ = [
    "Period",
    "accept_activity",
    "add_activity",
    "add_job",
    "answer_activity",
    "ask_activity",
    "clear_period",
    "clear_periods",
    "complete_assessment",
    "keep_answers",
    "keep_willingness",
    "print_file",
    "publish_version",
    "reject_activity",
    "remove_job",
    "set_period",
    "set_periods",
    "start_assessment",
    "take_in_version",
    "use_activities",
    "withdraw_activity",
]
