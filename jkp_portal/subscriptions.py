"""Every event and who listens: the one place where a lower floor moves a higher one."""

from accounts.events import ContactChanged, NewDeviceSignedIn, PasswordChanged, SecondFactorChanged
from claims.events import BenefitEnded, BenefitPeriodSet, EmployerOwesMonth, WorkFound
from core.events import Event, subscribe
from ipk.events import ActivityJudged, ApplicationAccepted, AssessmentCompleted
from participants.events import DeletionGranted, PhkClosed, PhkConfirmed, PhkReopened
from payments.events import MoneyCameIn, PayoutFailed, PayoutSettled

SUBSCRIPTIONS: dict[type[Event], tuple[str, ...]] = {
    NewDeviceSignedIn: ("notices.tell_new_device",),
    PasswordChanged: ("notices.tell_password_changed",),
    ContactChanged: ("notices.tell_contact_changed",),
    SecondFactorChanged: ("notices.tell_second_factor_changed",),
    DeletionGranted: ("ipk.erase_by_wish",),
    PhkConfirmed: ("claims.follow_phk",),
    PhkReopened: ("claims.follow_phk",),
    PhkClosed: ("claims.follow_phk",),
    PayoutSettled: ("claims.payout_settled", "training.payout_settled", "compliance.payout_settled"),
    PayoutFailed: ("claims.payout_failed", "training.payout_failed", "compliance.payout_failed"),
    MoneyCameIn: ("claims.money_came_in",),
    ActivityJudged: ("claims.follow_person",),
    AssessmentCompleted: ("claims.follow_person",),
    ApplicationAccepted: ("claims.ask_for_placement",),
    EmployerOwesMonth: ("compliance.hear_of_month",),
    BenefitPeriodSet: ("training.set_period",),
    BenefitEnded: ("training.end_period",),
    WorkFound: ("training.note_work",),
}

subscribe(SUBSCRIPTIONS)
