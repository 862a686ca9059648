"""Who may do what in training. Pure; the rows were already found by `visible_to`."""

from datetime import date

from django.db.models import Exists

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from participants.models import Person
from training.enums import InvoiceState, StaffPart
from training.models import (
    BillingBatch,
    Enrolment,
    Institute,
    InstituteStaff,
    Interest,
    Invoice,
    Measure,
    Meeting,
    Partnership,
    Programme,
    Signal,
    TrainingRecommendation,
    Voucher,
)
from training.selectors.invoices import ties_of

# Whose decisions a tie to an institute would touch.
JUDGES = (Role.INSTITUTE_VERIFIER, Role.STANDARDS, Role.REVIEWER, Role.APPROVER, Role.BPJS_VERIFIER, Role.INTEGRITY)


def is_staff(user: User, institute: Institute, on: date) -> bool:
    """Acts for the institute on a day."""
    return InstituteStaff.objects.in_force(on).filter(institute=institute, user=user).exists()


def is_head(user: User, institute: Institute, on: date) -> bool:
    """Signs for the institute on a day: agreements, invoices, the account, who else acts for it."""
    return InstituteStaff.objects.in_force(on).filter(institute=institute, user=user, part=StaffPart.HEAD).exists()


def has_interest(user: User, institute: Institute, on: date) -> bool:
    """Is tied to the institute on a day: declared it, or acts for it. Decides nothing about it then. One query."""
    declared = Interest.objects.in_force(on).filter(officer=user, institute=institute)
    staff = InstituteStaff.objects.in_force(on).filter(user=user, institute=institute)
    return Institute.objects.filter(Exists(declared) | Exists(staff), pk=institute.pk).exists()


def can_recommend(user: User, person: Person, today: date) -> bool:
    """A counsellor, never to oneself. That it is the counsellor's own session is counselling's to see."""
    return has_role(user, Role.COUNSELLOR, on=today) and person.user_id != user.pk


def can_withdraw(user: User, recommendation: TrainingRecommendation, today: date) -> bool:
    """The counsellor who made it, while nothing came of it."""
    return (
        recommendation.made_by_id == user.pk
        and has_role(user, Role.COUNSELLOR, on=today)
        and TrainingRecommendation.workflow.can(recommendation, "withdraw")
    )


def can_unlock(user: User, meeting: Meeting, today: date) -> bool:
    """A reviewer of invoices; never who acts for the institute or has declared a tie to it."""
    house = meeting.training_class.programme.institute
    return has_role(user, Role.REVIEWER, on=today) and not has_interest(user, house, today)


def can_ask_unlock(user: User, meeting: Meeting, today: date) -> bool:
    """Whoever acts for the institute."""
    return is_staff(user, meeting.training_class.programme.institute, today)


# --- invoices ----------------------------------------------------------------------------------------------------


def can_sign_invoice(user: User, invoice: Invoice, today: date) -> bool:
    """The head, while the invoice is with the institute."""
    house = invoice.training_class.programme.institute
    return Invoice.workflow.can(invoice, "send") and is_head(user, house, today)


def can_recommend_payment(user: User, invoice: Invoice, today: date) -> bool:
    """A reviewer without a tie to the institute."""
    return (
        Invoice.workflow.can(invoice, "recommend")
        and has_role(user, Role.REVIEWER, on=today)
        and not ties_of(user, invoice.training_class.programme.institute, today)
    )


def can_approve_invoice(user: User, invoice: Invoice, today: date) -> bool:
    """An approver without a tie, who neither recommended it nor wrote or signed it."""
    return (
        Invoice.workflow.can(invoice, "approve")
        and has_role(user, Role.APPROVER, on=today)
        and user.pk not in (invoice.reviewed_by_id, invoice.signed_by_id, invoice.made_by_id)
        and not ties_of(user, invoice.training_class.programme.institute, today)
    )


def can_return_invoice(user: User, invoice: Invoice, today: date) -> bool:
    """Whoever could carry it on may send it back; what BPJS found incomplete goes back through a reviewer."""
    role = Role.APPROVER if invoice.state == InvoiceState.RECOMMENDED else Role.REVIEWER
    return (
        Invoice.workflow.can(invoice, "return")
        and has_role(user, role, on=today)
        and not ties_of(user, invoice.training_class.programme.institute, today)
    )


