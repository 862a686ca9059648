"""Who may do what in compliance. Pure but for roles; the rows were already found by `visible_to`."""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from compliance.enums import (
    JOINABLE,
    OPEN,
    AllegationState,
    ComplaintState,
    FindingState,
    InspectionState,
    ProposalState,
    SanctionObjectionState,
)
from compliance.models import (
    BILL_OFFICERS,
    Allegation,
    ArrearsCase,
    Complaint,
    Inspection,
    PlanEvaluation,
    SanctionCase,
    SanctionObjection,
    SanctionProposal,
    WorkPlan,
)
from compliance.selectors.arrears import is_tied
from compliance.selectors.complaints import has_tie
from compliance.selectors.inspections import has_interest
from compliance.selectors.ties import tied_to
from participants.policies import is_staff


def is_author(user: User, complaint: Complaint) -> bool:
    return complaint.author_id is not None and complaint.author_id == user.pk


def reaches(user: User, complaint: Complaint, on: date, *roles: Role) -> bool:
    """One of these roles reaches the workplace's region."""
    return regions_of(user, *roles, on=on).covers(complaint.region_id)


def can_take(user: User, complaint: Complaint, on: date) -> bool:
    """An inspector of the region without a tie to author or employer."""
    roles = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR)
    return complaint.state in OPEN and reaches(user, complaint, on, *roles) and not has_tie(user, complaint)


def can_work(user: User, complaint: Complaint, on: date) -> bool:
    """Who took it, while the role still reaches it and no tie has come up."""
    return complaint.taken_by_id == user.pk and can_take(user, complaint, on)


def can_assign(user: User, complaint: Complaint, on: date) -> bool:
    """The coordinator of the region: gives it to an inspector, takes it over, or shows it to integrity."""
    return can_take(user, complaint, on) and reaches(user, complaint, on, Role.INSPECTION_COORDINATOR)


def can_read_author(user: User, complaint: Complaint, on: date) -> bool:
    """Inspectors of the region and the integrity officer it was shown to; others read the complaint without a name."""
    if has_tie(user, complaint):
        return False
    if complaint.integrity_id == user.pk and has_role(user, Role.INTEGRITY, on=on):
        return True
    return reaches(user, complaint, on, Role.INSPECTOR, Role.INSPECTION_COORDINATOR)


def can_file_for_caller(user: User, on: date) -> bool:
    return has_role(user, Role.HELP_DESK, on=on)


def can_withdraw(complaint: Complaint) -> bool:
    return Complaint.workflow.can(complaint, "withdraw")


def can_reopen(complaint: Complaint, today: date) -> bool:
    """Once, until the last day."""
    return (
        complaint.state == ComplaintState.ANSWERED
        and complaint.reopened_at is None
        and complaint.reopen_until is not None
        and today <= complaint.reopen_until
    )


def can_reply_to(user: User, allegation: Allegation, on: date) -> bool:
    """Who acts for the employer, once."""
    return allegation.state == AllegationState.SERVED and is_staff(user, allegation.employer, on)


def can_keep_plan(user: User, plan: WorkPlan, on: date) -> bool:
    """The coordinator of the province writes for the first party."""
    return regions_of(user, Role.INSPECTION_COORDINATOR, on=on).covers(plan.region_id)


def can_agree_evaluation(user: User, evaluation: PlanEvaluation, on: date) -> bool:
    """BPJS's officer for the second party, who did not write it."""
    return has_role(user, Role.BPJS_VERIFIER, on=on) and evaluation.written_by_id != user.pk


# --- the government's contribution bill --------------------------------------------------------------------------


def can_send_bill(user: User, on: date) -> bool:
    """BPJS's officers who keep the register upload it and read what goes back."""
    return has_role(user, Role.BPJS_VERIFIER, on=on)


def can_prepare_bill(user: User, on: date) -> bool:
    """A reviewer of the ministry."""
    return has_role(user, Role.REVIEWER, on=on)


def can_agree_bill(user: User, on: date) -> bool:
    """Another reviewer, or an approver; that it is another is the operation's and the database's to see."""
    return has_role(user, *BILL_OFFICERS, on=on)


def can_return_bill(user: User, on: date) -> bool:
    return has_role(user, *BILL_OFFICERS, on=on)


def can_settle_bill(user: User, on: date) -> bool:
    """Marks what went to the KPPN and what it paid."""
    return has_role(user, Role.REVIEWER, on=on)


# --- arrears -----------------------------------------------------------------------------------------------------


def can_act_for(user: User, case: ArrearsCase, on: date) -> bool:
    """Who acts for the employer, unless they are the worker."""
    return is_staff(user, case.employer, on) and case.claim.person.user_id != user.pk


