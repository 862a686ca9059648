"""Everything that can be done with a termination: the names that other floors use."""

from participants.operations.csv_imports import cancel_import
from participants.operations.phk_import import (
    check_import,
    import_csv,
    save_import,
    start_saving,
)
from participants.operations.phk_mediation import (
    accept_proof,
    accepted_kinds,
    ask_again,
    close_overdue_questions,
    record_dispute,
    record_ruling,
)
from participants.operations.phk_reports import (
    add_proof,
    answer_other_side,
    report_by_employer,
    report_by_worker,
    withdraw,
)

__all__ = [
    "accept_proof",
    "accepted_kinds",
    "add_proof",
    "answer_other_side",
    "ask_again",
    "cancel_import",
    "check_import",
    "close_overdue_questions",
    "import_csv",
    "record_dispute",
    "record_ruling",
    "report_by_employer",
    "report_by_worker",
    "save_import",
    "start_saving",
    "withdraw",
]