# --- programmes, classes and vouchers ----------------------------------------------------------------------------


def can_assess(user: User, programme: Programme, today: date) -> bool:
    """An officer of standards with no tie to the institute: neither declared, nor on its staff."""
    return has_role(user, Role.STANDARDS, on=today) and not has_interest(user, programme.institute, today)


def can_use_voucher(user: User, voucher: Voucher, today: date) -> bool:
    """Whose it is picks a class alone; the institute that teaches the programme types the code."""
    if voucher.person.user_id == user.pk:
        return True
    return is_staff(user, voucher.recommendation.programme.institute, today)


def can_leave(user: User, enrolment: Enrolment, today: date) -> bool:
    """The participant, and the institute for somebody who stopped coming; while it runs."""
    if not Enrolment.workflow.can(enrolment, "withdraw"):
        return False
    return enrolment.person.user_id == user.pk or is_staff(user, enrolment.training_class.programme.institute, today)


# --- institutes --------------------------------------------------------------------------------------------------


def can_verify(user: User, institute: Institute, on: date) -> bool:
    """Goes through the checklist of an institute's proposal, and proposes measures."""
    return has_role(user, Role.INSTITUTE_VERIFIER, on=on) and not has_interest(user, institute, on)


def can_agree(user: User, partnership: Partnership, on: date) -> bool:
    """Signs an agreement for the ministry: neither who verified the institute nor who signed for it."""
    return (
        has_role(user, Role.STANDARDS, on=on)
        and user.pk not in (partnership.verified_by_id, partnership.signed_by_id)
        and not has_interest(user, partnership.institute, on)
    )


def can_decide_measure(user: User, measure: Measure, on: date) -> bool:
    """The second officer."""
    return (
        has_role(user, Role.INSTITUTE_VERIFIER, Role.STANDARDS, on=on)
        and measure.proposed_by_id != user.pk
        and not has_interest(user, measure.institute, on)
    )


def can_declare_for(user: User, officer: User, on: date) -> bool:
    """One's own ties; an administrator writes down those of others."""
    if user.pk == officer.pk:
        return has_role(user, *JUDGES, on=on)
    return has_role(user, Role.ADMINISTRATOR, on=on)


def can_end_interest(user: User, interest: Interest, on: date) -> bool:
    """Who declared it; what an administrator wrote down only an administrator ends."""
    if has_role(user, Role.ADMINISTRATOR, on=on):
        return interest.officer_id != user.pk or interest.declared_by_id == user.pk
    return interest.officer_id == user.pk == interest.declared_by_id


# --- billing to BPJS ---------------------------------------------------------------------------------------------


def can_build_billing(user: User, today: date) -> bool:
    """A reviewer collects and freezes."""
    return has_role(user, Role.REVIEWER, on=today)


def can_freeze_billing(user: User, batch: BillingBatch, today: date) -> bool:
    return can_build_billing(user, today) and batch.made_by_id == user.pk


def can_approve_billing(user: User, batch: BillingBatch, today: date) -> bool:
    """The role. That the approver neither made it nor has a tie to an institute in it, the operation says in words."""
    return has_role(user, Role.APPROVER, on=today)


def can_cancel_billing(user: User, batch: BillingBatch, today: date) -> bool:
    """The maker takes it back, or an approver refuses it."""
    return can_freeze_billing(user, batch, today) or can_approve_billing(user, batch, today)


def can_answer_billing(user: User, today: date) -> bool:
    """A verifier of BPJS answers, and orders again what came back."""
    return has_role(user, Role.BPJS_VERIFIER, on=today)


def can_complete_invoice(user: User, today: date) -> bool:
    """A reviewer completes what BPJS missed."""
    return has_role(user, Role.REVIEWER, on=today)


# --- signals of integrity ----------------------------------------------------------------------------------------


def can_decide_signal(user: User, signal: Signal, today: date) -> bool:
    """An officer of integrity with no tie to the institute, and never the counsellor it is about."""
    return (
        has_role(user, Role.INTEGRITY, on=today)
        and signal.counsellor_id != user.pk
        and not has_interest(user, signal.institute, today)
    )