def can_confirm_receipt(user: User, case: ArrearsCase) -> bool:
    """The worker alone says what arrived."""
    return case.claim.person.user_id is not None and case.claim.person.user_id == user.pk


def can_work_arrears(user: User, case: ArrearsCase, on: date) -> bool:
    """A verifier of BPJS without a tie to worker or employer."""
    return has_role(user, Role.BPJS_VERIFIER, on=on) and not is_tied(user, case)


def can_decide_arrears(user: User, case: ArrearsCase, on: date) -> bool:
    """Another verifier than the one who recommended."""
    return can_work_arrears(user, case, on) and case.recommended_by_id != user.pk


# --- inspections -------------------------------------------------------------------------------------------------

INSPECTORS = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR)


def can_open_inspection(user: User, region_id: str, on: date) -> bool:
    """An inspector or coordinator whose role reaches the place."""
    return regions_of(user, *INSPECTORS, on=on).covers(region_id)


def can_coordinate(user: User, inspection: Inspection, on: date) -> bool:
    """The region's coordinator without an interest: chooses the lead, signs the order and the nota."""
    reach = regions_of(user, Role.INSPECTION_COORDINATOR, on=on).covers(inspection.region_id)
    return reach and not has_interest(user, inspection)


def can_sign(user: User, inspection: Inspection, on: date) -> bool:
    """Who signs is not who leads."""
    return can_coordinate(user, inspection, on) and inspection.lead_id != user.pk


def can_lead(user: User, inspection: Inspection, on: date) -> bool:
    """Who leads it, while the role still reaches the place and no interest has come up."""
    return (
        inspection.lead_id == user.pk
        and can_open_inspection(user, inspection.region_id, on)
        and not has_interest(user, inspection)
    )


def can_set_team(user: User, inspection: Inspection, on: date) -> bool:
    """Lead or coordinator, until the order is signed."""
    return inspection.state == InspectionState.PLANNED and (
        can_lead(user, inspection, on) or can_coordinate(user, inspection, on)
    )


def can_join_complaint(user: User, complaint: Complaint, on: date) -> bool:
    """A referred complaint about a known employer, by who works on it or coordinates."""
    return (
        complaint.state == ComplaintState.REFERRED
        and complaint.employer_id is not None
        and (can_work(user, complaint, on) or can_assign(user, complaint, on))
    )


def is_joinable(inspection: Inspection) -> bool:
    return inspection.state in JOINABLE


def can_reply_to_nota(user: User, inspection: Inspection, on: date) -> bool:
    """Who acts for the employer, while the nota is open."""
    return (
        inspection.state == InspectionState.ISSUED
        and inspection.employer is not None
        and is_staff(user, inspection.employer, on)
    )


# --- sanctions ---------------------------------------------------------------------------------------------------

INSPECTION = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR)


def can_open_sanction(user: User, inspection: Inspection, on: date) -> bool:
    """An inspector of the region without an interest in the employer."""
    return regions_of(user, *INSPECTION, on=on).covers(inspection.region_id) and not _interested(user, inspection)


def can_hand_to_sanctions(user: User, inspection: Inspection, on: date) -> bool:
    """Once the employer was heard, or its time is over, and a duty is still not met."""
    over = inspection.reply_until is not None and on > inspection.reply_until
    heard = inspection.state == InspectionState.FOLLOWED or (inspection.state == InspectionState.ISSUED and over)
    unmet = heard and inspection.findings.filter(state=FindingState.OPEN).exists()
    return unmet and can_open_sanction(user, inspection, on)


def _interested(user: User, row: Inspection | SanctionCase) -> bool:
    return tied_to(user, row.employer_id)


def can_work_on_sanction(user: User, case: SanctionCase, on: date) -> bool:
    """Propose, serve, look, record what an office answered: an inspector of the region without an interest."""
    reach = regions_of(user, *INSPECTION, on=on)
    return case.is_open and reach.covers(case.region_id) and not _interested(user, case)


def can_decide_sanction(user: User, proposal: SanctionProposal, on: date) -> bool:
    """The region's coordinator, who did not propose it and has no interest."""
    case = proposal.case
    return (
        proposal.state == ProposalState.OPEN
        and proposal.proposed_by_id != user.pk
        and regions_of(user, Role.INSPECTION_COORDINATOR, on=on).covers(case.region_id)
        and not _interested(user, case)
    )


def can_answer_objection(user: User, objection: SanctionObjection, on: date) -> bool:
    """Another officer of the region than those who proposed and approved the step."""
    step = objection.proposal
    return (
        objection.state == SanctionObjectionState.FILED
        and user.pk not in (step.proposed_by_id, step.decided_by_id)
        and can_work_on_sanction(user, step.case, on)
    )
