"""Changes of training."""

from training.operations.attendance import Written, check_in, record_roster
from training.operations.classes import cancel_class, close_class, open_class, reopen_class, set_taken
from training.operations.enrolment import (
    leave_line,
    redeem_code,
    redeem_voucher,
    seat_next_waiting,
    wait_for_seat,
    withdraw_enrolment,
)
from training.operations.institutes import (
    InstituteSaid,
    add_institute,
    correct_institute,
    end_institute,
    restore_institute,
    suspend_institute,
)
from training.operations.meetings import cancel_meeting, plan_meetings, unlock_meeting
from training.operations.outcomes import (
    close_class_outcomes,
    issue_attended_letter,
    note_work,
    record_certification,
)
from training.operations.periods import end_period, set_period
from training.operations.pricing import (
    price_programme,
    propose_programme,
    reprice_programme,
    return_programme,
    revise_programme,
)
from training.operations.programmes import (
    ProgrammeSaid,
    add_programme,
    correct_programme,
    list_programme,
    withdraw_programme,
)
from training.operations.recommendations import recommend_programme, withdraw_recommendation
from training.operations.unlock_requests import ask_unlock, refuse_unlock
from training.operations.vouchers import issue_voucher

__all__ = [
    "InstituteSaid",
    "ProgrammeSaid",
    "Written",
    "add_institute",
    "add_programme",
    "ask_unlock",
    "cancel_class",
    "cancel_meeting",
    "check_in",
    "close_class",
    "close_class_outcomes",
    "correct_institute",
    "correct_programme",
    "end_institute",
    "end_period",
    "issue_attended_letter",
    "issue_voucher",
    "leave_line",
    "list_programme",
    "note_work",
    "open_class",
    "plan_meetings",
    "price_programme",
    "propose_programme",
    "recommend_programme",
    "record_certification",
    "record_roster",
    "redeem_code",
    "redeem_voucher",
    "refuse_unlock",
    "reopen_class",
    "reprice_programme",
    "restore_institute",
    "return_programme",
    "revise_programme",
    "seat_next_waiting",
    "set_period",
    "set_taken",
    "suspend_institute",
    "unlock_meeting",
    "wait_for_seat",
    "withdraw_enrolment",
    "withdraw_programme",
    "withdraw_recommendation",
]
