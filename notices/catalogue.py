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
    _told("claim_draft_reminder", Topic.CLAIM, "due", sms_after_email=True),
    _told("claim_expired", Topic.CLAIM, copies=(EMAIL,)),
    _told("claim_received", Topic.CLAIM, "due"),
    _told("correction_asked", Topic.CLAIM, "due"),
    _told("claim_approved", Topic.CLAIM, "due"),
    _told("claim_refused", Topic.CLAIM, "due", always=True),
    # the months
    _told("month_open", Topic.CLAIM, "month", "due", sms_after_email=True),
    _told("month_closing", Topic.CLAIM, "month", "due"),
    _told("month_received", Topic.CLAIM, "month", "due"),
    _told("month_held", Topic.CLAIM, "month", "due"),
    _told("month_granted", Topic.CLAIM, "month", "due"),
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
    # vacancies
    _told("vacancy_published", Topic.ACCOUNT, "title", copies=(EMAIL,)),
    _told("vacancy_returned", Topic.ACCOUNT, "title", "reason", copies=(EMAIL,)),
    _told("vacancy_taken_down", Topic.ACCOUNT, "title", "reason", copies=(EMAIL,)),
    _told("saved_search_news", Topic.CLAIM, "count", "searches", copies=(EMAIL,)),
    # one's own data
    _told("data_request_answered", Topic.ACCOUNT, copies=(EMAIL,)),
    # the money
    _told("claim_paid", Topic.PAYMENT),
    _told("bank_problem", Topic.PAYMENT, always=True),
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
