"""Verbs that write."""

from ipk.operations.activities import add_activity, answer_activity, withdraw_activity
from ipk.operations.assessment import complete_assessment, keep_answers
from ipk.operations.judging import accept_activity, ask_activity, reject_activity
from ipk.operations.periods import Period, clear_period, clear_periods, set_period, set_periods, use_activities
from ipk.operations.printing import print_file

__all__ = [
    "Period",
    "accept_activity",
    "add_activity",
    "answer_activity",
    "ask_activity",
    "clear_period",
    "clear_periods",
    "complete_assessment",
    "keep_answers",
    "print_file",
    "reject_activity",
    "set_period",
    "set_periods",
    "use_activities",
    "withdraw_activity",
]
