"""Everything the portal says on its own: one entry an event, its words in templates/notices/<event>.txt.

Outside the inbox nothing personal is said beyond the first name and a deadline. To add a message: an entry here, a
template with subject, what, you, we and sms, and the longest facts in tests/notices/test_catalogue.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from notices.enums import Channel, Topic

INBOX, EMAIL, SMS = Channel.INBOX, Channel.EMAIL, Channel.SMS


class UnknownEvent(LookupError):
    """A programming error: the catalogue has no such event, or its facts are others."""


@dataclass(frozen=True, slots=True)
class Message:
    """How one event is told.

    `facts` are what its words need; each must be given (None when there is none). `urgent` goes out at night too.
    `always` also reaches people who switched copies off. `sms_after_email`: the SMS goes only when the e-mail is not
    out after four hours, for messages with a deadline.
    """

    event: str
    topic: Topic
    channels: tuple[Channel, ...] = (INBOX, EMAIL, SMS)
    facts: frozenset[str] = frozenset()
    urgent: bool = False
    always: bool = False
    sms_after_email: bool = False

    @property
    def template(self) -> str:
        return f"notices/{self.event}.txt"

    def check(self, given: Iterable[str]) -> None:
        """Raise UnknownEvent when facts are missing or unknown."""
        if set(given) != self.facts:
            expected = ", ".join(sorted(self.facts)) or "no facts"
            raise UnknownEvent(f"{self.event} needs {expected}; given: {', '.join(sorted(given)) or 'none'}")


def _told(event: str, topic: Topic, *facts: str, copies: tuple[Channel, ...] = (EMAIL, SMS), **rest: bool) -> Message:
    return Message(event, topic, (INBOX, *copies), frozenset(facts), **rest)


_MESSAGES = (
    # the account
    _told("welcome", Topic.ACCOUNT, copies=(EMAIL,)),
    _told("identity_verified", Topic.ACCOUNT),
    _told("identity_needs_officer", Topic.ACCOUNT, copies=(EMAIL,)),
    _told("identity_refused", Topic.ACCOUNT),
    _told("password_changed", Topic.ACCOUNT, urgent=True, always=True),
    _told("phone_changed", Topic.ACCOUNT, urgent=True, always=True),
    _told("email_changed", Topic.ACCOUNT, urgent=True, always=True),
    _told("account_changed", Topic.ACCOUNT, urgent=True, always=True),
    _told("new_device", Topic.ACCOUNT, urgent=True, always=True),
    _told("second_factor_changed", Topic.ACCOUNT, urgent=True, always=True),
    _told("registration_tried", Topic.ACCOUNT, always=True),
    # acting for an employer
    _told("employer_join_accepted", Topic.ACCOUNT, "employer", copies=(EMAIL,)),
    _told("employer_join_refused", Topic.ACCOUNT, "reason", copies=(EMAIL,)),
    _told("employer_staff_ended", Topic.ACCOUNT, "employer", copies=(EMAIL,)),
    # the PHK
    _told("membership_confirmed", Topic.ACCOUNT, "number", "employer", "what"),
    _told("worker_report_returned", Topic.ACCOUNT, "number", "reason", copies=(EMAIL,)),
    _told("employer_report_confirmed", Topic.ACCOUNT, "number", copies=(EMAIL,)),
    _told("employer_report_returned", Topic.ACCOUNT, "number", "reason", copies=(EMAIL,)),
    _told("phk_reported_by_employer", Topic.PHK, "due"),
    _told("phk_reported_by_worker", Topic.PHK, "number", "due", copies=(EMAIL,)),
    _told("phk_answer_asked", Topic.PHK, "number", "due", sms_after_email=True),
    _told("phk_answered", Topic.PHK, "number", "agrees"),
    _told("phk_unanswered", Topic.PHK, "number"),
    _told("phk_proof_accepted", Topic.PHK, "number"),
    _told("phk_proof_asked_again", Topic.PHK, "number", "reason"),
    _told("phk_disputed", Topic.PHK, "number"),
    _told("phk_ruled", Topic.PHK, "number", "upheld"),
    _told("phk_report_due", Topic.PHK, "due", copies=(EMAIL,)),
    # the claim
    _told("eligibility_ready", Topic.CLAIM),
    _told("outreach_reminder", Topic.CLAIM, "due", sms_after_email=True),
    _told("claim_draft_reminder", Topic.CLAIM, "due", sms_after_email=True),
    _told("claim_expired", Topic.CLAIM, copies=(EMAIL,)),
    _told("claim_received", Topic.CLAIM, "due"),
    _told("correction_asked", Topic.CLAIM, "due"),
    _told("claim_approved", Topic.CLAIM, "due"),
    _told("claim_approved_employer", Topic.CLAIM, "due"),
    _told("claim_refused", Topic.CLAIM, "due", always=True),
    # the months
    _told("month_open", Topic.CLAIM, "month", "due", sms_after_email=True),
    _told("month_closing", Topic.CLAIM, "month", "due"),
    _told("month_received", Topic.CLAIM, "month", "due"),
    _told("month_held", Topic.CLAIM, "month", "due"),
    _told("month_granted", Topic.CLAIM, "month", "due"),
    _told("month_granted_employer", Topic.CLAIM, "month", "due"),
    _told("month_refused", Topic.CLAIM, "month", "due", always=True),
    _told("month_forfeited", Topic.CLAIM, "month", "due", always=True),
    _told("window_extended", Topic.CLAIM, "month", "due"),
    _told("work_reported", Topic.CLAIM, "until", always=True),
    _told("work_question", Topic.CLAIM, "due"),
    _told("benefit_stopped", Topic.CLAIM, "due", always=True),
    _told("benefit_completed", Topic.CLAIM, copies=(EMAIL,)),
    _told("overpayment_confirmed", Topic.PAYMENT, "due", always=True),
    _told("overpayment_cancelled", Topic.PAYMENT),
    _told("repayment_due", Topic.PAYMENT, "due"),
    _told("repayment_late", Topic.PAYMENT, "due"),
    _told("objection_received", Topic.CLAIM, "due"),
    _told("objection_answered", Topic.CLAIM, "upheld", always=True),
    _told("reevaluation_offered", Topic.CLAIM),
    _told("wage_reviewed", Topic.CLAIM, "due"),
    # looking for work
    _told("activity_asked", Topic.CLAIM, "company", "reason"),
    _told("activity_rejected", Topic.CLAIM, "company", "reason"),
    _told("application_called", Topic.CLAIM, "company", "when"),
    _told("application_accepted", Topic.CLAIM, "company"),
    _told("application_refused", Topic.CLAIM, "company", copies=(EMAIL,)),
    _told("work_found", Topic.CLAIM, "company", "due", sms_after_email=True),
    # counselling
    _told("counselling_asked", Topic.COUNSELLING, "due", copies=(EMAIL,)),
    _told("counselling_agreed", Topic.COUNSELLING, "when", "zone"),
    _told("counselling_proposed", Topic.COUNSELLING, "when", "zone"),
    _told("counselling_moved", Topic.COUNSELLING, "when", "zone"),
    _told("counselling_returned", Topic.COUNSELLING, "due"),
    _told("counselling_tomorrow", Topic.COUNSELLING, "when", "zone"),
    _told("counselling_soon", Topic.COUNSELLING, "when", "zone", copies=(SMS,)),
    _told("counselling_missed", Topic.COUNSELLING, copies=(EMAIL,)),
    # counselling, to the counsellor
    _told("counselling_new", Topic.WORK, "due", copies=()),
    _told("counselling_answered", Topic.WORK, "agrees", "when", "zone", copies=()),
    _told("counselling_cancelled", Topic.WORK, "when", "zone", copies=(EMAIL,)),
    _told("counselling_taken_over", Topic.WORK, "when", "zone", copies=(EMAIL,)),
    _told("counselling_next", Topic.WORK, "when", "zone", copies=()),
    # what counselling recommended
    _told("counselling_follow_up", Topic.COUNSELLING, "when", copies=(EMAIL,)),
    _told("counselling_quiet", Topic.WORK, "name", "when", copies=()),
    # vacancies
    _told("vacancy_published", Topic.ACCOUNT, "title", copies=(EMAIL,)),
    _told("vacancy_returned", Topic.ACCOUNT, "title", "reason", copies=(EMAIL,)),
    _told("vacancy_taken_down", Topic.ACCOUNT, "title", "reason", copies=(EMAIL,)),
    _told("vacancy_report_upheld", Topic.ACCOUNT, "title", copies=(EMAIL,)),
    _told("vacancy_report_dismissed", Topic.ACCOUNT, "title", copies=(EMAIL,)),
    _told("new_applicants", Topic.ACCOUNT, "title", "count", copies=(EMAIL,)),
    _told("saved_search_news", Topic.CLAIM, "count", "searches", copies=(EMAIL,)),
    # the worksheet of counselling, and what a counsellor wrote down about somebody
    _told("worksheet_sent", Topic.COUNSELLING),
    _told("worksheet_agreed", Topic.WORK, copies=()),
    _told("worksheet_commented", Topic.WORK, copies=(EMAIL,)),
    _told("counsellor_referred", Topic.COUNSELLING, "said", copies=(EMAIL,)),
    _told("counsellor_reported", Topic.COUNSELLING, "said"),
    _told("counsellor_report_closed", Topic.COUNSELLING, "said", copies=(EMAIL,)),
    # training: attendance and what comes of it, to the participant
    _told("training_warned", Topic.TRAINING, "title"),
    _told("training_lost", Topic.TRAINING, "title", always=True),
    _told("training_completed", Topic.TRAINING, "title"),
    _told("training_missed", Topic.TRAINING, "title", always=True),
    _told("training_working", Topic.TRAINING, "title", copies=(EMAIL,)),
    _told("meeting_cancelled", Topic.TRAINING, "when", "zone"),
    # training: to the counsellor and the institute
    _told("attendance_warned", Topic.WORK, "name", "title", copies=()),
    _told("attendance_lost", Topic.WORK, "name", "title", copies=()),
    _told("roster_due", Topic.WORK, "title", "until", copies=(EMAIL,)),
    _told("attendance_unlocked", Topic.WORK, "title", "until", copies=(EMAIL,)),
    _told("unlock_refused", Topic.WORK, "title", "reason", copies=(EMAIL,)),
    # invoices of training, to the heads of the institute
    _told("invoice_returned", Topic.PAYMENT, "number", copies=(EMAIL,)),
    _told("invoice_approved", Topic.PAYMENT, "due", copies=(EMAIL,)),
    _told("invoice_paid", Topic.PAYMENT, "number", copies=(EMAIL,)),
    # training: vouchers and seats, to the participant; programmes, to the institute
    _told("voucher_issued", Topic.TRAINING, "due", sms_after_email=True),
    _told("voucher_expired", Topic.TRAINING, copies=(EMAIL,)),
    _told("voucher_measure", Topic.TRAINING, "measure", "due"),
    _told("training_enrolled", Topic.TRAINING, "when"),
    _told("training_cancelled", Topic.TRAINING, "when"),
    _told("training_left", Topic.TRAINING, copies=(EMAIL,)),
    _told("programme_returned", Topic.WORK, copies=(EMAIL,)),
    _told("programme_priced", Topic.WORK, copies=(EMAIL,)),
    # an institute and its partnership
    _told("partnership_returned", Topic.ACCOUNT, "reason"),
    _told("partnership_verified", Topic.ACCOUNT),
    _told("partnership_agreed", Topic.ACCOUNT, copies=(EMAIL,)),
    _told("partnership_refused", Topic.ACCOUNT, "reason"),
    _told("institute_measure", Topic.ACCOUNT, "measure", "reason"),
    _told("institute_staff_ended", Topic.ACCOUNT, "institute", copies=(EMAIL,)),
    _told("institute_account_changed", Topic.ACCOUNT, always=True),
    # invoices of training on their way to the money
    _told("invoice_transfer_failed", Topic.PAYMENT, "number", copies=(EMAIL,)),
    _told("invoice_lacks", Topic.PAYMENT, "number", "reason", copies=(EMAIL,)),
    _told("bill_agreed", Topic.PAYMENT, "number", copies=(EMAIL,)),
    _told("bill_returned", Topic.PAYMENT, "number", "reason", copies=(EMAIL,)),
    _told("billing_due", Topic.PAYMENT, "due", copies=(EMAIL,)),
    # one's own data
    _told("data_request_answered", Topic.ACCOUNT, copies=(EMAIL,)),
    # the money
    _told("claim_paid", Topic.PAYMENT),
    _told("bank_problem", Topic.PAYMENT, always=True),
    # complaints, to their author; what an employer is asked, which names neither
    _told("complaint_asked", Topic.COMPLAINT, "number"),
    _told("complaint_referred", Topic.COMPLAINT, "number"),
    _told("complaint_answered", Topic.COMPLAINT, "number", always=True),
    _told("allegation_served", Topic.ACCOUNT, "due"),
    # arrears: to the employer that pays first, and to its worker
    _told("arrears_owed", Topic.ACCOUNT, "number", "due", always=True),
    _told("arrears_declared", Topic.CLAIM),
    _told("arrears_confirmed", Topic.ACCOUNT, "number", "due"),
    _told("arrears_confirmed_for_you", Topic.CLAIM, always=True),
    _told("arrears_rejected", Topic.ACCOUNT, "number"),
    _told("arrears_handed", Topic.CLAIM, always=True),
    _told("arrears_handed_employer", Topic.ACCOUNT, "number", always=True),
    _told("arrears_settled", Topic.ACCOUNT, "number", "due"),
    _told("reimbursement_returned", Topic.ACCOUNT, "number"),
    _told("reimbursement_decided", Topic.ACCOUNT, "number", always=True),
    _told("reimbursement_paid", Topic.ACCOUNT, "number", copies=(EMAIL,)),
    _told("reimbursement_failed", Topic.ACCOUNT, "number"),
    # inspections: a team's members, and the employer that a nota reaches
    _told("inspection_assigned", Topic.WORK, "number", copies=(EMAIL,)),
    _told("nota_replied", Topic.WORK, "number", copies=(EMAIL,)),
    _told("nota_issued", Topic.ACCOUNT, "due", always=True),
    # sanctions: the first three to who acts for the employer, the others to officers
    _told("sanction_sent", Topic.ACCOUNT, "number"),
    _told("sanction_checked", Topic.ACCOUNT, "number", copies=(EMAIL,)),
    _told("sanction_answered", Topic.ACCOUNT, "number"),
    _told("sanction_proposed", Topic.ACCOUNT, "number", copies=(EMAIL,)),
    _told("sanction_objected", Topic.ACCOUNT, "number", copies=(EMAIL,)),
    _told("sanction_proof", Topic.ACCOUNT, "number", copies=(EMAIL,)),
    _told("sanction_clock", Topic.ACCOUNT, "number", copies=(EMAIL,)),
    # officers
    _told("officer_digest", Topic.WORK, "waiting", "soon", "late", copies=(EMAIL,)),
)

CATALOGUE: dict[str, Message] = {message.event: message for message in _MESSAGES}


def message_for(event: str) -> Message:
    """The entry of an event. Raises UnknownEvent."""
    try:
        return CATALOGUE[event]
    except KeyError:
        raise UnknownEvent(f"{event}: add it to notices/catalogue.py. Known: {', '.join(CATALOGUE)}") from None
